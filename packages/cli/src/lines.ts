import { CommandError } from './command-error';

/** Bytes or characters that are read: far more than a person looks through. */
const MAX_INPUT = 16 * 1024 * 1024;

/**
 * The lines of a stream in UTF-8, without their ends (LF or CR LF), as they
 * come.
 *
 * @throws CommandError where there is no end in sight
 */
export async function* linesOf(
  stream: AsyncIterable<string | Uint8Array>,
  maxInput = MAX_INPUT,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  /** Of a line that has not ended yet. */
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxInput) throw tooLong(maxInput);
    const text =
      typeof chunk === 'string'
        ? chunk
        : decoder.decode(chunk, { stream: true });
    const [first, ...others] = text.split('\n');
    pieces.push(first!);
    if (others.length === 0) continue;
    yield lineOf(pieces);
    pieces = [others.pop()!];
    yield* others.map(withoutReturn);
  }
  pieces.push(decoder.decode());
  const last = lineOf(pieces);
  if (last !== '') yield last;
}

function lineOf(pieces: readonly string[]): string {
  return withoutReturn(pieces.join(''));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(maxInput: number): CommandError {
  return new CommandError(
    `the input has more than ${maxInput / 1024 / 1024} MiB`,
    'select the lines to inspect, as in: grep -i ^baggage: FILE | head -n 100',
  );
}
