import { linesOf } from './lines';

async function lines(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  const all: string[] = [];
  for await (const line of linesOf(stream())) all.push(line);
  return all;
}

test('a line ends with LF or CR LF, the last one also without', async () => {
  expect(await lines('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c']);
  expect(await lines('a\n')).toEqual(['a']);
  expect(await lines()).toEqual([]);
});

test('nothing else ends a line', async () => {
  expect(await lines('a\rb\u2028c\v')).toEqual(['a\rb\u2028c\v']);
});

test('chunks end anywhere, within a character too', async () => {
  const bytes = Buffer.from('é=1\r\nb');
  const chunks = [...bytes].map(byte => Uint8Array.of(byte));
  expect(await lines(...chunks)).toEqual(['é=1', 'b']);
});

test('more than is looked through is an error', async () => {
  async function* endless() {
    for (;;) yield 'a\n';
  }
  const read = async () => {
    for await (const line of linesOf(endless(), 1024 * 1024)) void line;
  };
  await expect(read()).rejects.toThrow('the input has more than 1 MiB');
});

test('a long line is scanned once', async () => {
  const split = jest.spyOn(String.prototype, 'split');
  async function* chunks() {
    for (let i = 0; i < 1000; i++) yield 'a'.repeat(100);
  }
  let scanned: number;
  try {
    for await (const line of linesOf(chunks())) void line;
    scanned = split.mock.contexts.reduce<number>(
      (sum, text) => sum + String(text).length,
      0,
    );
  } finally {
    split.mockRestore();
  }
  expect(scanned).toBe(100_000);
});
