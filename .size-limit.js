// What a package adds to a bundle: minified by esbuild, compressed by Brotli,
// the API not counted. `npm run size` prints the sizes. A limit is there to be
// noticed: raise it where a feature is worth its bytes.

const API = '@opentelemetry/*';
const CORE = '@otel-baggage/core';

const entry = name => `packages/${name}/dist/index.mjs`;

/** The code of one package, without what it takes from core. */
const alone = (name, exported, limit) => ({
  name: `${name} alone: ${exported}`,
  path: entry(name),
  import: `{ ${exported} }`,
  ignore: [API, CORE],
  limit,
});

/** What somebody gets who has nothing else of these packages. */
const complete = (name, exported, limit) => ({
  name: `${name}: ${exported}`,
  path: entry(name),
  import: exported === '*' ? '*' : `{ ${exported} }`,
  ignore: [API],
  limit,
});

export default [
  alone('propagator', 'BaggagePropagator', '5.45 kB'),
  alone('span-processor', 'BaggageSpanProcessor', '0.3 kB'),
  alone('log-record-processor', 'BaggageLogRecordProcessor', '0.2 kB'),
  alone('metrics', 'createBaggageAttributesProcessor', '2 kB'),
  alone('metrics', 'baggageViews', '3 kB'),

  complete('core', 'getBaggage', '0.3 kB'),
  complete('core', 'parseBaggage, serializeBaggage', '4.7 kB'),
  complete('core', '*', '6.45 kB'),
  complete('propagator', 'BaggagePropagator', '11.35 kB'),
  complete('span-processor', 'BaggageSpanProcessor', '3.6 kB'),
  complete('log-record-processor', 'BaggageLogRecordProcessor', '3.5 kB'),
  complete('metrics', 'baggageViews', '6.15 kB'),
];
