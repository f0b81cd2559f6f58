// With every-sdk.ts: what only SDK 3 has.

import { NodeSDK, startNodeSdk } from '@opentelemetry/sdk-node';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { BaggageLogRecordProcessor } from '@otel-baggage/log-record-processor';
import { baggageViews } from '@otel-baggage/metrics';
import { withBaggage } from '@otel-baggage/node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageSpanProcessor,
} from '@otel-baggage/span-processor';

type StartOptions = NonNullable<Parameters<typeof startNodeSdk>[0]>;

const options = { included: ['tenant.*'] };

export const spanProcessors: SpanProcessor[] = [
  new BaggageSpanProcessor(options),
  new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS),
];
export const provider = new TracerProvider({
  spanProcessors: [new BaggageSpanProcessor(options)],
});

declare const startOptions: StartOptions;

export const completed: StartOptions[] = [
  withBaggage(),
  withBaggage({}),
  withBaggage(startOptions),
  withBaggage(startOptions, options),
  withBaggage({ logLevel: 'none' }, { ...options, spans: false }),
];
export const sdks = [
  new NodeSDK(withBaggage({ textMapPropagator: null })),
  startNodeSdk(withBaggage()),
  startNodeSdk(withBaggage(startOptions, options)),
  startNodeSdk(
    withBaggage({
      propagators: [new BaggagePropagator()],
      spanProcessors,
      logRecordProcessors: [new BaggageLogRecordProcessor(options)],
      views: baggageViews(options),
    }),
  ),
];

// As packages/node/README.md has it.
export const sdk = startNodeSdk(withBaggage({}, { included: ['tenant.id'] }));

// @ts-expect-error no such configuration
startNodeSdk(withBaggage({ spanProcessors: 1 }));
// @ts-expect-error no option of this name
withBaggage({}, { include: ['tenant.*'] });
// @ts-expect-error what the user gave keeps its type
startNodeSdk(withBaggage({ logLevel: 1 }));
