// The customers of the shop: a bounded number of requests at a bounded rate. It
// counts what it sends, so that others can be measured by it.

import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { baggageFor, CUSTOMERS, MONITOR } from './customers.mjs';
import { required } from './service.mjs';

const REQUESTS_PER_SECOND = 24;
const MAX_RUNNING = 24;
/** The first ones go one after another: the services are still cold. */
const WARM_UP = 15;
const TIMEOUT_MS = 20_000;

/** Entries that the customers' own programs send: nobody copies them. */
const BAGGAGE_FROM_OUTSIDE = 'client.release=2026.1';

/** How often each sends; every `failsAt`th order is one that cannot be paid. */
const PLAN = [
  { token: 'token-acme-1', source: 'web', requests: 30, failsAt: 0 },
  { token: 'token-acme-2', source: 'mobile', requests: 20, failsAt: 10 },
  { token: 'token-globex-1', source: 'web', requests: 60, failsAt: 30 },
  { token: 'token-globex-2', source: 'mobile', requests: 40, failsAt: 0 },
  { token: 'token-initech-1', source: 'web', requests: 25, failsAt: 0 },
  { token: 'token-initech-2', source: 'web', requests: 20, failsAt: 10 },
  { token: 'token-umbrella-1', source: 'mobile', requests: 25, failsAt: 5 },
  { token: 'token-acme-1', source: MONITOR, requests: 10, failsAt: 0 },
  { token: 'token-initech-1', source: MONITOR, requests: 10, failsAt: 0 },
];
const PRODUCTS = ['lamp', 'chair', 'desk'];

const CHECKOUT_URL = `${required('GATEWAY_URL')}/checkout`;
const counted = {
  planned: PLAN.reduce((sum, { requests }) => sum + requests, 0),
  sent: 0,
  unexpected: [],
  /** By key and value of the baggage: how many were sent, how many failed. */
  byValue: {},
  errorsByValue: {},
};

// The parent is gone, or the round is done.
process.once('disconnect', () => process.exit());
process.send({ ready: true, load: counted });

const running = new Set();
for (const order of ordersInTurn()) {
  const max = counted.sent < WARM_UP ? 1 : MAX_RUNNING;
  if (running.size >= max) await Promise.race(running);
  const sending = send(order).finally(() => running.delete(sending));
  running.add(sending);
  await afterMilliseconds(1000 / REQUESTS_PER_SECOND);
}
await Promise.all(running);
process.send({ load: counted, done: true }, () => process.disconnect());

/** All orders of the plan, those of the customers evenly mixed. */
function ordersInTurn() {
  return PLAN.flatMap(({ requests, failsAt, ...order }) =>
    Array.from({ length: requests }, (_, index) => ({
      ...order,
      sku:
        failsAt > 0 && index % failsAt === failsAt - 1
          ? 'voucher'
          : PRODUCTS[index % PRODUCTS.length],
      position: (index + 0.5) / requests,
    })),
  ).sort((a, b) => a.position - b.position);
}

async function send({ token, source, sku }) {
  counted.sent++;
  countUnder(counted.byValue, token, source);
  const fails = sku === 'voucher';
  if (fails) countUnder(counted.errorsByValue, token, source);
  try {
    const response = await fetch(CHECKOUT_URL, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-client': source,
        baggage: BAGGAGE_FROM_OUTSIDE,
      },
      body: JSON.stringify({ sku }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { error } = await response.json();
    if (response.status !== (fails ? 502 : 200)) {
      counted.unexpected.push(`${response.status} ${error ?? ''}`);
    }
  } catch (error) {
    counted.unexpected.push(error.cause?.message ?? error.message);
  }
  process.send({ load: counted });
}

/** Counts one under what the gateway will say of such a request. */
function countUnder(counts, token, source) {
  const entries = baggageFor(CUSTOMERS[token], source, '');
  for (const key of ['user.id', 'session.id']) delete entries[key];
  for (const [key, value] of Object.entries(entries)) {
    counts[key] ??= {};
    counts[key][value] = (counts[key][value] ?? 0) + 1;
  }
}
