import { createBaggage } from '../create-baggage';
import { BaggageAttributeSelector } from '../attribute-selector';
import { DropDiagnostics } from '../diagnostics';
import {
  SENSITIVE_KEYS,
  compileDroppedKeys,
  compileSensitivePatterns,
  type SensitiveKeys,
} from './sensitive-keys';

const looksSensitive = compileSensitivePatterns(SENSITIVE_KEYS);

test.each([
  'password',
  'PASSWORD',
  'db.Password',
  'user_passwd',
  'pwd',
  'userPwd',
  'passphrase',
  'client_secret',
  'SecretKey',
  'token',
  'access_token',
  'x-csrf-token',
  'authorization',
  'Proxy-Authorization',
  'auth',
  'bearer',
  'jwt',
  'api-key',
  'api_key',
  'ApiKey',
  'x-api-key',
  'aws.access.key.id',
  'accessKeyId',
  'private-key',
  'credentials',
  'cookie',
  'Set-Cookie',
  'JSESSIONID',
  'PHPSESSID',
  'sessionId',
  'connect.sid',
  'ssn',
  'user.ssn',
  'social-security-number',
  'credit_card',
  'creditCardNumber',
  'card-number',
  'cvv',
  'iban',
])('T4 %s looks sensitive', key => {
  expect(looksSensitive(key)).toBe(true);
});

test.each([
  'tenant.id',
  'user.id',
  'session.id',
  'author',
  'authority',
  'key',
  'cache-key',
  'feature.flag',
  'passenger',
  'compass',
  'classname',
  'discard',
  'region',
])('T4 %s does not', key => {
  expect(looksSensitive(key)).toBe(false);
});

test('T4 the list cannot be changed', () => {
  expect(() => (SENSITIVE_KEYS as string[]).push('x')).toThrow(TypeError);
});

test('T4 which keys are dropped', () => {
  expect(compileDroppedKeys()).toBeUndefined();
  expect(compileDroppedKeys('warn')).toBeUndefined();
  expect(compileDroppedKeys('drop')!('Password')).toBe(true);
  expect(compileDroppedKeys(['A*'])!('ab')).toBe(true);
  expect(compileDroppedKeys(['A*'])!('password')).toBe(false);
});

test.each([[null], [true], ['DROP'], ['off'], [{}], [[7]], [['']]])(
  'D3 sensitive: %j',
  sensitive => {
    expect(() => compileDroppedKeys(sensitive as never)).toThrow(TypeError);
  },
);

test.each<[string, SensitiveKeys | undefined, readonly string[], string[]]>([
  ['all, by default', undefined, ['*'], ['tenant.id', 'Password']],
  ['none that is dropped', 'drop', ['*'], ['tenant.id']],
  [
    'none, though it is named',
    'drop',
    ['Password', 'tenant.id'],
    ['tenant.id'],
  ],
  ['none of the patterns', ['TENANT.*'], ['*'], ['Password']],
])('T4 what is copied: %s', (_name, sensitive, included, copied) => {
  const selector = new BaggageAttributeSelector(
    { included, sensitive },
    new DropDiagnostics('test', 'spans'),
  );
  const baggage = createBaggage({ 'tenant.id': 'acme', Password: 'hidden' });
  expect(selector.select(baggage).map(({ name }) => name)).toEqual(copied);
});
