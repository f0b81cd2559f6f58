import { heldMegabytes } from '@otel-baggage/test-support';
import { rememberKeys } from './remember-keys';
import { SensitiveKeyWarnings } from './sensitive-key-warnings';

test('D5 remembered decisions keep no header in memory', () => {
  const isAllowed = rememberKeys(key => key.startsWith('tenant.'));
  const ask = (key: string) => isAllowed(key) && isAllowed(key);
  expect(heldMegabytes(ask)).toBeLessThan(8);
  expect(isAllowed('tenant.id')).toBe(true);
});

test('D5 warnings of sensitive keys keep no header in memory', () => {
  const warnings = new SensitiveKeyWarnings('test');
  expect(heldMegabytes(key => warnings.warn(key, 'is sent'))).toBeLessThan(8);
  warnings.warn('password', 'is sent');
});
