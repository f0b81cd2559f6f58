// One service of requests.mjs: `node requests-service.mjs [<url>]`. An
// instrumented HTTP server that writes a log record for each request and, with
// a URL, asks there before it answers. Tells its own URL first. A message names
// the variant to be from now on; the answer is the CPU time it has taken, in
// microseconds.

import { createRequire } from 'node:module';
import { context, propagation } from '@opentelemetry/api';
import { BaggageLogRecordProcessor as UpstreamLogRecordProcessor } from '@opentelemetry/baggage-log-record-processor';
import { BaggageSpanProcessor as UpstreamSpanProcessor } from '@opentelemetry/baggage-span-processor';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { idle } from './idle.mjs';
import { leastPropagator, leastProcessor } from './least.mjs';

const [next] = process.argv.slice(2);

const KEYS = ['tenant.id', 'user.id'];
const isCopied = key => KEYS.includes(key);

/** What there is for baggage, in front of what all have. */
const PARTS = {
  none: { propagators: [], spans: [], logs: [] },
  upstream: {
    propagators: [new W3CBaggagePropagator()],
    spans: [new UpstreamSpanProcessor(isCopied)],
    logs: [new UpstreamLogRecordProcessor(isCopied)],
  },
  ours: {
    propagators: [new BaggagePropagator()],
    spans: [new BaggageSpanProcessor({ included: KEYS })],
    logs: [new BaggageLogRecordProcessor({ included: KEYS })],
  },
  least: {
    propagators: [leastPropagator],
    spans: [leastProcessor(KEYS)],
    logs: [leastProcessor(KEYS)],
  },
};

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const instrumentation = new HttpInstrumentation();

const VARIANTS = Object.fromEntries(
  Object.entries(PARTS).map(([name, { propagators, spans, logs }]) => [
    name,
    {
      propagator: new CompositePropagator({
        propagators: [new W3CTraceContextPropagator(), ...propagators],
      }),
      tracers: new TracerProvider({ spanProcessors: [...spans, idle] }),
      logger: new LoggerProvider({
        processors: [...logs, idle],
      }).getLogger('bench'),
    },
  ]),
);

let logger;

/** In one process: two that do the same differ by some percent. */
function be(variant) {
  const { propagator, tracers, logger: itsLogger } = VARIANTS[variant];
  propagation.disable();
  propagation.setGlobalPropagator(propagator);
  instrumentation.setTracerProvider(tracers);
  logger = itsLogger;
}
be('none');

// Patched by the instrumentation when it is required.
const { Agent, createServer, get } = createRequire(import.meta.url)(
  'node:http',
);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

let number = 0;

/** Baggage as a middleware sets it. */
function withOwnBaggage() {
  const baggage = propagation.createBaggage({
    'tenant.id': { value: `acme-${number++ % 977}` },
    'user.id': { value: `u-${number}` },
    'user.name': { value: `Zoë Müller ${number}` },
  });
  return propagation.setBaggage(context.active(), baggage);
}

function answer(response) {
  logger.emit({ body: 'asked' });
  if (next === undefined) response.end('done');
  else get(next, { agent }, received => received.pipe(response));
}

const server = createServer(({ url }, response) => {
  if (url === '/set') context.with(withOwnBaggage(), answer, null, response);
  else answer(response);
});

// Most of the connections wait while one is asked.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  process.send(`http://127.0.0.1:${server.address().port}`);
});
process.on('message', variant => {
  be(variant);
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('disconnect', () => process.exit());
