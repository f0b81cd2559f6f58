// Takes jobs from the queue: sends receipts. The baggage of the message
// has the gateway's entries.

import pino from 'pino';
import { openQueue } from './queue.mjs';
import { announce } from './service.mjs';

const logger = pino();
const receipts = await openQueue('receipts');

await receipts.consume(async ({ orderId }) => {
  logger.info({ orderId }, 'receipt sent');
});
announce('worker', undefined, () => receipts.close());
