// Takes orders over gRPC: has them paid, and leaves the receipt to the worker.

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  status,
} from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import pino from 'pino';
import { publish } from './queue.mjs';
import { announce, required } from './service.mjs';

const PAYMENTS_URL = required('PAYMENTS_URL');
const { shop } = loadPackageDefinition(
  protoLoader.loadSync(fileURLToPath(new URL('shop.proto', import.meta.url))),
);
const agent = new Agent({ keepAlive: true });
const logger = pino();

const server = new Server();
server.addService(shop.Orders.service, {
  async Place(call, callback) {
    const { sku, price } = call.request;
    try {
      await pay({ sku, price });
      const orderId = randomUUID();
      publish('receipts', { orderId, sku });
      logger.info({ sku, orderId }, 'order placed');
      callback(null, { orderId });
    } catch (error) {
      logger.error({ sku, reason: error.message }, 'order not placed');
      callback({ code: status.UNAVAILABLE, details: error.message });
    }
  },
});

const port = await new Promise((resolve, reject) => {
  const credentials = ServerCredentials.createInsecure();
  server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
    error ? reject(error) : resolve(bound),
  );
});
announce('orders', `127.0.0.1:${port}`, () => {
  server.forceShutdown();
  agent.destroy();
});

function pay(payment) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${PAYMENTS_URL}/charges`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      },
      async answer => {
        const body = await json(answer).catch(() => ({}));
        if (answer.statusCode === 200) resolve(body);
        else reject(new Error(body.error ?? `payments: ${answer.statusCode}`));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify(payment));
  });
}
