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
