import type { KeptTrace, Store } from './store';
import { ownValue, quantile } from './statistics';
import type { Finding, ReceivedSpan } from './types';

/** With fewer requests nothing is said of a value. */
const MIN_REQUESTS = 10;
const MIN_ERRORS = 3;
/** A key with more values tells single requests apart, not groups. */
const MAX_VALUES = 50;
/** A value stands out where it is so many times the others. */
const SLOW_FACTOR = 1.5;
const ERROR_FACTOR = 2;
const MAX_OF_A_KIND = 3;

interface Request {
  trace: KeptTrace;
  span: ReceivedSpan;
  entries: Record<string, string>;
}

interface Group {
  key: string;
  value: string;
  requests: Request[];
  others: Request[];
}

/** Returns the findings, the strongest first, each with a trace that shows it. */
export function findingsOf(store: Store): Finding[] {
  const requests = store.traces().flatMap(trace => {
    const { requests: spans, entries } = store.derived(trace);
    // Entries that are set later in the request count too.
    return spans.map((span): Request => ({ trace, span, entries }));
  });
  const groups = store.baggageKeys().flatMap(key => groupsOf(key, requests));
  return [...best(groups, slow), ...best(groups, failing)];
}

/** A group that stands out. */
interface Scored {
  score: number;
  tell(): Finding;
}

type Measure = (group: Group) => Scored | undefined;

/**
 * Finds the groups that stand out most. The requests of one finding are not counted for the next:
 * a value that stands out by these alone would say the same again.
 */
function best(groups: Group[], measure: Measure): Finding[] {
  const found: Finding[] = [];
  const named: string[] = [];
  let left = groups;
  while (found.length < MAX_OF_A_KIND) {
    let first: { group: Group; scored: Scored } | undefined;
    for (const group of left) {
      const scored = measure(group);
      if (scored && scored.score > (first?.scored.score ?? 0)) {
        first = { group, scored };
      }
    }
    if (first === undefined) break;
    const { key, value, requests } = first.group;
    const finding = first.scored.tell();
    if (named.length > 0) finding.text += `; not counting ${named.join(', ')}`;
    found.push(finding);
    named.push(`${key}=${value}`);
    left = left.flatMap(group => without(group, new Set(requests)));
  }
  return found;
}

function without(group: Group, explained: ReadonlySet<Request>): Group[] {
  const rest = (all: Request[]) => all.filter(one => !explained.has(one));
  const requests = rest(group.requests);
  const others = rest(group.others);
  return isLarge(requests, others) ? [{ ...group, requests, others }] : [];
}

function isLarge(...groups: Request[][]): boolean {
  return groups.every(({ length }) => length >= MIN_REQUESTS);
}

function groupsOf(key: string, requests: Request[]): Group[] {
  const byValue = groupBy(requests, ({ entries }) => ownValue(entries, key));
  if (byValue.size > MAX_VALUES) return [];
  return [...byValue].flatMap(([value, group]) => {
    if (value === undefined || !isLarge(group)) return [];
    const own = new Set(group);
    const others = requests.filter(request => !own.has(request));
    return isLarge(others) ? [{ key, value, requests: group, others }] : [];
  });
}

/** `Map.groupBy` comes with Node.js 21. */
function groupBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function slow({ key, value, requests, others }: Group): Scored | undefined {
  const of = (share: number) => durationOf(requests, share);
  const rest = (share: number) => durationOf(others, share);
  if (of(0.5) < SLOW_FACTOR * rest(0.5)) return undefined;
  return {
    // Of most of its requests: a group that only contains the slow ones has less.
    score: of(0.25) / Math.max(rest(0.75), 0.1),
    tell() {
      const { service, name, share } = slowestSpan(requests);
      const cause = alwaysWith(key, requests, others);
      return {
        key,
        text:
          `${key}=${value} is slow: p95 ${ms(of(0.95))} against ${ms(rest(0.95))} of the others; ` +
          `${percent(share)} of its time in ${service} "${name}"${cause}`,
        traceId: nearest(requests, of(0.95)).trace.traceId,
      };
    },
  };
}

function failing({ key, value, requests, others }: Group): Scored | undefined {
  const failed = requests.filter(isFailed);
  const rate = errorRate(requests);
  const rest = errorRate(others);
  if (failed.length < MIN_ERRORS || rate < ERROR_FACTOR * rest) {
    return undefined;
  }
  return {
    score: rate / Math.max(rest, 0.01),
    tell: () => ({
      key,
      text:
        `${key}=${value} fails more often: ${percent(rate)} of its requests against ${percent(rest)} of the others; ` +
        `in ${failedCall(failed[0]!.trace.spans)}`,
      traceId: failed[0]!.trace.traceId,
    }),
  };
}

function isFailed({ span }: Request): boolean {
  return span.status === 'error';
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}

function percent(rate: number): string {
  return `${Math.round(rate * 1000) / 10} %`;
}

function errorRate(requests: Request[]): number {
  return requests.filter(isFailed).length / requests.length;
}

function durationOf(requests: Request[], share: number): number {
  return quantile(
    requests.map(({ span }) => span.duration),
    share,
  )!;
}

function nearest(requests: Request[], duration: number): Request {
  return [...requests].sort(
    (a, b) =>
      Math.abs(a.span.duration - duration) -
      Math.abs(b.span.duration - duration),
  )[0]!;
}

/** The last call that was begun and failed: the innermost. */
function failedCall(spans: ReceivedSpan[]): string {
  const [span] = spans
    .filter(({ status }) => status === 'error')
    .sort((a, b) => b.start - a.start);
  const { service, name, kind, attributes } = span!;
  const host = attributes['server.address'];
  const to = kind === 'client' && host ? ` to ${String(host)}` : '';
  return `${service} "${name}"${to}`;
}

/** In which span, by service and name, most of the time of requests goes. */
function slowestSpan(requests: Request[]) {
  const times = new Map<string, number>();
  let all = 0;
  for (const { trace, span: root } of requests) {
    all += root.duration;
    const children = groupBy(
      trace.spans.filter(({ kind }) => kind !== 'consumer'),
      ({ parentSpanId }) => parentSpanId,
    );
    for (const span of trace.spans) {
      const own = span.duration - covered(children.get(span.spanId) ?? []);
      const id = JSON.stringify([span.service, span.name]);
      times.set(id, (times.get(id) ?? 0) + own);
    }
  }
  const [id, time] = [...times].sort(([, a], [, b]) => b - a)[0]!;
  const [service, name] = JSON.parse(id) as [string, string];
  return { service, name, share: Math.min(1, time / all) };
}

/** For how long at least one of the spans was running. */
function covered(spans: ReceivedSpan[]): number {
  let sum = 0;
  let end = -Infinity;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const spanEnd = span.start + span.duration;
    sum += Math.max(0, spanEnd - Math.max(end, span.start));
    end = Math.max(end, spanEnd);
  }
  return sum;
}

/** Another entry that all of these requests have, and none of the others. */
function alwaysWith(key: string, requests: Request[], others: Request[]) {
  const [first, ...rest] = requests;
  const cause = Object.entries(first!.entries).find(
    ([name, value]) =>
      name !== key &&
      rest.every(({ entries }) => ownValue(entries, name) === value) &&
      others.every(({ entries }) => ownValue(entries, name) !== value),
  );
  return cause ? ` (always with ${cause[0]}=${cause[1]})` : '';
}
