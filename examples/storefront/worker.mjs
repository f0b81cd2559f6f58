// Takes jobs from the queue: sends receipts. What the gateway knew of the
// request is in the baggage of the message.

import pino from 'pino';
import { openQueue } from './queue.mjs';
import { announce } from './service.mjs';

const logger = pino();
const receipts = await openQueue('receipts');

await receipts.consume(async ({ orderId }) => {
  logger.info({ orderId }, 'receipt sent');
});
announce('worker', undefined, () => receipts.close());
