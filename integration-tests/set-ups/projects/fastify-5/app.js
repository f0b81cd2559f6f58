import Fastify from 'fastify';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const app = Fastify();

app.addHook('onRequest', (request, reply, done) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, done);
});

app.get('/work', () => work());

console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
