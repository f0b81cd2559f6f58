import { Readable } from 'node:stream';
import { run } from '../program';

/** What a command said, and its exit code. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

interface World {
  env?: Record<string, string>;
  /** What is on standard input; without it that is a terminal. */
  stdin?: string;
  /** Whether the output goes to a terminal. */
  isTTY?: boolean;
  columns?: number;
}

/** Runs `otel-baggage` without a process. */
export async function runIn(
  { env = {}, stdin, isTTY, columns }: World,
  ...args: string[]
): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns,
    write: (text: string) => {
      said[name] += text;
    },
  });
  const input = Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]);
  const code = await run(args, {
    stdin: Object.assign(input, { isTTY: stdin === undefined }),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
  });
  return { code, ...said };
}
