import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { withBaggage } from './with-baggage';

// Checked by the compiler: none of these is run.
test('what withBaggage returns is a configuration of NodeSDK', () => {
  const configurations = (given: Partial<NodeSDKConfiguration>) =>
    [
      withBaggage(),
      withBaggage({}),
      withBaggage({ serviceName: 'shop' }),
      withBaggage({ instrumentations: [], autoDetectResources: false }),
      withBaggage({ textMapPropagator: null, spanProcessors: [] }),
      withBaggage({ views: [{ instrumentName: 'jobs' }] }),
      withBaggage(given),
      withBaggage(given, {
        included: ['tenant.id'],
        excluded: ['secret.*'],
        prefix: 'baggage.',
        maxEntries: 10,
        spans: { included: ['user.id'] },
        logs: false,
        metrics: { instruments: ['http.*'], maxDistinctValues: 20 },
      }),
    ] satisfies Partial<NodeSDKConfiguration>[];
  const sdks = (given: Partial<NodeSDKConfiguration>) => [
    new NodeSDK(withBaggage()),
    new NodeSDK(withBaggage({ serviceName: 'shop' })),
    new NodeSDK(withBaggage(given)),
  ];
  const wrong = [
    // @ts-expect-error no such option
    () => withBaggage({}, { include: ['a'] }),
    // @ts-expect-error no list
    () => withBaggage({}, { included: 'a' }),
    // @ts-expect-error NodeSDK has no such property
    () => withBaggage({ servceName: 'shop' }),
  ];
  expect([configurations, sdks, wrong]).toHaveLength(3);
});
