import { ROOT_CONTEXT, propagation } from '@opentelemetry/api';
import type { SensitiveKeys } from '@otel-baggage/core';
import { createBaggageAttributesProcessor } from './index';

const context = propagation.setBaggage(
  ROOT_CONTEXT,
  propagation.createBaggage({
    'tenant.id': { value: 'acme' },
    'Api-Key': { value: 'hidden' },
  }),
);

test.each<[string, SensitiveKeys | undefined, string[]]>([
  ['all, by default', undefined, ['Api-Key', 'tenant.id']],
  ['none that is dropped', 'drop', ['tenant.id']],
  ['none of the patterns', ['TENANT.*'], ['Api-Key']],
])('T4 what measurements get: %s', (_name, sensitive, names) => {
  const processor = createBaggageAttributesProcessor({
    included: ['tenant.id', '*Key'],
    sensitive,
  });
  expect(Object.keys(processor.process({}, context)).sort()).toEqual(names);
});
