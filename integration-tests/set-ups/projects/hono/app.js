import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const app = new Hono();

app.use((context, next) => {
  const tenant = context.req.header('x-tenant');
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
});

app.get('/work', async context => context.json(await work()));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});
