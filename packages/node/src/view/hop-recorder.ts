import {
  type Context,
  createContextKey,
  propagation,
  type Span,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import {
  BAGGAGE_HEADER,
  type DroppedMember,
  parseBaggage,
  serializeBaggage,
} from '@otel-baggage/core';
import { isTracingSuppressed } from '@otel-baggage/core/internal';
import type { BaggageOptions } from '../types';

/** Switches it on. `otel-baggage view` sets it; it shows values. */
export const VIEW_VARIABLE = 'OTEL_BAGGAGE_VIEW';

/** Attributes that the viewer reads, and removes before it shows the span. */
const ATTRIBUTES = {
  /** The header as it came in. */
  received: 'otel_baggage.received',
  droppedReceived: 'otel_baggage.received.dropped',
  /** The header as it went out; empty where none did. */
  sent: 'otel_baggage.sent',
  droppedSent: 'otel_baggage.sent.dropped',
  /** The baggage of the span's context, as a header. */
  context: 'otel_baggage.context',
  /** The names of the attributes that were copied from it. */
  copied: 'otel_baggage.copied',
  egress: 'otel_baggage.egress',
};

/** A header of any length can come in (rule E10). */
const MAX_CHARACTERS = 65_536;
const MAX_DROPPED = 200;
/** The context's baggage may be larger than what could be sent. */
const ALL = { maxEntries: 1000, maxBytes: 65_536 };

const RECEIVED = createContextKey('@otel-baggage/node received header');

/** Until the first span that is started with it has it. */
interface ReceivedHeader {
  text: string;
  dropped: string;
  isNoted: boolean;
}

type Drop = Partial<Pick<DroppedMember, 'key' | 'offset'>> &
  Omit<DroppedMember, 'reason'> & { reason: string };

/**
 * Writes the header at each hop onto spans, for `otel-baggage view`. It stands
 * around the propagator, so that every transport shows it and no
 * instrumentation has to be configured. Never throws.
 */
export class HopRecorder {
  constructor(private readonly options: BaggageOptions) {}

  /** The propagator, with each header that it reads and writes noted. */
  around<P extends TextMapPropagator>(propagator: P): P {
    const inject = <Carrier>(
      context: Context,
      carrier: Carrier,
      setter: TextMapSetter<Carrier>,
    ) => {
      let sent: string | undefined;
      propagator.inject(context, carrier, {
        set(to, name, value) {
          if (name.toLowerCase() === BAGGAGE_HEADER) sent = value;
          setter.set(to, name, value);
        },
      });
      this.noteSent(context, sent);
    };
    const extract = <Carrier>(
      context: Context,
      carrier: Carrier,
      getter: TextMapGetter<Carrier>,
    ): Context => {
      let received: unknown;
      const extracted = propagator.extract(context, carrier, {
        keys: from => getter.keys(from),
        get(from, name) {
          const value = getter.get(from, name);
          if (name.toLowerCase() === BAGGAGE_HEADER) received ??= value;
          return value;
        },
      });
      return received === undefined
        ? extracted
        : this.withReceived(extracted, received);
    };
    return Object.create(propagator, {
      inject: { value: inject, writable: true },
      extract: { value: extract, writable: true },
    });
  }

  /** Notes on a span what it was started with. */
  noteStart(span: Span, context: Context, copied: readonly string[]): void {
    if (!span.isRecording()) return;
    this.noteContext(span, context, copied);
    const received = context.getValue(RECEIVED) as ReceivedHeader | undefined;
    if (received === undefined || received.isNoted) return;
    received.isNoted = true;
    span.setAttribute(ATTRIBUTES.received, received.text);
    span.setAttribute(ATTRIBUTES.droppedReceived, received.dropped);
  }

  /** Notes on a span which baggage it has now. */
  noteContext(span: Span, context: Context, copied: readonly string[]): void {
    const baggage = propagation.getBaggage(context);
    const header = baggage && serializeBaggage(baggage, ALL).header;
    span.setAttribute(ATTRIBUTES.context, header ?? '');
    if (copied.length > 0) span.setAttribute(ATTRIBUTES.copied, [...copied]);
  }

  private noteSent(context: Context, sent: string | undefined): void {
    const span = trace.getSpan(context);
    if (!span?.isRecording() || isTracingSuppressed(context)) return;
    span.setAttribute(ATTRIBUTES.sent, (sent ?? '').slice(0, MAX_CHARACTERS));
    const dropped = this.notSent(context, sent);
    if (dropped.length > 0) {
      span.setAttribute(ATTRIBUTES.droppedSent, textOf(dropped));
    }
    if (this.options.egress?.hosts === undefined) return;
    const isRefused = dropped.some(
      ({ reason }) => reason === 'host_not_allowed',
    );
    if (isRefused) span.setAttribute(ATTRIBUTES.egress, 'not_allowed');
    else if (sent) span.setAttribute(ATTRIBUTES.egress, 'allowed');
  }

  /** The entries of the context that are not in the header, with the reason. */
  private notSent(context: Context, sent: string | undefined): Drop[] {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined) return [];
    const { maxEntries, maxBytes, egress } = this.options;
    const went = parseBaggage(sent).baggage;
    const isLost = (key: string | undefined) =>
      key === undefined || went.getEntry(key) === undefined;
    const { header, dropped } = serializeBaggage(baggage, {
      maxEntries,
      maxBytes,
    });
    const reason =
      sent === undefined && egress?.hosts ? 'host_not_allowed' : 'not_allowed';
    const refused = parseBaggage(header, ALL).kept.map(
      ({ position, key, bytes }): Drop => ({ position, key, bytes, reason }),
    );
    return [...dropped, ...refused].filter(({ key }) => isLost(key));
  }

  private withReceived(context: Context, received: unknown): Context {
    try {
      const { maxEntries, maxBytes } = this.options;
      const header = received as string | string[];
      const { kept, dropped } = parseBaggage(header, { maxEntries, maxBytes });
      const accepted = propagation.getBaggage(context);
      const refused = kept
        .filter(({ key }) => accepted?.getEntry(key) === undefined)
        .map((member): Drop => ({ ...member, reason: 'not_allowed' }));
      const note: ReceivedHeader = {
        text: [header].flat().map(String).join(',').slice(0, MAX_CHARACTERS),
        dropped: textOf([...dropped, ...refused]),
        isNoted: false,
      };
      return context.setValue(RECEIVED, note);
    } catch {
      return context;
    }
  }
}

/** `[position, offset, bytes, reason, key]` of each, as JSON. */
function textOf(dropped: readonly Drop[]): string {
  return JSON.stringify(
    dropped
      .slice(0, MAX_DROPPED)
      .map(({ position, offset = null, bytes, reason, key }) => [
        position,
        offset,
        bytes,
        reason,
        key,
      ]),
  );
}
