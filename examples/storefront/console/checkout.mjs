// One checkout with a `baggage` header that a person has typed.

import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { baggageFor, CUSTOMERS, VISITOR_TOKEN } from '../customers.mjs';

const TIMEOUT_MS = 15_000;
const SOURCE = 'page';

/** The gateway's entries for these checkouts, by key. */
export const VISITOR_BAGGAGE = baggageFor(CUSTOMERS[VISITOR_TOKEN], SOURCE, '');

/**
 * @param gatewayUrl of the gateway
 * @param header as it was typed; it is sent in UTF-8
 * @returns `status` and `durationMs` of the answer; `traceId` where it got as far
 *   as the shop; `error`
 * @throws TypeError where HTTP cannot carry the header
 */
export async function checkOut(gatewayUrl, header) {
  const start = performance.now();
  const outgoing = request(`${gatewayUrl}/checkout`, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      authorization: `Bearer ${VISITOR_TOKEN}`,
      'content-type': 'application/json',
      'x-client': SOURCE,
      // Node writes the characters of a header as bytes.
      baggage: Buffer.from(header).toString('latin1'),
    },
  });
  const response = await new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify({ sku: 'lamp' }));
  });
  const { error } = await json(response).catch(() => ({}));
  return {
    traceId: response.headers['x-trace-id'],
    status: response.statusCode,
    durationMs: performance.now() - start,
    ...(response.statusCode !== 200 && {
      error: error ?? (MEANINGS[response.statusCode] || response.statusMessage),
    }),
  };
}

const MEANINGS = {
  431: 'the gateway reads no more than 128 KiB of headers',
};
