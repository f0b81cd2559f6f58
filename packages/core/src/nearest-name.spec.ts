import { nearestName } from './nearest-name';

test.each([
  ['OTEL_BAGGAGE_MAX_BYTE', 'OTEL_BAGGAGE_MAX_BYTES'],
  ['OTEL_BAGGAGE_ATTRIBUTES_KEYS', 'OTEL_BAGGAGE_ATTRIBUTE_KEYS'],
  ['OTEL_BAGGAGE_', 'OTEL_BAGGAGE_MAX_BYTES'],
])('the nearest name to %s is %s', (name, nearest) => {
  expect(
    nearestName(name, [
      'OTEL_BAGGAGE_ATTRIBUTE_KEYS',
      'OTEL_BAGGAGE_MAX_BYTES',
      'OTEL_BAGGAGE_EGRESS_KEYS',
    ]),
  ).toBe(nearest);
});
