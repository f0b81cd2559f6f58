import {
  ROOT_CONTEXT,
  propagation,
  type Baggage,
  type BaggageEntry,
} from '@opentelemetry/api';
import {
  BaggageAttributeSelector,
  DropDiagnostics,
} from '@otel-baggage/core/internal';
import { createBaggageAttributesProcessor } from '@otel-baggage/metrics';
import { type BaggageOptions } from '@otel-baggage/node';
import { signalOptions, type BaggageSignal } from '@otel-baggage/node/internal';
import type { EntryAttribute } from './types';

type Attributes = (baggage: Baggage) => [name: string, value: unknown][];

/**
 * Says which attributes an entry becomes, by asking what the processors ask.
 * Earlier values that metrics remember (rule M6) are not considered.
 */
export class EntryAttributes {
  private readonly signals: [BaggageSignal, Attributes][] = [];

  constructor(options: BaggageOptions) {
    for (const signal of ['spans', 'logs'] as const) {
      const selection = signalOptions(options, signal);
      if (selection === undefined) continue;
      const selector = new BaggageAttributeSelector(
        selection,
        new DropDiagnostics('@otel-baggage/cli', signal),
      );
      this.signals.push([
        signal,
        baggage =>
          selector.select(baggage).map(({ name, value }) => [name, value]),
      ]);
    }
    const metrics = signalOptions(options, 'metrics');
    if (metrics === undefined) return;
    const selection = { ...metrics };
    delete selection.instruments;
    this.signals.push([
      'metrics',
      baggage =>
        Object.entries(
          createBaggageAttributesProcessor(selection).process(
            {},
            propagation.setBaggage(ROOT_CONTEXT, baggage),
          ),
        ),
    ]);
  }

  of(key: string, entry: BaggageEntry): EntryAttribute[] {
    const baggage = propagation.createBaggage({ [key]: entry });
    return this.signals.flatMap(([signal, attributes]) =>
      attributes(baggage).map(([name, value]) => ({
        signal,
        name,
        value: String(value),
      })),
    );
  }
}
