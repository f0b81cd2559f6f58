import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { availableParallelism } from 'node:os';
import ts from 'typescript';
import { programOf } from './program-text';
import type { CodeBlock } from './types';

/** Milliseconds until a block that does not end is stopped. */
const TIMEOUT = 60_000;

/** What became of a program. */
export interface Outcome {
  /** null where it did not end by itself. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs JavaScript and TypeScript blocks, a few at a time, each in a process. */
export async function runBlocks(
  blocks: readonly CodeBlock[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...blocks.entries()];
  const runNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (next === undefined) return;
    const [index, block] = next;
    outcomes[index] = await runBlock(block);
    return runNext();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return outcomes;
}

async function runBlock(block: CodeBlock): Promise<Outcome> {
  const { extension, text: source } = programOf(block);
  const isModule = extension.startsWith('m');
  const program = ts.transpile(source, {
    target: ts.ScriptTarget.ES2022,
    module: isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
  });
  const child = spawn(
    process.execPath,
    [`--input-type=${isModule ? 'module' : 'commonjs'}`],
    // Where packages are looked for.
    { cwd: __dirname, env: environment(), timeout: TIMEOUT },
  );
  child.stdin.end(program);
  const ended = new Promise<number | null>(resolve =>
    child.on('close', resolve),
  );
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return { exitCode, stdout, stderr };
}

/** Without what the shell says of telemetry. */
export function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')),
  );
}
