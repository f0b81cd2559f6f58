// Checks a payment for fraud and has an external provider charge it. How deep it
// checks is said by a feature flag that only the gateway knows: it comes along
// in the baggage.

import { Agent, createServer, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { getBaggage } from '@otel-baggage/core';
import pino from 'pino';
import { announce, listen, required } from './service.mjs';

/** How long the model thinks: it stands for one that is asked elsewhere. */
const CHECK_MS = { standard: 5, deep: 400 };

/** `provider.example:8080` */
const PROVIDER = required('PROVIDER');

const tracer = trace.getTracer('payments');
const logger = pino();
// The stand-in listens on this machine; its name is that of another.
const agent = new Agent({
  keepAlive: true,
  lookup: (_name, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]),
});

const server = createServer(async (incoming, response) => {
  response.setHeader('content-type', 'application/json');
  try {
    const payment = await json(incoming);
    await checkForFraud();
    await charge(payment);
    logger.info({ price: payment.price }, 'payment charged');
    response.end('{}');
  } catch (error) {
    logger.error({ reason: error.message }, 'payment not charged');
    response.statusCode = 502;
    response.end(JSON.stringify({ error: error.message }));
  }
});
announce('payments', await listen(server), () => {
  server.close();
  agent.destroy();
});

function checkForFraud() {
  const depth = getBaggage().getEntry('feature.fraud-check')?.value;
  return tracer.startActiveSpan('fraud check', async span => {
    await afterMilliseconds(
      depth === 'deep' ? CHECK_MS.deep : CHECK_MS.standard,
    );
    span.end();
  });
}

function charge(payment) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `http://${PROVIDER}/charges`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      },
      answer => {
        answer.resume();
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`the provider answered ${answer.statusCode}`));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify(payment));
  });
}
