import {
  AggregationType,
  InstrumentType,
  MeterProvider,
  createDenyListAttributesProcessor,
  type AggregationOption,
  type IAttributesProcessor,
  type MeterProviderOptions,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import {
  baggageViews,
  createBaggageAttributesProcessor,
  type AttributesProcessor,
  type BaggageAttributesProcessor,
  type BaggageViewsOptions,
  type MetricView,
} from './index';

// Checked by the compiler, against the SDK that is installed: none of these
// is run.
test('M1 what is made is what the SDK takes, and takes what the SDK makes', () => {
  const processors = (
    ours: BaggageAttributesProcessor,
    theirs: IAttributesProcessor,
  ) => [
    ours satisfies IAttributesProcessor,
    ours satisfies AttributesProcessor,
    theirs satisfies AttributesProcessor,
    createBaggageAttributesProcessor({
      included: ['tenant.id'],
      excluded: ['user.*'],
      prefix: 'baggage.',
      attributeName: key => key,
      attributeValue: (value, key, metadata) =>
        key === String(metadata) ? value.length : undefined,
      maxDistinctValues: 10,
      allowedValues: { 'tenant.id': ['acme', 'globex'] },
    }) satisfies IAttributesProcessor,
  ];

  const views = (given: ViewOptions[], one: ViewOptions) => {
    const made = baggageViews({ included: ['tenant.id'], views: given });
    const asTheirs: ViewOptions[] = made;
    const asOurs: readonly MetricView[] = asTheirs;
    return [
      asOurs satisfies readonly ViewOptions[],
      made satisfies NonNullable<MeterProviderOptions['views']>,
      made satisfies NodeSDKConfiguration['views'],
      baggageViews({ views: [one, ...given] }) satisfies ViewOptions[],
      baggageViews({ views: made }) satisfies ViewOptions[],
      baggageViews({
        views: [
          {
            instrumentName: 'req',
            instrumentType: InstrumentType.COUNTER,
            aggregation: { type: AggregationType.DROP },
            attributesProcessors: [
              createDenyListAttributesProcessor(['ip']),
              createBaggageAttributesProcessor({}),
            ],
          },
        ],
      }) satisfies ViewOptions[],
    ];
  };

  const aggregations = (aggregation: AggregationOption) =>
    baggageViews({
      aggregation: {
        COUNTER: aggregation,
        HISTOGRAM: {
          type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
          options: { boundaries: [1, 2] },
        },
      },
      aggregationCardinalityLimit: 100,
    });

  const sdks = (views: ViewOptions[]) => [
    new NodeSDK({ views: baggageViews({ included: ['tenant.id'] }) }),
    new NodeSDK({ views: baggageViews({ included: ['tenant.id'], views }) }),
    new MeterProvider({ views: baggageViews({ included: ['tenant.id'] }) }),
  ];

  const wrong = [
    // @ts-expect-error no such option
    () => createBaggageAttributesProcessor({ include: ['a'] }),
    // @ts-expect-error an option of baggageViews
    () => createBaggageAttributesProcessor({ instruments: ['a'] }),
    // @ts-expect-error no list
    () => baggageViews({ instruments: 'a' }),
    // @ts-expect-error no view
    () => baggageViews({ views: [{ instrument: 'req' }] }),
    // @ts-expect-error no synchronous kind of instrument
    () => baggageViews({ aggregation: { OBSERVABLE_GAUGE: {} } }),
    // @ts-expect-error no list of values
    () => baggageViews({ allowedValues: { 'tenant.id': 'acme' } }),
  ];
  const options: BaggageViewsOptions = {};
  const all = [processors, views, aggregations, sdks, wrong, options];
  expect(all).toHaveLength(6);
});
