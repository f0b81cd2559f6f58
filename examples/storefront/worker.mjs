// Takes jobs from the queue: sends receipts. The baggage of the message
// has the gateway's entries.

import pino from 'pino';
import { consume } from './queue.mjs';
import { announce } from './service.mjs';

const logger = pino();

consume('receipts', ({ orderId }) => {
  logger.info({ orderId }, 'receipt sent');
});
announce('worker', undefined, () => {});
