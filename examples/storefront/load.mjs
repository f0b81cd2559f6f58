// The customers of the shop: a bounded number of requests at a bounded rate. It
// counts what it sends, so that others can be measured by it.

import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { baggageFor, CUSTOMERS } from './customers.mjs';
import { required } from './service.mjs';

const REQUESTS_PER_SECOND = 24;
const MAX_RUNNING = 24;
/** The first ones go one after another: the services are still cold. */
const WARM_UP = 15;

/** How often each sends; every `failsAt`th order is one that cannot be paid. */
const PLAN = [
  { token: 'token-acme-1', source: 'web', requests: 30, failsAt: 0 },
  { token: 'token-acme-2', source: 'mobile', requests: 20, failsAt: 10 },
  { token: 'token-globex-1', source: 'web', requests: 60, failsAt: 30 },
  { token: 'token-globex-2', source: 'mobile', requests: 40, failsAt: 0 },
  { token: 'token-initech-1', source: 'web', requests: 25, failsAt: 0 },
  { token: 'token-initech-2', source: 'web', requests: 20, failsAt: 10 },
  { token: 'token-umbrella-1', source: 'mobile', requests: 25, failsAt: 5 },
  { token: 'token-acme-1', source: 'monitor', requests: 10, failsAt: 0 },
  { token: 'token-initech-1', source: 'monitor', requests: 10, failsAt: 0 },
];
const PRODUCTS = ['lamp', 'chair', 'desk'];

const CHECKOUT_URL = required('CHECKOUT_URL');
const counted = {
  planned: PLAN.reduce((sum, { requests }) => sum + requests, 0),
  sent: 0,
  unexpected: [],
  /** By key and value of the baggage: how many were `sent` and how many `failed`. */
  byValue: {},
};

// The parent is gone, or the round is done.
process.once('disconnect', () => process.exit());

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
  const fails = sku === 'voucher';
  count(baggageFor(CUSTOMERS[token], source, ''), fails);
  try {
    const response = await fetch(CHECKOUT_URL, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-client': source,
        // Of the customers' own programs: nobody copies it.
        baggage: 'client.release=2026.1',
      },
      body: JSON.stringify({ sku }),
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

/** Counts a request under what the gateway will say of it. */
function count(baggage, fails) {
  for (const [key, value] of Object.entries(baggage)) {
    const values = (counted.byValue[key] ??= {});
    const row = (values[value] ??= { sent: 0, failed: 0 });
    row.sent++;
    if (fails) row.failed++;
  }
}
