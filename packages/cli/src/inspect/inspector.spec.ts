import { readEnvironment } from '@otel-baggage/node/internal';
import { Inspector } from './inspector';

function inspect(header: string, env: Record<string, string> = {}) {
  return new Inspector(readEnvironment(env).options).inspect(header);
}

/** Members, each with the reason why it is dropped. */
function outcomes(header: string, env?: Record<string, string>) {
  return inspect(header, env).members.map(({ offset, end, dropped }) => [
    header.slice(offset, end),
    dropped?.reason ?? 'kept',
  ]);
}

test('each member is there once, in the order of the header', () => {
  expect(outcomes(' a = 1 ,, b c=2,a=3\t,d=%zz ,e=5;"x", f=6;p')).toEqual([
    ['a = 1', 'duplicate_key'],
    ['b c=2', 'invalid_key'],
    ['a=3', 'kept'],
    ['d=%zz', 'invalid_value'],
    ['e=5;"x"', 'invalid_property'],
    ['f=6;p', 'kept'],
  ]);
});

test('E9 what does not fit the limits of the environment', () => {
  const env = { OTEL_BAGGAGE_MAX_ENTRIES: '2', OTEL_BAGGAGE_MAX_BYTES: '11' };
  expect(outcomes('a=1,b=1234567890,c=3,d=4', env)).toEqual([
    ['a=1', 'kept'],
    ['b=1234567890', 'max_bytes'],
    ['c=3', 'kept'],
    ['d=4', 'max_entries'],
  ]);
  expect(inspect('a=1,b=2,c=3', env).members[2]?.dropped).toMatchObject({
    reason: 'max_entries',
    text: 'more than 2 entries',
  });
});

test('E10 what lies too far behind is not looked at', () => {
  const env = { OTEL_BAGGAGE_MAX_BYTES: '4' };
  const { members, unreadFrom } = inspect(`a=1,${'b'.repeat(100)}`, env);
  expect([members.length, unreadFrom]).toEqual([1, 4]);
});

test('T1 T4 what is not accepted, and by which variable', () => {
  const env = {
    OTEL_BAGGAGE_INGRESS_KEYS: 'a,session.*',
    OTEL_BAGGAGE_SENSITIVE_KEYS: '*token*',
  };
  expect(outcomes('a=1,b=2,session.token=3', env)).toEqual([
    ['a=1', 'kept'],
    ['b=2', 'not_allowed'],
    ['session.token=3', 'not_allowed'],
  ]);
  const { members } = inspect('b=2,session.token=3', env);
  expect(members.map(({ dropped }) => dropped?.text)).toEqual([
    'OTEL_BAGGAGE_INGRESS_KEYS does not name the key',
    'OTEL_BAGGAGE_SENSITIVE_KEYS matches the key',
  ]);
});

test('T2 what is kept and not sent on', () => {
  const env = {
    OTEL_BAGGAGE_EGRESS_KEYS: 'b',
    OTEL_BAGGAGE_EGRESS_HOSTS: 'a.example',
  };
  const { members, sent, sentTo } = inspect('a=1, b = %c3%A9;p', env);
  expect(members.map(({ entry }) => entry?.notSent)).toEqual([
    'OTEL_BAGGAGE_EGRESS_KEYS does not name the key',
    undefined,
  ]);
  expect([sent, sentTo]).toEqual(['b=%c3%A9;p', ['a.example']]);
});

test('E5 C4 values and properties are decoded', () => {
  const { members } = inspect('a=%41+b;p=%20;q');
  expect(members[0]?.entry).toMatchObject({
    value: 'A+b',
    properties: [{ key: 'p', value: ' ' }, { key: 'q' }],
  });
});

test('E9 the bytes are those of the entries without white space', () => {
  expect(inspect(' a = 1 , b=2;p ,x')).toMatchObject({
    entries: 2,
    maxEntries: 64,
    bytes: 'a=1,b=2;p'.length,
    maxBytes: 8192,
  });
  expect(inspect('x')).toMatchObject({ entries: 0, bytes: 0, sent: undefined });
});

describe('A the attributes that an entry becomes', () => {
  const attributes = (header: string, env: Record<string, string>) =>
    inspect(header, env).members.flatMap(({ entry }) =>
      (entry?.attributes ?? []).map(
        ({ signal, name, value }) => `${signal} ${name}=${value}`,
      ),
    );

  test('A1 none without a variable that names the key', () => {
    expect(attributes('a=1', {})).toEqual([]);
  });

  test('A1 A3 for each signal what its variable names, with the prefix', () => {
    expect(
      attributes('a=1,b.c=%32,d=3', {
        OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'a,b.*,d',
        OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS: 'none',
        OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'a',
        OTEL_BAGGAGE_METRIC_INSTRUMENTS: 'jobs',
        OTEL_BAGGAGE_EXCLUDED_ATTRIBUTE_KEYS: 'd',
        OTEL_BAGGAGE_ATTRIBUTE_PREFIX: 'app.',
      }),
    ).toEqual(['spans app.a=1', 'metrics app.a=1', 'spans app.b.c=2']);
  });

  test('M6 a value that is too long for metrics becomes _other', () => {
    const env = { OTEL_BAGGAGE_METRIC_ATTRIBUTE_KEYS: 'a' };
    expect(attributes(`a=${'x'.repeat(257)}`, env)).toEqual([
      'metrics a=_other',
    ]);
  });

  test('E12 __proto__ is a key like any other', () => {
    const env = { OTEL_BAGGAGE_ATTRIBUTE_KEYS: '__proto__' };
    expect(attributes('__proto__=1', env)).toEqual([
      'spans __proto__=1',
      'logs __proto__=1',
      'metrics __proto__=1',
    ]);
  });
});
