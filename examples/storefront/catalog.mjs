// Knows the products.

import Fastify from 'fastify';
import pino from 'pino';
import { announce, listen } from './service.mjs';

/** Prices in cents. */
const PRODUCTS = { lamp: 4900, chair: 12900, desk: 39900, voucher: 2500 };

const logger = pino();
const app = Fastify();

app.get('/products/:sku', async (request, reply) => {
  const { sku } = request.params;
  if (!Object.hasOwn(PRODUCTS, sku)) {
    logger.warn({ sku }, 'product not found');
    return reply.code(404).send({ error: 'no such product' });
  }
  logger.info({ sku }, 'product found');
  return { sku, price: PRODUCTS[sku] };
});

await app.ready();
announce('catalog', await listen(app.server), () => {
  app.server.close();
});
