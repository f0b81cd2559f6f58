import * as sdkNode from '@opentelemetry/sdk-node';
import type { ReceivedItem } from './otlp-messages';
import { OtlpReceiver, type Received } from './otlp-receiver';
import { runApp, type Ended } from './run-app';

/**
 * What an application configures, and what of it reaches the receiver. Each
 * row runs twice, with and without `withBaggage`.
 */
interface Row {
  title: string;
  /** The name of a configuration in app.cjs. */
  setup?: string;
  env?: Record<string, string>;
  /** Export over gRPC. */
  grpc?: true;
  start?: 'NodeSDK' | 'startNodeSdk';
  /** The second argument of `withBaggage`. */
  options?: object;
  /** How often each of the four spans and log records comes in. */
  spans?: number;
  logs?: number;
  /** The instruments that come in, and which of them have the attribute. */
  instruments?: readonly string[];
  tagged?: readonly string[];
  /** Metrics of the SDK about itself that come in. */
  itself?: string[];
}

const SYNCHRONOUS = ['active', 'durations', 'jobs', 'level', 'sizes'];
const ALL = [...SYNCHRONOUS, 'memory'];
const SPAN_NAMES = ['outside', 'first', 'second', 'third'];

const exportersOf = (value: string) => ({
  OTEL_TRACES_EXPORTER: value,
  OTEL_LOGS_EXPORTER: value,
  OTEL_METRICS_EXPORTER: value,
});
const protocolOf = (value: string) => ({ OTEL_EXPORTER_OTLP_PROTOCOL: value });
const off = { spans: 0, logs: 0, instruments: [] };

const exporterRows: Row[] = [
  { title: 'no variables' },
  { title: 'exporter otlp', env: exportersOf('otlp') },
  { title: 'exporter empty', env: exportersOf('') },
  { title: 'exporter console', env: exportersOf('console'), ...off },
  { title: 'exporter otlp,console', env: exportersOf('otlp,console') },
  { title: 'exporter none', env: exportersOf('none'), ...off },
  { title: 'exporter none,otlp', env: exportersOf('none,otlp'), ...off },
  {
    title: 'exporter otlp,none: NodeSDK keeps otlp for spans',
    env: exportersOf('otlp,none'),
    ...off,
    spans: 1,
  },
  { title: 'exporter unknown', env: exportersOf('unknown'), ...off },
  { title: 'exporter unknown,otlp', env: exportersOf('unknown,otlp') },
  { title: 'exporter otlp,otlp', env: exportersOf('otlp,otlp') },
  { title: 'exporter with spaces', env: exportersOf(' otlp , ') },
  {
    title: 'exporter zipkin for spans',
    env: { OTEL_TRACES_EXPORTER: 'zipkin' },
  },
  {
    title: 'exporter zipkin,otlp for spans',
    env: { OTEL_TRACES_EXPORTER: 'zipkin,otlp' },
    spans: 2,
  },
  {
    title: 'exporter null, which NodeSDK takes for unset with spans',
    env: exportersOf('null'),
    ...off,
    spans: 1,
  },
];

