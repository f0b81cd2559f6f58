// The edge of the shop: knows who is asking, and says so in the baggage of all
// that is done for the request.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { metrics } from '@opentelemetry/api';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { runWithBaggageOnSpan } from '@otel-baggage/span-processor';
import express from 'express';
import pino from 'pino';
import { baggageFor, CUSTOMERS } from './customers.mjs';
import { announce, listen, required } from './service.mjs';

const CATALOG_URL = required('CATALOG_URL');
const { shop } = loadPackageDefinition(
  protoLoader.loadSync(fileURLToPath(new URL('shop.proto', import.meta.url))),
);
const orders = new shop.Orders(
  required('ORDERS_ADDRESS'),
  credentials.createInsecure(),
);
const requests = metrics.getMeter('gateway').createCounter('shop.requests');
const logger = pino();

const app = express();
app.use(express.json());
app.use(authenticate);
app.post('/checkout', checkout);

const server = createServer(app);
announce('gateway', await listen(server), () => {
  server.close();
  orders.close();
});

/** Puts who is asking into the baggage, and onto the span of the request. */
function authenticate(request, response, next) {
  const token = request.get('authorization')?.replace(/^Bearer /, '');
  if (!Object.hasOwn(CUSTOMERS, token ?? '')) {
    response.status(401).json({ error: 'unknown token' });
    return;
  }
  const source = request.get('x-client') ?? 'unknown';
  const own = baggageFor(CUSTOMERS[token], source, randomUUID());

  runWithBaggageOnSpan(own, () => next());
}

async function checkout(request, response) {
  requests.add(1);
  try {
    const { sku } = request.body;
    const { price } = await findProduct(sku);
    const { orderId } = await placeOrder({ sku, price });
    logger.info({ sku }, 'checkout done');
    response.json({ orderId });
  } catch (error) {
    logger.error({ reason: error.message }, 'checkout failed');
    response.status(502).json({ error: error.message });
  }
}

async function findProduct(sku) {
  const answer = await fetch(`${CATALOG_URL}/products/${sku}`);
  if (!answer.ok) throw new Error(`catalog answered ${answer.status}`);
  return answer.json();
}

function placeOrder(order) {
  return new Promise((resolve, reject) => {
    orders.Place(order, (error, placed) =>
      error ? reject(new Error(error.details)) : resolve(placed),
    );
  });
}
