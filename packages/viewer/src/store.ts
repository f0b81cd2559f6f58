import { deriveTrace, type Derived } from './derive-trace';
import type { Received } from './otlp';
import { entriesOf } from './span-baggage';
import type { DataPoint, LogLine, ReceivedSpan } from './types';

const MAX_TRACES = 5000;
const MAX_SPANS = 50_000;
const MAX_SPANS_OF_TRACE = 5000;
const MAX_LOGS = 10_000;
const MAX_SERIES = 10_000;
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_MS = 60 * 60 * 1000;
const MAX_KEYS = 500;
const MAX_SERVICES = 200;

/** The size of an item beside its texts, in bytes. */
const ITEM_BYTES = 400;

/** A trace that is kept, with what has arrived of it. */
export interface KeptTrace {
  traceId: string;
  spans: ReceivedSpan[];
  logs: LogLine[];
  bytes: number;
  changed: number;
  derived?: Derived;
}

/**
 * Keeps what was received: the last of it, bounded in number, bytes and time.
 * The oldest traces go first.
 */
export class Store {
  /** Called when something was added. */
  readonly listeners = new Set<() => void>();
  /** Counts what was ever received. */
  readonly counts = { spans: 0, logs: 0, dataPoints: 0 };
  /** Counts changes, to tell whether a result is out of date. */
  version = 0;
  private readonly kept = new Map<string, KeptTrace>();
  private lines: LogLine[] = [];
  private readonly series = new Map<string, DataPoint>();
  private readonly keys = new Set<string>();
  private readonly serviceNames = new Set<string>();
  private spanCount = 0;
  private bytes = 0;

  constructor(private readonly now: () => number = Date.now) {}

  add({ spans, logs, points }: Received): void {
    for (const span of spans) this.addSpan(span);
    for (const log of logs) this.addLog(log);
    for (const point of points) this.addPoint(point);
    this.evict();
    this.version++;
    for (const listener of this.listeners) listener();
  }

  /** The traces that are kept, the newest first. */
  traces(): KeptTrace[] {
    return [...this.kept.values()].reverse();
  }

  trace(traceId: string): KeptTrace | undefined {
    return this.kept.get(traceId);
  }

  /** Returns the data derived from a trace; remembered until it changes. */
  derived(trace: KeptTrace): Derived {
    return (trace.derived ??= deriveTrace(trace.spans, this.keys));
  }

  /** The log lines that are kept, the newest first. */
  logs(): LogLine[] {
    return [...this.lines].sort((a, b) => b.time - a.time);
  }

  /** The last value of each series. */
  dataPoints(): DataPoint[] {
    return [...this.series.values()];
  }

  /** The keys that were seen in baggage. */
  baggageKeys(): string[] {
    return [...this.keys].sort();
  }

  services(): string[] {
    return [...this.serviceNames].sort();
  }

  get traceCount(): number {
    return this.kept.size;
  }

  private addSpan(span: ReceivedSpan): void {
    this.counts.spans++;
    if (span.traceId === '' || span.spanId === '') return;
    this.addService(span.service);
    const { received, sent, context } = span.baggage;
    for (const entries of [context, entriesOf(received), entriesOf(sent)]) {
      for (const key in entries) {
        if (this.keys.size < MAX_KEYS) this.keys.add(key);
      }
    }
    const trace = this.traceOf(span.traceId);
    if (trace.spans.length >= MAX_SPANS_OF_TRACE) return;
    trace.spans.push(span);
    this.spanCount++;
    this.grow(trace, sizeOf(span));
  }

  private addLog(log: LogLine): void {
    this.counts.logs++;
    this.addService(log.service);
    this.lines.push(log);
    // Logs come before their spans now and then, and without one at times.
    const trace = log.traceId ? this.traceOf(log.traceId) : undefined;
    if (trace === undefined || trace.logs.length >= MAX_SPANS_OF_TRACE) return;
    trace.logs.push(log);
    this.grow(trace, sizeOf(log));
  }

  private addPoint(point: DataPoint): void {
    this.counts.dataPoints++;
    const { service, name, since, attributes } = point;
    const id = JSON.stringify([service, name, since, attributes]);
    // The newest of a series takes the place of those before.
    this.series.delete(id);
    this.series.set(id, point);
    if (this.series.size > MAX_SERIES) deleteFirst(this.series);
  }

  private addService(name: string): void {
    if (this.serviceNames.size < MAX_SERVICES) this.serviceNames.add(name);
  }

  private traceOf(traceId: string): KeptTrace {
    let trace = this.kept.get(traceId);
    if (trace === undefined) {
      trace = { traceId, spans: [], logs: [], bytes: 0, changed: 0 };
      this.kept.set(traceId, trace);
    }
    return trace;
  }

  private grow(trace: KeptTrace, bytes: number): void {
    trace.bytes += bytes;
    trace.changed = this.now();
    trace.derived = undefined;
    this.bytes += bytes;
  }

  private evict(): void {
    if (this.lines.length > MAX_LOGS) {
      this.lines.splice(0, this.lines.length - MAX_LOGS);
    }
    const oldest = this.now() - MAX_MS;
    for (const trace of this.kept.values()) {
      const isTooMuch =
        this.kept.size > MAX_TRACES ||
        this.spanCount > MAX_SPANS ||
        this.bytes > MAX_BYTES;
      if (!isTooMuch && trace.changed >= oldest) break;
      this.kept.delete(trace.traceId);
      this.spanCount -= trace.spans.length;
      this.bytes -= trace.bytes;
    }
    while (this.lines[0] && this.lines[0].time < oldest && this.lines[0].time) {
      this.lines.shift();
    }
  }
}

function sizeOf(item: ReceivedSpan | LogLine): number {
  return ITEM_BYTES + 2 * JSON.stringify(item).length;
}

function deleteFirst(map: Map<unknown, unknown>): void {
  map.delete(map.keys().next().value);
}
