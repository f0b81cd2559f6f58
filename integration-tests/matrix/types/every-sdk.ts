// Compiled by types.spec.ts, never run. What is wrong here does not compile:
// an assertion that does not hold, and an `@ts-expect-error` without an error.

import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  type IAttributesProcessor,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  BaggageLogRecordProcessor,
  ALLOW_ALL_BAGGAGE_KEYS as ALL_LOG_KEYS,
} from '@otel-baggage/log-record-processor';
import {
  baggageViews,
  createBaggageAttributesProcessor,
} from '@otel-baggage/metrics';
import { withBaggage } from '@otel-baggage/node';
import { BaggagePropagator } from '@otel-baggage/propagator';
import { BaggageSpanProcessor } from '@otel-baggage/span-processor';

type NodeSdkConfiguration = NonNullable<
  ConstructorParameters<typeof NodeSDK>[0]
>;

const options = { included: ['tenant.*'], excluded: ['tenant.secret'] };

// The parts are what the SDK takes.

export const logRecordProcessors: LogRecordProcessor[] = [
  new BaggageLogRecordProcessor(options),
  new BaggageLogRecordProcessor(ALL_LOG_KEYS),
];
export const attributesProcessor: IAttributesProcessor =
  createBaggageAttributesProcessor(options);
export const views: ViewOptions[] = baggageViews(options);
export const meterProvider = new MeterProvider({
  views: baggageViews(options),
});
export const textMapPropagator: NodeSdkConfiguration['textMapPropagator'] =
  new BaggagePropagator();
export const spanProcessors: NodeSdkConfiguration['spanProcessors'] = [
  new BaggageSpanProcessor(options),
];

// So is the user's configuration, completed.

declare const configuration: Partial<NodeSdkConfiguration>;
declare const userViews: ViewOptions[];

export const completed: Partial<NodeSdkConfiguration>[] = [
  withBaggage(),
  withBaggage({}),
  withBaggage(configuration),
  withBaggage(configuration, options),
  withBaggage({ serviceName: 'shop', views: userViews }, options),
];
export const sdks = [
  new NodeSDK(withBaggage()),
  new NodeSDK(withBaggage(configuration, options)),
  new NodeSDK(
    withBaggage(
      {
        serviceName: 'shop',
        spanProcessors,
        logRecordProcessors,
        textMapPropagator,
        views: baggageViews({ ...options, views: userViews }),
      },
      { ...options, metrics: { maxDistinctValues: 50 }, logs: false },
    ),
  ),
];

// Mistakes are found: the types are no `any`.

// @ts-expect-error no option of this name
new BaggageLogRecordProcessor({ include: ['tenant.*'] });
// @ts-expect-error no option of this name
new BaggageSpanProcessor({ include: ['tenant.*'] });
// @ts-expect-error no option of this name
new BaggagePropagator({ maxEntry: 1 });
// @ts-expect-error keys are a list
createBaggageAttributesProcessor({ included: 'tenant.*' });
// @ts-expect-error a view selects by names
baggageViews({ ...options, views: [{ instrumentName: 1 }] });
// @ts-expect-error no such configuration
new NodeSDK(withBaggage({ spanProcessors: 1 }));
// @ts-expect-error no option of this name
withBaggage({}, { include: ['tenant.*'] });
// @ts-expect-error what the user gave keeps its type
new NodeSDK(withBaggage({ serviceName: 1 }));
