import { compileHostPatterns, isHostPattern, parseHost } from './host-patterns';

/** Whether a host, as an attribute or a URL has it, is one of the patterns. */
function isAllowed(patterns: string[], text: string, port = 80): boolean {
  const host = parseHost(text);
  const ports = host && compileHostPatterns(patterns)(host.name);
  return ports === true || (ports?.has(host?.port ?? port) ?? false);
}

describe('T2 what a pattern matches', () => {
  test.each<[pattern: string, hosts: string[], others: string[]]>([
    [
      'localhost',
      [
        'localhost',
        'LOCALHOST',
        'localhost.',
        'localhost:1',
        'ｌｏｃａｌｈｏｓｔ',
      ],
      ['localhost.evil.com', 'evillocalhost', 'localhost2', 'x.localhost'],
    ],
    [
      '*.example.com',
      ['a.example.com', 'a.b.example.com', 'A.Example.COM', 'a.example.com.'],
      [
        'example.com',
        '.example.com',
        '..example.com',
        'evilexample.com',
        'a.example.com.evil.com',
        'a.example.comx',
        'a-example.com',
        'a%2eexample.com',
        'example.com.evil',
      ],
    ],
    ['Example.COM.', ['example.com', 'example.com.'], ['www.example.com']],
    ['my_service', ['my_service'], ['my-service']],
    [
      'bücher.example',
      ['bücher.example', 'BÜCHER.example', 'xn--bcher-kva.example'],
      ['bucher.example', 'xn--bcher-kva.example.evil.com'],
    ],
    [
      '*.例え.jp',
      ['a.例え.jp', 'a.xn--r8jz45g.jp', 'a。例え。jp'],
      ['例え.jp', 'xn--r8jz45g.jp'],
    ],
    [
      '127.0.0.1',
      ['127.0.0.1', '127.0.0.1:3000'],
      [
        '127.0.0.1.nip.io',
        '127.0.0.1.evil.com',
        '127.0.0.2',
        '127.0.0.10',
        // others may read these as another address
        '2130706433',
        '0x7f000001',
        '0177.0.0.1',
        '127.1',
        '127.0.0.01',
        '[::ffff:127.0.0.1]',
        '::ffff:127.0.0.1',
      ],
    ],
    [
      '::1',
      ['::1', '[::1]', '[::1]:80', '0:0:0:0:0:0:0:1', '[0:0::0:1]'],
      ['::2', '[::1', '::1]', '[::1]evil.com', '[::1].evil.com', '127.0.0.1'],
    ],
    [
      '2001:DB8::A',
      ['2001:db8::a', '[2001:0db8:0:0::000a]'],
      ['2001:db8::b', '2001', '2001:db8'],
    ],
    [
      '::ffff:10.0.0.1',
      ['::ffff:10.0.0.1', '[::ffff:a00:1]'],
      ['10.0.0.1', '::10.0.0.1'],
    ],
  ])('%s', (pattern, hosts, others) => {
    for (const host of hosts) {
      expect([host, isAllowed([pattern], host)]).toEqual([host, true]);
    }
    for (const host of others) {
      expect([host, isAllowed([pattern], host)]).toEqual([host, false]);
    }
  });

  test.each<[pattern: string, hosts: string[], others: string[]]>([
    ['localhost:80', ['localhost', 'localhost:80'], ['localhost:8080']],
    [
      '*.example.com:443',
      ['a.example.com:443'],
      ['a.example.com', 'a.example.com:4430'],
    ],
    ['[::1]:8080', ['[::1]:8080'], ['::1', '[::1]:80', '::1:8080']],
    ['10.0.0.1:65535', ['10.0.0.1:65535'], ['10.0.0.1', '10.0.0.1:655350']],
  ])('with a port: %s', (pattern, hosts, others) => {
    for (const host of hosts) {
      expect([host, isAllowed([pattern], host)]).toEqual([host, true]);
    }
    for (const host of others) {
      expect([host, isAllowed([pattern], host)]).toEqual([host, false]);
    }
  });

  test('a host may have several ports, or all of them', () => {
    const some = ['localhost:1', 'localhost:2', '*.example.com:1'];
    expect(isAllowed(some, 'localhost:1')).toBe(true);
    expect(isAllowed(some, 'localhost:2')).toBe(true);
    expect(isAllowed(some, 'localhost:3')).toBe(false);
    expect(isAllowed([...some, 'localhost'], 'localhost:3')).toBe(true);
    expect(
      isAllowed(['*.example.com:1', 'a.example.com:2'], 'a.example.com:2'),
    ).toBe(true);
  });

  test('no pattern, no host', () => {
    expect(isAllowed([], 'localhost')).toBe(false);
  });
});

test.each([
  '',
  '.',
  '..',
  ' localhost',
  'localhost\n',
  'local\thost',
  'local host',
  'local\u0000host',
  'a..b',
  '.localhost',
  'user@localhost',
  'evil.com@localhost',
  'evil.com#.localhost',
  'evil.com?.localhost',
  'evil.com/.localhost',
  'evil.com\\.localhost',
  'evil.com%2f.localhost',
  'localhos%74',
  'localhost:',
  'localhost:x',
  'localhost:80:80x',
  'localhost:65536',
  'localhost:-1',
  ':80',
  '[]',
  '[::1]:',
  '[::1]:x',
  '[::1%25lo]',
  'fe80::1%lo',
  '[localhost]',
  '1.2.3.256',
  '＃.localhost',
  'evil.com／.localhost',
  'xn--',
  '\ud800.localhost',
])('T3 %j is no host', text => {
  expect(parseHost(text)).toBeUndefined();
});

describe('D3 what is no pattern', () => {
  test.each([
    '*',
    '*.',
    '**.example.com',
    'a.*.com',
    '*example.com',
    '*.10.0.0.1',
    '*.1',
    '*.[::1]',
    'http://localhost',
    'localhost/path',
    '10.0.0.0/8',
    '127.1',
    'a b',
    '',
    'localhost:0x50',
  ])('%j', pattern => {
    expect(isHostPattern(pattern)).toBe(false);
    expect(() => compileHostPatterns(['localhost', pattern])).toThrow(
      TypeError,
    );
  });

  test.each([[undefined], [null], [7], [{}], [['localhost']]])(
    '%j',
    pattern => {
      expect(isHostPattern(pattern)).toBe(false);
      expect(() => compileHostPatterns([pattern as string])).toThrow(TypeError);
    },
  );

  test('the message has the pattern and says what would do', () => {
    expect(() => compileHostPatterns(['http://localhost'])).toThrow(
      'egress.hosts: "http://localhost" is not a valid host pattern; expected one like "localhost", "*.example.com", "10.0.0.1" or "[::1]:8080"',
    );
  });

  test('no array', () => {
    expect(() => compileHostPatterns('localhost' as never)).toThrow(TypeError);
  });
});
