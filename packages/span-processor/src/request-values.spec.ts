import type { Span } from '@opentelemetry/api';
import { context, diag, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { type BaggageInput, getBaggageValue } from '@otel-baggage/core';
import {
  captureDiag,
  noEntries,
  requestMetadata,
  requestValues,
  throwingProxy,
} from '@otel-baggage/test-support';
import { BaggageSpanProcessor, runWithBaggageOnSpan } from './index';

const provider = new TracerProvider({
  spanProcessors: [new BaggageSpanProcessor({ included: ['*'] })],
});

function startSpan(): Span & { attributes: object } {
  return provider.getTracer('test').startSpan('GET') as Span & {
    attributes: object;
  };
}

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  captureDiag();
});
afterEach(() => {
  context.disable();
  diag.disable();
});

describe('C2a, A8 runWithBaggageOnSpan', () => {
  test.each(requestValues)('C2a, A8 with %s', (_name, value, outcome) => {
    const span = startSpan();
    const seen = context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
      runWithBaggageOnSpan({ a: value, other: '2' } as never, () =>
        getBaggageValue('a'),
      ),
    );
    const text = typeof outcome === 'string' ? undefined : outcome.text;
    expect(seen).toBe(text);
    expect(span.attributes).toEqual(
      text === undefined ? { other: '2' } : { a: text, other: '2' },
    );
  });

  test.each([
    ...noEntries,
    ...requestMetadata.map(([name, metadata]): [string, unknown] => [
      `${name} as metadata`,
      { a: { value: '1', metadata } },
    ]),
  ])(
    'C2a %s: the function runs, and gives or throws what it does',
    (_name, entries) => {
      const active = trace.setSpan(ROOT_CONTEXT, startSpan());
      const result = {};
      const mine = new RangeError('mine');
      const fail = () => {
        throw mine;
      };
      context.with(active, () => {
        const given = entries as BaggageInput;
        expect(runWithBaggageOnSpan(given, () => result)).toBe(result);
        expect(() => runWithBaggageOnSpan(given, fail)).toThrow(mine);
      });
    },
  );
});

describe('C2a, A8 a span of another library', () => {
  const fails = () => {
    throw new Error('not today');
  };
  const spans: [string, object][] = [
    ['is frozen', Object.freeze(startSpan())],
    ['is sealed', Object.seal(startSpan())],
    ['throws', { isRecording: fails, setAttribute: fails, spanContext: fails }],
    ['is no span', {}],
    ['is a proxy that throws', throwingProxy()],
  ];

  test.each(spans)('C2a that %s: the function runs', (_name, span) => {
    const of = (given: object) => given as Span;
    const active = trace.setSpan(ROOT_CONTEXT, of(span));
    const served = setRPCMetadata(ROOT_CONTEXT, {
      type: RPCType.HTTP,
      span: of(span),
    });
    for (const before of [active, served]) {
      const seen = context.with(before, () =>
        runWithBaggageOnSpan({ a: '1' }, () => getBaggageValue('a')),
      );
      expect(seen).toBe('1');
    }
  });
});
