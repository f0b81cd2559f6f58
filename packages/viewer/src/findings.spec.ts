import { findingsOf } from './findings';
import { statisticsOf } from './statistics';
import { Store } from './store';
import type { ReceivedSpan } from './types';

let store: Store;
let count: number;
beforeEach(() => {
  store = new Store();
  count = 0;
});

function requests(
  number: number,
  context: Record<string, string>,
  duration: number,
  status: ReceivedSpan['status'] = 'ok',
): string[] {
  return Array.from({ length: number }, () => {
    const traceId = (++count).toString(16).padStart(32, '0');
    const span: ReceivedSpan = {
      traceId,
      spanId: '1'.repeat(16),
      parentSpanId: null,
      service: 'shop',
      scope: '',
      name: 'GET /',
      kind: 'server',
      start: count,
      duration,
      status,
      attributes: {},
      baggage: {
        received: null,
        sent: null,
        droppedReceived: [],
        droppedSent: [],
        context,
        copied: [],
      },
    };
    store.add({ spans: [span], logs: [], points: [] });
    return traceId;
  });
}

test('says which value is slow, what always comes with it, and a trace that shows it', () => {
  requests(20, { 'tenant.id': 'acme', flag: 'off' }, 10);
  const slow = requests(20, { 'tenant.id': 'globex', flag: 'deep' }, 100);
  const [first, ...others] = findingsOf(store);
  expect(first!.text).toBe(
    'flag=deep is slow: p95 100 ms against 10 ms of the others; 100 % of its time in shop "GET /" (always with tenant.id=globex)',
  );
  expect(slow).toContain(first!.traceId);
  // The same requests are not named once more, by another key.
  expect(others).toEqual([]);
});

test('what a stronger finding explains is not said once more', () => {
  requests(60, { 'tenant.id': 'initech', tier: 'free' }, 10);
  requests(40, { 'tenant.id': 'acme', tier: 'gold' }, 11);
  requests(60, { 'tenant.id': 'globex', tier: 'gold', user: 'a' }, 100);
  requests(40, { 'tenant.id': 'globex', tier: 'gold', user: 'b' }, 101);
  const found = findingsOf(store);
  expect(found.map(({ key }) => key)).toEqual(['tenant.id']);
  expect(found[0]!.text).toMatch(/^tenant\.id=globex is slow/);
});

test('two causes are two findings', () => {
  requests(40, { 'tenant.id': 'acme', plan: 'a' }, 10);
  requests(20, { 'tenant.id': 'globex', plan: 'a' }, 100);
  requests(20, { 'tenant.id': 'acme', plan: 'b' }, 40);
  const texts = findingsOf(store).map(({ text }) => text);
  expect(texts).toEqual([
    expect.stringMatching(/^tenant\.id=globex is slow: p95 100 ms against 40 /),
    expect.stringMatching(
      /^plan=b is slow: p95 40 ms against 10 .*; not counting tenant\.id=globex$/,
    ),
  ]);
});

test('says which value fails more often, and a trace that shows it', () => {
  requests(20, { 'tenant.id': 'acme' }, 10);
  requests(15, { 'tenant.id': 'globex' }, 10);
  const failed = requests(5, { 'tenant.id': 'globex' }, 10, 'error');
  const [first] = findingsOf(store);
  expect(first!.text).toBe(
    'tenant.id=globex fails more often: 25 % of its requests against 0 % of the others; in shop "GET /"',
  );
  expect(failed).toContain(first!.traceId);
});

test('says nothing where all are alike, or too few', () => {
  requests(20, { 'tenant.id': 'acme' }, 10);
  requests(20, { 'tenant.id': 'globex' }, 11);
  requests(5, { 'tenant.id': 'initech' }, 500);
  expect(findingsOf(store)).toEqual([]);
});

test('counts by value, those over 100 together', () => {
  for (let i = 0; i < 150; i++) requests(1, { 'user.id': `${i}` }, 10);
  requests(2, {}, 10);
  const { rows } = statisticsOf(store, 'user.id');
  expect(rows.length).toBeLessThanOrEqual(102);
  expect(rows.find(({ value }) => value === '_other')!.requests).toBe(51);
  expect(rows.reduce((sum, row) => sum + row.requests, 0)).toBe(152);
});
