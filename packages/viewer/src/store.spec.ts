import { Store } from './store';
import type { ReceivedSpan } from './types';

let now = 0;
const spanOf = (id: number, attributes = {}): ReceivedSpan => ({
  traceId: id.toString(16).padStart(32, '0'),
  spanId: '1'.repeat(16),
  parentSpanId: null,
  service: 'test',
  scope: '',
  name: '',
  kind: 'server',
  start: 0,
  duration: 0,
  status: 'unset',
  attributes,
  baggage: {
    received: null,
    sent: null,
    droppedReceived: [],
    droppedSent: [],
    copied: [],
  },
});
const add = (store: Store, ...spans: ReceivedSpan[]) =>
  store.add({ spans, logs: [], points: [] });

test('keeps so many traces, the newest', () => {
  const store = new Store();
  for (let i = 1; i <= 6000; i++) add(store, spanOf(i));
  expect(store.traceCount).toBe(5000);
  expect(store.counts.spans).toBe(6000);
  expect(store.traces()[0]!.traceId).toBe(spanOf(6000).traceId);
});

test('keeps so many spans of one trace, and in all', () => {
  const store = new Store();
  for (let i = 0; i < 20; i++) {
    add(store, ...Array.from({ length: 6000 }, () => spanOf(i)));
  }
  const counts = store.traces().map(({ spans }) => spans.length);
  expect(Math.max(...counts)).toBe(5000);
  expect(counts.reduce((a, b) => a + b)).toBeLessThanOrEqual(50_000);
});

test('keeps so many bytes', () => {
  const store = new Store();
  const text = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 200; i++) add(store, spanOf(i, { text }));
  expect(store.traceCount).toBeLessThan(65);
});

test('keeps a trace for an hour', () => {
  const store = new Store(() => now);
  add(store, spanOf(1));
  now = 61 * 60 * 1000;
  add(store, spanOf(2));
  expect(store.traces().map(({ traceId }) => traceId)).toEqual([
    spanOf(2).traceId,
  ]);
});

test('follows a chain of spans however long', () => {
  const store = new Store();
  const chain = Array.from({ length: 5000 }, (_, index) => ({
    ...spanOf(1),
    spanId: `${index}`.padStart(16, '0'),
    parentSpanId: index === 0 ? null : `${index - 1}`.padStart(16, '0'),
  }));
  add(store, ...chain);
  const [trace] = store.traces();
  expect(store.derived(trace!).root!.spanId).toBe('0'.repeat(16));
});
