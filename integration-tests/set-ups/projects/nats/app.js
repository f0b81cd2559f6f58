import { createServer } from 'node:http';
import { connect, headers } from '@nats-io/transport-node';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const nats = await connect({ servers: process.env.BROKER });

const setter = { set: (carrier, key, value) => carrier.set(key, value) };
const getter = {
  keys: carrier => carrier.keys(),
  get: (carrier, key) => carrier?.values(key),
};

nats.subscribe('works', {
  callback(error, message) {
    const received = propagation.extract(ROOT_CONTEXT, message.headers, getter);
    context.with(received, async () => {
      message.respond(JSON.stringify(await work()));
    });
  },
});

async function ask() {
  const sent = headers();
  propagation.inject(context.active(), sent, setter);
  const options = { headers: sent, timeout: 10_000 };
  return (await nats.request('works', '{}', options)).json();
}

const server = createServer((request, response) => {
  const tenant = request.headers['x-tenant'];
  runWithBaggageOnSpan({ 'tenant.id': tenant }, async () => {
    response.end(JSON.stringify(await ask()));
  });
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