const protocolRows: Row[] = [
  { title: 'protocol http/json', env: protocolOf('http/json') },
  { title: 'protocol http/protobuf', env: protocolOf('http/protobuf') },
  { title: 'protocol grpc', env: protocolOf('grpc'), grpc: true },
  { title: 'protocol unknown', env: protocolOf('unknown') },
  { title: 'protocol with spaces', env: protocolOf(' http/json ') },
  {
    title: 'a protocol for each signal',
    env: {
      ...protocolOf('unknown'),
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
    },
  },
  {
    title: 'headers and compression',
    env: {
      OTEL_EXPORTER_OTLP_HEADERS: 'x-test=yes',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    },
  },
  {
    title: 'small batches',
    env: {
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '3',
    },
  },
  {
    title: 'batches that are no numbers above 0',
    env: {
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '-2',
      OTEL_BSP_SCHEDULE_DELAY: 'soon',
      OTEL_BLRP_MAX_QUEUE_SIZE: '0',
    },
  },
  {
    title: "the SDK's metrics about itself",
    env: { OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true' },
    itself: [
      'otel.sdk.processor.span.queue.capacity',
      'otel.sdk.processor.log.queue.capacity',
    ],
  },
  {
    title: 'OTEL_SDK_DISABLED',
    env: { OTEL_SDK_DISABLED: 'true' },
    ...off,
  },
];

const setupRows: Row[] = [
  { title: 'a configuration that is empty', setup: 'an empty object' },
  { title: 'traceExporter', setup: 'traceExporter' },
  {
    title: 'traceExporter and another exporter in the environment',
    setup: 'traceExporter',
    env: { OTEL_TRACES_EXPORTER: 'console' },
  },
  { title: 'spanProcessor', setup: 'spanProcessor' },
  { title: 'spanProcessors', setup: 'spanProcessors', spans: 2 },
  { title: 'spanProcessors: []', setup: 'no spanProcessors', spans: 0 },
  { title: 'logRecordProcessor', setup: 'logRecordProcessor' },
  { title: 'logRecordProcessors', setup: 'logRecordProcessors' },
  {
    title: 'logRecordProcessors: []',
    setup: 'no logRecordProcessors',
    logs: 0,
  },
  { title: 'metricReader', setup: 'metricReader' },
  { title: 'metricReaders', setup: 'metricReaders' },
  {
    title: 'metricReaders: []',
    setup: 'no metricReaders',
    instruments: [],
  },
  {
    title: 'M7 a metric reader with its own aggregation',
    setup: 'a metric reader with its own aggregation',
  },
  {
    title: 'M5 views, and all instruments get the attribute',
    setup: 'views',
    instruments: ['active', 'durations', 'level', 'tasks', 'memory'],
    tagged: ['active', 'durations', 'level', 'tasks'],
  },
  {
    title: 'M5 views, and instruments that are named',
    setup: 'views',
    options: { metrics: { instruments: ['durations', 'jobs'] } },
    instruments: ['active', 'durations', 'level', 'tasks', 'memory'],
    tagged: ['durations', 'tasks'],
  },
  {
    title: 'the default histogram aggregation of OTLP',
    env: {
      OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION:
        'base2_exponential_bucket_histogram',
    },
  },
  { title: 'everything given in code', setup: 'everything' },
];

const signalRows: Row[] = [
  {
    title: 'V spans without attributes',
    env: { OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS: 'none' },
  },
  {
    title: 'V log records without attributes',
    env: { OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS: 'none' },
  },
  {
    title: 'V metrics without attributes',
    env: { OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'none' },
    tagged: [],
  },
];

const hasStartNodeSdk = 'startNodeSdk' in sdkNode;
const startRows: Row[] = [
  { title: 'no variables' },
  { title: 'exporter console', env: exportersOf('console'), ...off },
  { title: 'exporter otlp,console', env: exportersOf('otlp,console') },
  { title: 'exporter none', env: exportersOf('none'), ...off },
  { title: 'exporter otlp,none', env: exportersOf('otlp,none'), ...off },
  { title: 'exporter unknown', env: exportersOf('unknown'), ...off },
  { title: 'exporter zipkin,otlp', env: exportersOf('zipkin,otlp') },
  { title: 'protocol http/json', env: protocolOf('http/json') },
  { title: 'protocol with spaces', env: protocolOf(' http/json ') },
  { title: 'protocol grpc', env: protocolOf('grpc'), grpc: true as const },
  { title: 'spanProcessors', setup: 'spanProcessors', spans: 2 },
  { title: 'spanProcessors: []', setup: 'no spanProcessors', spans: 0 },
  { title: 'logRecordProcessors', setup: 'logRecordProcessors' },
  { title: 'metricReaders', setup: 'metricReaders' },
  {
    title: "the SDK's metrics about itself",
    env: { OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true' },
    itself: [
      'otel.sdk.processor.span.queue.capacity',
      'otel.sdk.processor.log.queue.capacity',
    ],
  },
].map(row => ({
  ...row,
  title: `startNodeSdk, ${row.title}`,
  start: 'startNodeSdk',
}));

let plain: OtlpReceiver;
let ours: OtlpReceiver;

beforeAll(async () => {
  plain = await OtlpReceiver.start();
  ours = await OtlpReceiver.start();
});
afterAll(() => Promise.all([plain.stop(), ours.stop()]));

describe('what reaches the receiver with withBaggage is the same, plus the attributes', () => {
  test.each([
    ...exporterRows,
    ...protocolRows,
    ...setupRows,
    ...signalRows,
    ...(hasStartNodeSdk ? startRows : []),
  ])(
    '$title',
    async row => {
      const [without, withParts] = await Promise.all([
        runApp('app.cjs', environment(row, plain)),
        runApp('app.cjs', { ...environment(row, ours), BAGGAGE: '1' }),
      ]);
      const before = plain.take();
      const after = ours.take();

      expect([without.code, withParts.code]).toEqual([0, 0]);
      expectCounts(row, before);
      expect(stripped(after)).toEqual(stripped(before));
      expectAttributes(row, after);
      expect(tagged(before)).toEqual([]);
      expect(printed(withParts)).toEqual(printed(without));
      expect(warnings(withParts)).toBe(warnings(without));
    },
    90_000,
  );
});

function environment(
  { setup, env, grpc, start, options }: Row,
  receiver: OtlpReceiver,
): Record<string, string> {
  return {
    OTEL_LOG_LEVEL: 'warn',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    OTEL_EXPORTER_OTLP_ENDPOINT: grpc
      ? receiver.grpcEndpoint
      : receiver.httpEndpoint,
    OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${receiver.httpEndpoint}/zipkin`,
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
    SETUP: setup ?? 'nothing',
    START: start ?? 'NodeSDK',
    OPTIONS: JSON.stringify(options ?? {}),
    ...env,
  };
}

/** The row tests what it says. */
function expectCounts(
  { spans = 1, logs = 1, instruments = ALL, itself = [] }: Row,
  { traces, logs: records, metrics }: Received,
): void {
  expect(ofApp(traces).length).toBe(4 * spans);
  expect(ofApp(records).length).toBe(4 * logs);
  expect(new Set(ofApp(metrics).map(({ name }) => name))).toEqual(
    new Set(instruments),
  );
  expect(metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining(itself),
  );
}

/** On everything recorded for the request, and on nothing else. */
function expectAttributes(row: Row, received: Received): void {
  const { env = {}, tagged: instruments = SYNCHRONOUS } = row;
  const requested = (items: ReceivedItem[]) =>
    ofApp(items).filter(({ name, attributes }) =>
      [attributes.name, name.replace('did ', '')].some(
        value => value !== 'outside' && SPAN_NAMES.includes(`${value}`),
      ),
    );
  const expected = [
    ...(env.OTEL_BAGGAGE_SPAN_ATTRIBUTE_KEYS ? [] : requested(received.traces)),
    ...(env.OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS ? [] : requested(received.logs)),
    ...requested(received.metrics).filter(({ name }) =>
      instruments.includes(name),
    ),
  ];
  expect(tagged(received)).toEqual(expected);
}

function tagged({ traces, logs, metrics }: Received): ReceivedItem[] {
  const all = ofApp([...traces, ...logs, ...metrics]);
  expect(all.filter(({ attributes }) => 'secret' in attributes)).toEqual([]);
  return all.filter(({ attributes }) => attributes['tenant.id'] === 'acme');
}

function ofApp(items: ReceivedItem[]): ReceivedItem[] {
  return items.filter(({ scope }) => scope === 'app' || scope === 'zipkin');
}

/**
 * Without the attributes. Of the SDK's metrics about itself the names stay:
 * what they measure depends on the moment.
 */
function stripped({ requests, traces, logs, metrics }: Received): object {
  const bare = (items: ReceivedItem[]) =>
    items
      .map(item => {
        const attributes = { ...item.attributes };
        delete attributes['tenant.id'];
        return { ...item, attributes };
      })
      .map(item => JSON.stringify(item))
      .sort();
  return {
    requests,
    traces: bare(traces),
    logs: bare(logs),
    metrics: bare(ofApp(metrics)),
    itself: new Set(
      metrics.filter(({ scope }) => scope !== 'app').map(({ name }) => name),
    ),
  };
}

/** The spans, log records and instruments that console exporters printed. */
function printed({ stdout }: Ended): string[] {
  return stdout.match(/\b(name|body): '[^']*'/g) ?? [];
}

function warnings({ stderr }: Ended): number {
  return stderr.split('\n').filter(line => line !== '').length;
}
