import { heldMegabytes } from '@otel-baggage/test-support';
import { createBaggage } from './create-baggage';
import { displayKey, RepeatedWarnings } from './diagnostics';

test('D5 repeated warnings keep no header in memory', () => {
  const warnings = new RepeatedWarnings('test');
  const warn = (key: string) => warnings.warn(`dropped: ${displayKey(key)}`);
  expect(heldMegabytes(warn)).toBeLessThan(8);
  warnings.warn('dropped');
});

test('D5 createBaggage keeps no header in memory', () => {
  const invalid = Symbol('no value') as unknown as string;
  const make = (key: string) => void createBaggage([[key, invalid]]);
  expect(heldMegabytes(make)).toBeLessThan(8);
});
