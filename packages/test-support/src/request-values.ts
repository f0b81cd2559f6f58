import { runInNewContext } from 'node:vm';

/** What becomes of a value: its text, nothing in silence, nothing with a warning. */
export type Outcome = { text: string } | 'left out' | 'warned of';

const text = (text: string): Outcome => ({ text });

function throws(): never {
  throw new Error('secret');
}

/** A proxy whose every trap throws. */
export function throwingProxy(): object {
  const traps = Reflect.ownKeys(Reflect).filter(
    name => typeof Reflect.get(Reflect, name) === 'function',
  );
  return new Proxy({}, Object.fromEntries(traps.map(name => [name, throws])));
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/**
 * Values as requests, configurations and databases bring them, and what becomes
 * of each as the value of an entry (rule C2a). What must not be shown is called
 * `secret`.
 */
export const requestValues: [name: string, value: unknown, Outcome][] = [
  ['a string', 'acme', text('acme')],
  ['an empty string', '', text('')],
  ['a lone surrogate', '\ud800', text('\ud800')],
  ['a line break', 'a\r\nb: c', text('a\r\nb: c')],
  ['a number', 3, text('3')],
  ['zero', 0, text('0')],
  ['minus zero', -0, text('0')],
  ['NaN', NaN, text('NaN')],
  ['infinity', Infinity, text('Infinity')],
  ['true', true, text('true')],
  ['false', false, text('false')],
  ['a bigint', 9007199254740993n, text('9007199254740993')],
  ['undefined', undefined, 'left out'],
  ['null', null, 'left out'],
  ['a list, as ?tag=a&tag=b', ['secret', 'b'], 'warned of'],
  ['an empty list', [], 'warned of'],
  ['an object, as ?filter[a]=1', { a: 'secret' }, 'warned of'],
  ['an empty object', {}, 'warned of'],
  ['an object without prototype', Object.create(null), 'warned of'],
  ['?filter[value][a]=1', { value: { a: 'secret' } }, 'warned of'],
  ['?filter[value][]=1', { value: ['secret'] }, 'warned of'],
  ['?filter[toString]=1', { toString: 'secret' }, 'warned of'],
  ['a String object', new String('secret'), 'warned of'],
  ['a date', new Date(0), 'warned of'],
  ['an invalid date', new Date(NaN), 'warned of'],
  ['a symbol', Symbol('secret'), 'warned of'],
  ['a function', () => 'secret', 'warned of'],
  ['a class', class Secret {}, 'warned of'],
  ['a promise', Promise.resolve('secret'), 'warned of'],
  ['a map', new Map([['secret', '1']]), 'warned of'],
  ['a Buffer', Buffer.from('secret'), 'warned of'],
  ['a regular expression', /secret/, 'warned of'],
  ['an error', new Error('secret'), 'warned of'],
  ['a list of another realm', runInNewContext('["secret"]'), 'warned of'],
  ['a toString that throws', { toString: throws }, 'warned of'],
  [
    'a value that is a getter that throws',
    Object.defineProperty({}, 'value', { get: throws, enumerable: true }),
    'warned of',
  ],
  ['a proxy that throws', throwingProxy(), 'warned of'],
  ['a revoked proxy', revokedProxy(), 'warned of'],
];

/** What may stand in the place of entries, and gives none (rule C2a). */
export const noEntries: [name: string, entries: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'secret=1'],
  ['a number', 1],
  ['true', true],
  ['a bigint', 1n],
  ['a symbol', Symbol('secret')],
  ['a function', () => ({ secret: '1' })],
  ['a promise', Promise.resolve({ secret: '1' })],
  ['a date', new Date(0)],
  ['a list of strings', ['secret=1']],
  ['a list of holes', new Array(3)],
  ['a Buffer', Buffer.from('secret=1')],
  ['a set', new Set(['secret'])],
  ['a pair whose key is a symbol', [[Symbol('secret'), '1']]],
  ['a pair whose key is an object', [[{}, 'secret']]],
  ['a pair that is a revoked proxy', [revokedProxy()]],
  ['an iterator that throws', { [Symbol.iterator]: throws }],
  ['an iterator that is no function', { [Symbol.iterator]: 'secret' }],
  ['a next that throws', { [Symbol.iterator]: () => ({ next: throws }) }],
  ['an asynchronous iterator', (async function* () {})()],
  ['a Baggage that throws', { getAllEntries: throws }],
  ['a Baggage of nothing', { getAllEntries: () => undefined }],
  ['a Baggage of a string', { getAllEntries: () => 'secret' }],
  ['a proxy that throws', throwingProxy()],
  ['a revoked proxy', revokedProxy()],
];

/** Metadata that is not what the API makes, beside a value that is good. */
export const requestMetadata: [name: string, metadata: unknown][] = [
  ['a number', 1],
  ['a symbol', Symbol('secret')],
  ['a list', ['secret']],
  ['an object', { a: 'secret' }],
  ['an object without prototype', Object.create(null)],
  ['?a[metadata][toString]=1', { toString: 'secret' }],
  ['a toString that throws', { toString: throws }],
  ['a toString that gives an object', { toString: () => ({}) }],
  ['a proxy that throws', throwingProxy()],
  ['a revoked proxy', revokedProxy()],
];
