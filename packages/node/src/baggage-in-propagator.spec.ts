import type {
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import * as core from '@opentelemetry/core';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { listWithBaggagePart, withBaggagePart } from './baggage-in-propagator';

const ours = new BaggagePropagator();
const traceContext = new core.W3CTraceContextPropagator();
const upstream = new core.W3CBaggagePropagator();

/** Only our propagator keeps this key as it is; upstream's encodes it. */
const TELLING_KEY = "it's";

const context = propagation.setBaggage(
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    traceFlags: 1,
  }),
  propagation.createBaggage({ a: { value: 'x=y' } }),
);

/** How often each header is written, and what by. */
function headersOf(propagator: TextMapPropagator): string[] {
  const written: string[] = [];
  propagator.inject(context, written, {
    set: (_carrier, name, value) => written.push(`${name}: ${value}`),
  });
  return written;
}

const TRACEPARENT = `traceparent: 00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
const OURS = 'baggage: a=x%3Dy';

class OwnPropagator implements TextMapPropagator {
  constructor(private readonly field: string) {}
  inject(_context: Context, carrier: unknown, setter: TextMapSetter) {
    setter.set(carrier, this.field, 'own');
  }
  extract(given: Context, _carrier: unknown, _getter: TextMapGetter) {
    return given;
  }
  fields() {
    return [this.field];
  }
}

describe('withBaggagePart', () => {
  test('puts ours in the place of the upstream propagator', () => {
    expect(withBaggagePart(upstream, ours, core)).toBe(ours);
  });

  test('puts ours in its place in a composite, in the same order', () => {
    const composite = new core.CompositePropagator({
      propagators: [upstream, traceContext],
    });
    const completed = withBaggagePart(composite, ours, core);
    expect(headersOf(completed)).toEqual([OURS, TRACEPARENT]);
    expect(
      (completed as unknown as { _propagators: unknown[] })._propagators,
    ).toEqual([ours, traceContext]);
    expect(completed.fields()).toEqual([
      'baggage',
      'traceparent',
      'tracestate',
    ]);
  });

  test('puts ours in its place in a composite of composites', () => {
    const completed = withBaggagePart(
      new core.CompositePropagator({
        propagators: [
          new OwnPropagator('x-own'),
          new core.CompositePropagator({
            propagators: [traceContext, upstream],
          }),
        ],
      }),
      ours,
      core,
    );
    expect(headersOf(completed)).toEqual(['x-own: own', TRACEPARENT, OURS]);
    const received = completed.extract(
      ROOT_CONTEXT,
      { baggage: `${TELLING_KEY}=1` },
      defaultTextMapGetter,
    );
    expect(propagation.getBaggage(received)?.getEntry(TELLING_KEY)).toEqual({
      value: '1',
    });
  });

  test('adds ours behind a propagator that carries no baggage', () => {
    const completed = withBaggagePart(traceContext, ours, core);
    expect(headersOf(completed)).toEqual([TRACEPARENT, OURS]);
  });

  test("leaves a user's own way of carrying baggage, and writes it once", () => {
    const own = new OwnPropagator('baggage');
    expect(withBaggagePart(own, ours, core)).toBe(own);

    const composite = new core.CompositePropagator({
      propagators: [traceContext, own],
    });
    expect(withBaggagePart(composite, ours, core)).toBe(composite);
  });

  test('does nothing the second time', () => {
    const once = withBaggagePart(traceContext, ours, core);
    expect(withBaggagePart(once, new BaggagePropagator(), core)).toBe(once);
  });

  test('takes a propagator without fields(), as before API 1.0', () => {
    const old = {
      inject: traceContext.inject.bind(traceContext),
      extract: traceContext.extract.bind(traceContext),
    } as TextMapPropagator;
    const completed = withBaggagePart(old, ours, core);
    const carrier = {};
    completed.inject(context, carrier, defaultTextMapSetter);
    expect(Object.keys(carrier)).toEqual(['traceparent', 'baggage']);
  });
});

describe('listWithBaggagePart', () => {
  test('puts ours in the place of the upstream propagator', () => {
    expect(listWithBaggagePart([upstream, traceContext], ours, core)).toEqual([
      ours,
      traceContext,
    ]);
  });

  test('adds ours where there is no baggage', () => {
    expect(listWithBaggagePart([traceContext], ours, core)).toEqual([
      traceContext,
      ours,
    ]);
  });

  test("leaves a user's own way of carrying baggage", () => {
    const own = new OwnPropagator('baggage');
    expect(listWithBaggagePart([traceContext, own], ours, core)).toEqual([
      traceContext,
      own,
    ]);
  });
});
