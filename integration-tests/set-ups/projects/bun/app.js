/* global Bun */

import { httpInstrumentationMiddleware } from '@hono/otel';
import { Hono } from 'hono';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.js';

const app = new Hono();

app.use(httpInstrumentationMiddleware());

app.use((context, next) => {
  const tenant = context.req.header('x-tenant');
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
});

app.get('/work', async context => {
  return context.json(await work(process.env.PEER_URL));
});

const { port } = Bun.serve({
  fetch: app.fetch,
  port: 0,
  hostname: '127.0.0.1',
});
console.log(`http://127.0.0.1:${port}`);
