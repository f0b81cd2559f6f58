import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import amqplib from 'amqplib';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const connection = await amqplib.connect(process.env.BROKER);
const channel = await connection.createChannel();
await channel.assertQueue('works');

/** Who waits for what the consumer says. */
const waiting = new Map();

await channel.consume('works', async message => {
  const answer = await work();
  channel.ack(message);
  waiting.get(message.properties.correlationId)(answer);
});

function ask() {
  const correlationId = randomUUID();
  return new Promise(resolve => {
    waiting.set(correlationId, resolve);
    channel.sendToQueue('works', Buffer.from('{}'), { correlationId });
  });
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
