import {
  baggageEntryMetadataFromString,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type Baggage,
  type TextMapPropagator,
} from '@opentelemetry/api';
import * as upstreamLogs from '@opentelemetry/baggage-log-record-processor';
import * as upstreamSpans from '@opentelemetry/baggage-span-processor';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
  type LogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { runWithBaggage } from '@otel-baggage/core';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import * as metrics from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';
import { run } from '../support/run';
import { MarkdownFile } from './markdown-file';
import { tableRowsOf } from './markdown-tables';
import { environment } from './run-blocks';

// The rows of "Why" in the README, each tried with both.

const included = ['tenant.id'];
const allow = upstreamSpans.ALLOW_ALL_BAGGAGE_KEYS;

const TRIED: Record<string, () => void> = {
  'attributes from baggage': () => {
    const upstream = [
      ...Object.keys(upstreamSpans),
      ...Object.keys(upstreamLogs),
    ].filter(name => name.endsWith('Processor'));
    expect(upstream).toEqual([
      'BaggageSpanProcessor',
      'BaggageLogRecordProcessor',
    ]);
    expect(metrics).toHaveProperty('createBaggageAttributesProcessor');
  },

  'hosts that receive the header': () => {
    const ours = new BaggagePropagator({
      egress: { hosts: ['*.example.com'] },
    });
    expect(headerBy(new W3CBaggagePropagator(), { 'tenant.id': 'acme' })).toBe(
      'tenant.id=acme',
    );
    expect(headerBy(ours, { 'tenant.id': 'acme' })).toBeUndefined();
  },

  'attributes already on a span or log record': () => {
    expect([
      spanWith(new upstreamSpans.BaggageSpanProcessor(allow)),
      logWith(new upstreamLogs.BaggageLogRecordProcessor(allow)),
    ]).toEqual(['baggage', 'baggage']);
    expect([
      spanWith(new BaggageSpanProcessor({ included })),
      logWith(new BaggageLogRecordProcessor({ included })),
    ]).toEqual(['own', 'own']);
  },

  'adding baggage to `NodeSDK`': () => {
    const upstream = `{ spanProcessors: [new (require('@opentelemetry/baggage-span-processor').BaggageSpanProcessor)(() => true)] }`;
    const ours = `require('@otel-baggage/node').withBaggage({}, { included: ['tenant.id'] })`;
    expect(spansPrintedWith(upstream)).toBe(0);
    expect(spansPrintedWith(ours)).toBe(1);
  },

  'CR LF in metadata': () => {
    const entry = {
      value: 'acme',
      metadata: baggageEntryMetadataFromString('a=b\r\nx-admin: 1'),
    };
    const baggage = propagation.createBaggage({ 'tenant.id': entry });
    expect(headerOf(new W3CBaggagePropagator(), baggage)).toContain('\r\n');
    expect(headerOf(new BaggagePropagator(), baggage)).toBe(
      'tenant.id=acme;a=b%0D%0Ax-admin:%201',
    );
  },

  'a lone surrogate in a value': () => {
    const entries = { 'tenant.id': '\ud800' };
    expect(() => headerBy(new W3CBaggagePropagator(), entries)).toThrow(
      URIError,
    );
    expect(headerBy(new BaggagePropagator(), entries)).toBe(
      'tenant.id=%EF%BF%BD',
    );
  },
};

const EMPTY = 'tenant.id=acme,plan=';
const LONG = `tenant.id=acme,long=${'x'.repeat(4097)}`;
const ILL_FORMED = 'tenant.id=acme,name=%FF';
const ENCODED = 'tenant.id=a%2Cb%21';

const TRIED_MORE: Record<string, () => void> = {
  'an empty value': () => {
    expect(keysBy(new W3CBaggagePropagator(), EMPTY)).toEqual(['tenant.id']);
    expect(keysBy(new BaggagePropagator(), EMPTY)).toEqual([
      'tenant.id',
      'plan',
    ]);
  },

  'an entry of more than 4096 bytes': () => {
    expect(keysBy(new W3CBaggagePropagator(), LONG)).toEqual(['tenant.id']);
    expect(keysBy(new BaggagePropagator(), LONG)).toEqual([
      'tenant.id',
      'long',
    ]);
  },

  'ill-formed UTF-8 in a value': () => {
    expect(
      baggageBy(new W3CBaggagePropagator(), ILL_FORMED).getEntry('name'),
    ).toBeUndefined();
    expect(
      baggageBy(new BaggagePropagator(), ILL_FORMED).getEntry('name'),
    ).toMatchObject({ value: '\ufffd' });
  },

  'entries that are only forwarded': () => {
    for (const [propagator, sent] of [
      [new W3CBaggagePropagator(), 'tenant.id=a%2Cb!'],
      [new BaggagePropagator(), ENCODED],
    ] as const) {
      const received = baggageBy(propagator, ENCODED);
      expect(headerOf(propagator, received)).toBe(sent);
    }
  },
};

