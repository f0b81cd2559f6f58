import { flush, reader } from './telemetry.js';
import { httpInstrumentationMiddleware } from '@hono/otel';
import { runWithBaggageOnSpan } from '@otel-baggage/span-processor';
import { Hono } from 'hono';
import work from './work.js';

const app = new Hono();

app.use(async (context, next) => {
  await next();
  context.executionCtx.waitUntil(flush());
});

app.use(httpInstrumentationMiddleware());

app.use((context, next) => {
  const tenant = context.req.header('x-tenant');
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
});

app.get('/work', async context => {
  return context.json(await work(context.env.PEER_URL));
});

export default {
  fetch: app.fetch,
  scheduled: () => reader.forceFlush(),
};
