import fc from 'fast-check';
import { URL } from 'whatwg-url';
import { parseHost } from './host-patterns';

// The second implementation has its own tables of UTS 46, so that these hold on
// every Node.js, whatever the URL parser of its version accepts.

const scripts = [
  'aéßŒſ',
  'ΑΒςσϊΐ',
  'АБвѝӀ',
  'कखज़',
  'กขแ',
  'ẞṤᾳ',
  '例え。ガ゙ー',
  '가각힣',
  'ａＢ１．ｶﾞ',
  'אבאً',
  '\u200c\u200d\u00ad\u0300\u034f\u2488\u{1f600}\u{2ebf0}\ud800',
];
const ascii = [...'abzAZ019-_.'];
const delimiters = [...'/\\?#@:%[] \t\n<>^|"\'`{}~!$&()*+,;='];

const label = fc.oneof(
  fc.string({ unit: fc.constantFrom(...ascii), maxLength: 8 }),
  fc
    .constantFrom(...scripts)
    .chain(script =>
      fc.string({ unit: fc.constantFrom(...script, ...ascii), maxLength: 6 }),
    ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc
    .string({ unit: fc.constantFrom(...ascii), maxLength: 8 })
    .map(text => `xn--${text}`),
  fc
    .string({ unit: fc.constantFrom(...'bücher例え'), maxLength: 6 })
    .map(text => urlHost(`${text}.x`)?.split('.')[0] ?? text),
  fc.constantFrom('', 'xn--', 'XN--bcher-kva', '1', '0x7f', '08', 'example'),
  fc.string({ unit: fc.constantFrom(...delimiters, 'a'), maxLength: 3 }),
);
const host = fc.oneof(
  fc.array(label, { maxLength: 4 }).map(labels => labels.join('.')),
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.ipV6().map(address => `[${address}]`),
);

/** The host of a URL, as the second implementation has it. */
function urlHost(text: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${text}/`);
    return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  } catch {
    return undefined;
  }
}

const runs = { numRuns: 5000 };

test('T2 a host is the one that a URL with it has', () => {
  fc.assert(
    fc.property(host, text => {
      const name = parseHost(text)?.name;
      if (name === undefined) return;
      const bare = text.indexOf(':') !== text.lastIndexOf(':');
      const expected = urlHost(bare && text[0] !== '[' ? `[${text}]` : text);
      // DNS takes an A-label that stands for no U-label; a URL does not.
      const isRefused = expected === undefined && /(^|\.)xn--/.test(name);
      expect(name).toBe(
        isRefused ? text.toLowerCase().replace(/\.$/, '') : expected,
      );
    }),
    runs,
  );
});

test('T2 a name in letters, digits and hyphens that a URL can have is a host', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom(...'abZ09-_'), minLength: 1 }),
        { minLength: 1, maxLength: 4 },
      ),
      labels => {
        const text = labels.join('.');
        const expected = urlHost(text);
        const isAddress = /^[\d.]+$/.test(expected ?? '');
        if (isAddress && expected !== text) return;
        expect(parseHost(text)?.name).toBe(expected);
      },
    ),
    runs,
  );
});

test('T2 an IPv6 address is the same in each of its forms', () => {
  fc.assert(
    fc.property(fc.ipV6(), text => {
      const name = urlHost(`[${text}]`);
      for (const form of [text, `[${text}]`, `[${text}]:80`, name!]) {
        expect(parseHost(form)?.name).toBe(name);
      }
    }),
    runs,
  );
});

test('T2 a host in its own form is itself', () => {
  fc.assert(
    fc.property(host, text => {
      const name = parseHost(text)?.name;
      if (name !== undefined) expect(parseHost(name)?.name).toBe(name);
    }),
    runs,
  );
});