const inComparison = tableRowsOf(new MarkdownFile('docs/comparison.md').text)
  .filter(({ heading }) => heading === 'Upstream JavaScript packages')
  .map(({ cells }) => cells[0]!)
  .filter(cell => cell !== '');
const rows = tableRowsOf(new MarkdownFile('README.md').text)
  .filter(({ heading }) => heading === 'Why')
  .map(({ cells }) => cells[0]!)
  .filter(cell => cell !== '');

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
});
afterAll(() => context.disable());

test.each(rows)('the row "%s" is true', row => {
  expect(Object.keys(TRIED)).toContain(row);
  TRIED[row]!();
});

test.each(inComparison)('the row "%s" of the comparison is true', row => {
  expect(Object.keys(TRIED_MORE)).toContain(row);
  TRIED_MORE[row]!();
});

test('no row is tried that is not there', () => {
  expect(Object.keys(TRIED_MORE)).toEqual(inComparison);
  expect(Object.keys(TRIED)).toEqual(rows);
});

function headerBy(
  propagator: TextMapPropagator,
  entries: Record<string, string>,
): string | undefined {
  const withValues = Object.entries(entries).map(
    ([key, value]) => [key, { value }] as const,
  );
  const baggage = propagation.createBaggage(Object.fromEntries(withValues));
  return headerOf(propagator, baggage);
}

function headerOf(
  propagator: TextMapPropagator,
  baggage: Baggage,
): string | undefined {
  const carrier: Record<string, string> = {};
  const withBaggage = propagation.setBaggage(ROOT_CONTEXT, baggage);
  propagator.inject(withBaggage, carrier, defaultTextMapSetter);
  return carrier.baggage;
}

function baggageBy(propagator: TextMapPropagator, header: string): Baggage {
  const carrier = { baggage: header };
  const extracted = propagator.extract(
    ROOT_CONTEXT,
    carrier,
    defaultTextMapGetter,
  );
  return propagation.getBaggage(extracted)!;
}

function keysBy(propagator: TextMapPropagator, header: string): string[] {
  return baggageBy(propagator, header)
    .getAllEntries()
    .map(([key]) => key);
}

function spanWith(processor: SpanProcessor): unknown {
  const exporter = new InMemorySpanExporter();
  const simple = new SimpleSpanProcessor({ exporter });
  const provider = new TracerProvider({ spanProcessors: [processor, simple] });
  const attributes = { 'tenant.id': 'own' };
  runWithBaggage({ 'tenant.id': 'baggage' }, () =>
    provider.getTracer('test').startSpan('work', { attributes }).end(),
  );
  return exporter.getFinishedSpans()[0]!.attributes['tenant.id'];
}

function logWith(processor: LogRecordProcessor): unknown {
  const exporter = new InMemoryLogRecordExporter();
  const simple = new SimpleLogRecordProcessor({ exporter });
  const provider = new LoggerProvider({ processors: [processor, simple] });
  const attributes = { 'tenant.id': 'own' };
  runWithBaggage({ 'tenant.id': 'baggage' }, () =>
    provider.getLogger('test').emit({ body: 'done', attributes }),
  );
  return exporter.getFinishedLogRecords()[0]!.attributes['tenant.id'];
}

/** How many spans the exporter of the environment prints. */
function spansPrintedWith(config: string): number {
  const program = `
    const { NodeSDK } = require('@opentelemetry/sdk-node');
    const { trace } = require('@opentelemetry/api');
    const sdk = new NodeSDK(${config});
    sdk.start();
    trace.getTracer('test').startSpan('work').end();
    sdk.shutdown();`;
  const env = {
    ...environment(),
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const printed = run({ cwd: __dirname, env }, process.execPath, '-e', program);
  return printed.split("name: 'work'").length - 1;
}
