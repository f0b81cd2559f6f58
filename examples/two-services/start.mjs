// Starts both services, sends some requests, and shows what became of the baggage.

import { once } from 'node:events';
import { connect } from 'node:net';
import { constants } from 'node:os';
import { parseBaggage } from '@otel-baggage/core';
import { startOtlpReceiver } from './otlp-receiver.mjs';
import { explain, findProblems, formatTable, styled } from './report.mjs';
import { killServices, startService } from './service-process.mjs';

const REQUESTS = 3;
const TIMEOUT_MS = 10_000;

process.once('exit', killServices);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await (collector ? runWithCollector(collector) : runWithReceiver());
} catch (error) {
  console.error(`\n${styled('red', 'Failed:')} ${error.message}`);
  process.exit(1);
}

/** Receives the telemetry in this process, shows it and judges it. */
async function runWithReceiver() {
  const receiver = await startOtlpReceiver();
  console.log(
    `receiver  listens on ${receiver.url} (OTLP/HTTP, in this process)`,
  );
  // The shell's other OTEL_* are left out: the example does the same everywhere.
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('OTEL_') ||
      name.startsWith('OTEL_BAGGAGE_') ||
      name === 'OTEL_LOG_LEVEL',
  );
  const env = withDefaults({
    ...Object.fromEntries(inherited),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: receiver.headers,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  const header = await runServices(env);
  receiver.close();

  const keys = parseBaggage(header ?? '')
    .baggage.getAllEntries()
    .map(([key]) => key);
  const patterns = env.OTEL_BAGGAGE_ATTRIBUTE_KEYS.split(',');
  const items = receiver.items();
  const [head, ...rows] = formatTable(items, keys);
  console.log(
    '\nOn how much of the telemetry each baggage key arrived as an attribute:\n',
  );
  console.log(styled('bold', head));
  for (const row of rows) {
    console.log(row.replaceAll('✓', styled('green', '✓')));
  }

  const problems = findProblems(items, keys, patterns, REQUESTS);
  if (problems.length > 0) throw new Error(problems.join('\n        '));
  console.log();
  for (const line of explain(keys, patterns, REQUESTS)) console.log(line);
}

/** Lets the services send to a collector, which alone knows what arrived. */
async function runWithCollector(endpoint) {
  await assertReachable(endpoint);
  await runServices(withDefaults(process.env));
  console.log(
    `\nSpans, log records and metrics of both services went to ${endpoint}.`,
  );
}

/** The environment of the services, where the person who starts this says nothing. */
function withDefaults(env) {
  return {
    ...env,
    OTEL_BAGGAGE_ATTRIBUTE_KEYS:
      env.OTEL_BAGGAGE_ATTRIBUTE_KEYS || 'tenant.id,feature.flag',
    OTEL_LOG_LEVEL: env.OTEL_LOG_LEVEL || 'warn',
  };
}

/**
 * Starts both services, sends the requests to service A and stops the services.
 *
 * @returns the baggage header that service B received
 */
async function runServices(env) {
  const { SERVICE_A_PORT, SERVICE_B_PORT } = process.env;
  const b = await startService('service-b', SERVICE_B_PORT, env);
  const a = await startService('service-a', SERVICE_A_PORT, {
    ...env,
    SERVICE_B_URL: b.url,
  });

  let header;
  for (let i = 0; i < REQUESTS; i++) {
    header = (await request(a.url)).downstream.receivedHeader;
  }
  console.log(`
${REQUESTS} requests to service-a, each of which asks service-b. The header that crossed the wire:

  ${styled('cyan', `baggage: ${header}`)}`);

  await Promise.all([a.stop(), b.stop()]);
  return header;
}

async function request(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Error(
      `no answer from ${url}: ${error.cause?.message ?? error.message}`,
      { cause: error },
    );
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.service}: ${answer.error}`);
  return answer;
}

/** Throws where nothing listens: the exporters would only say so after long retries. */
async function assertReachable(endpoint) {
  const withScheme = endpoint.includes('://') ? endpoint : `http://${endpoint}`;
  if (!URL.canParse(withScheme)) {
    throw new Error(`OTEL_EXPORTER_OTLP_ENDPOINT is no URL: ${endpoint}`);
  }
  const { protocol, hostname, port } = new URL(withScheme);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    timeout: TIMEOUT_MS,
  });
  socket.once('timeout', () => socket.destroy(new Error('timeout')));
  try {
    await once(socket, 'connect');
  } catch (error) {
    throw new Error(
      `no collector at OTEL_EXPORTER_OTLP_ENDPOINT (${endpoint}): ${error.message}`,
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}
