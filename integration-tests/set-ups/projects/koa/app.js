import Koa from 'koa';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const app = new Koa();

app.use((context, next) => {
  const tenant = context.get('x-tenant') || undefined;
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
});

app.use(async context => {
  context.body = await work();
});

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
