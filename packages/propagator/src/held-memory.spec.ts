import { heldMegabytes } from '@otel-baggage/test-support';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';

test('D5 warnings of sensitive keys keep no header in memory', () => {
  const warnings = new SensitiveKeyWarnings('test');
  expect(heldMegabytes(key => warnings.warn(key, 'is sent'))).toBeLessThan(8);
  warnings.warn('password', 'is sent');
});
