import { createServer } from 'node:http';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { context, propagation } from '@opentelemetry/api';
import { EnvironmentSetter } from '@opentelemetry/propagator-env-carrier';
import { runWithBaggageOnSpan } from '@otel-baggage/node';

const run = promisify(execFile);
const options = ['--import', '@otel-baggage/node/register'];

async function ask() {
  const env = { ...process.env };
  propagation.inject(context.active(), undefined, new EnvironmentSetter(env));
  const child = [...options, 'child.js'];
  return JSON.parse((await run(process.execPath, child, { env })).stdout);
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
