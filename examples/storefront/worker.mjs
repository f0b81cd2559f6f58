// Takes jobs from the queue: sends receipts. What the gateway knew of the
// request is in the baggage of the message.

import pino from 'pino';
import { consume } from './queue.mjs';
import { announce } from './service.mjs';

const logger = pino();

consume('receipts', ({ orderId }) => {
  logger.info({ orderId }, 'receipt sent');
});
announce('worker', undefined, () => {});
