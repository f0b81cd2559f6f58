import Fastify from 'fastify';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const app = Fastify();

// Before the plugin: it runs hooks and handlers in the context that is active
// in its own hook.
app.addHook('onRequest', (request, reply, done) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, done);
});

await app.register(new FastifyOtelInstrumentation().plugin());

app.get('/work', () => work());

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
