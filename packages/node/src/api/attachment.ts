import type { TextMapPropagator } from '@opentelemetry/api';
import { compileKeyPatterns, type KeyMatcher } from '@otel-baggage/core';
import {
  BaggageAttributeSelector,
  DropDiagnostics,
  hasWildcard,
} from '@otel-baggage/core/internal';
import {
  type BaggageAttributesProcessor,
  createBaggageAttributesProcessor,
} from '@otel-baggage/metrics';
import { BaggagePropagator } from '@otel-baggage/propagator';
import {
  PROPAGATOR_OPTIONS,
  withBaggageHeader,
} from '@otel-baggage/propagator/internal';
import { pick, signalOptions } from '../options';
import type { BaggageOptions } from '../types';
import { HopRecorder } from '../view/hop-recorder';
import { warn } from '../warn';

/** Instrumentations that record in the context of another request (rule M8). */
const IN_OTHER_CONTEXTS = {
  meters: ['@opentelemetry/instrumentation-undici'],
  /** Pools count up in one context and down in another; an SDK's do not belong to a request. */
  instruments: /^(db\.client\.connections?|otel\.sdk)\./,
};

/** The parts that are added to an SDK at the API, made of options. */
export class Attachment {
  /** undefined where nothing is copied. */
  readonly spans: BaggageAttributeSelector | undefined;
  readonly logs: BaggageAttributeSelector | undefined;
  readonly metrics: BaggageAttributesProcessor | undefined;
  readonly hasEgressHosts: boolean;
  /** For `otel-baggage view` alone; undefined everywhere else. */
  readonly hops: HopRecorder | undefined;
  private readonly isInstrument: KeyMatcher;
  private readonly namedInstruments: ReadonlySet<string>;
  private readonly propagator: BaggagePropagator;
  private readonly hasHeaderOptions: boolean;

  /**
   * @param isHeaderChosen whether the baggage header goes behind a propagator
   *   that has none
   * @param isViewed whether the header at each hop is written onto spans
   * @throws TypeError for wrong options (rule D3)
   */
  constructor(
    options: BaggageOptions,
    private readonly isHeaderChosen: boolean,
    isViewed = false,
  ) {
    this.hops = isViewed ? new HopRecorder(options) : undefined;
    const headerOptions = pick(options, PROPAGATOR_OPTIONS);
    this.propagator = new BaggagePropagator(headerOptions);
    this.hasHeaderOptions = Object.keys(headerOptions).length > 0;
    this.hasEgressHosts = options.egress?.hosts !== undefined;

    this.spans = selectorFor(options, 'spans', '@otel-baggage/span-processor');
    this.logs = selectorFor(
      options,
      'logs',
      '@otel-baggage/log-record-processor',
    );
    const { instruments = ['*'], ...metrics } =
      signalOptions(options, 'metrics') ?? {};
    this.isInstrument = compileKeyPatterns(instruments, 'metrics.instruments');
    this.namedInstruments = new Set(
      instruments.filter(pattern => !hasWildcard(pattern)),
    );
    const processor = createBaggageAttributesProcessor(metrics);
    this.metrics =
      options.metrics === false || processor.isEmpty ? undefined : processor;
  }

  /** Whether nothing is copied onto anything. */
  get isWithoutKeys(): boolean {
    return !this.spans && !this.logs && !this.metrics;
  }

  /** Whether what an instrument measures gets attributes. */
  measures(meterName: string, instrumentName: string): boolean {
    if (this.metrics === undefined) return false;
    if (this.namedInstruments.has(instrumentName)) return true;
    return (
      !IN_OTHER_CONTEXTS.meters.includes(meterName) &&
      !IN_OTHER_CONTEXTS.instruments.test(instrumentName) &&
      this.isInstrument(instrumentName)
    );
  }

  /**
   * The propagator that takes the place of one that registers.
   *
   * @throws where it cannot be made
   */
  propagatorFor(registered: TextMapPropagator): TextMapPropagator {
    const { propagator, isHeaderChosen, hops } = this;
    const complete = withBaggageHeader(
      registered,
      propagator,
      isHeaderChosen,
      () => {
        if (this.hasHeaderOptions)
          warn('OTEL_BAGGAGE_OWN_PROPAGATOR', OWN_PROPAGATOR);
      },
    );
    return hops?.around(complete) ?? complete;
  }
}

const OWN_PROPAGATOR =
  'the limits and trust settings given to @otel-baggage/node are not in force: the SDK has a BaggagePropagator of its own, whose options are. Give them to that, or leave it out';

function selectorFor(
  options: BaggageOptions,
  signal: 'spans' | 'logs',
  namespace: string,
): BaggageAttributeSelector | undefined {
  const own = signalOptions(options, signal);
  if (own === undefined) return undefined;
  const selector = new BaggageAttributeSelector(
    own,
    new DropDiagnostics(namespace, signal),
  );
  return selector.isEmpty ? undefined : selector;
}
