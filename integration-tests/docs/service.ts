import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { freePort } from '../support/free-port';
import { ROOT } from './root';
import { environment } from './run-blocks';

/** The port that programs of the documentation listen on. */
const PORT = '3000';
/** Milliseconds until an answer that does not come is asked for again. */
const ANSWER_MS = 10_000;
/** Milliseconds that a service has to send what remains. */
const SHUTDOWN_MS = 10_000;
/** Milliseconds until a service that never answers is ended. */
const TIMEOUT_MS = 60_000;

/** What a service has written when it has ended. */
export interface Written {
  stdout: string;
  stderr: string;
}

/** How the application of a page is run. */
export interface Run {
  /** Name and source (JavaScript or TypeScript) of each file. */
  files: Record<string, string>;
  /** Arguments of Node. */
  args: readonly string[];
  env: Record<string, string>;
}

/** A request that a service answers before it is stopped. */
export interface Asked {
  path: string;
  headers: Record<string, string>;
}

/**
 * Runs the files in a folder with all packages of this repository, asks the
 * service once, on a free port, and ends it.
 */
export async function askService(
  { files, args, env }: Run,
  { path, headers }: Asked,
): Promise<Written> {
  const port = await freePort();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'otel-baggage-')));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, source] of Object.entries(files)) {
      const program = inJavaScript(name, source.replaceAll(PORT, port));
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), program);
    }
    const child = spawn(process.execPath, args, {
      cwd: folder,
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: {
        ...environment(),
        ...env,
        // They ask the network where they are.
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
      },
    });
    const written: Written = { stdout: '', stderr: '' };
    child.stdout.on('data', part => (written.stdout += part));
    child.stderr.on('data', part => (written.stderr += part));
    let hasEnded = false;
    const ended = new Promise<void>(done => {
      child.once('close', () => {
        hasEnded = true;
        done();
      });
    });
    const url = `http://127.0.0.1:${port}${path}`;
    while (!hasEnded && !(await isAnswered(url, headers))) {
      await new Promise(done => setTimeout(done, 100));
    }
    child.kill();
    // The register of the auto-instrumentations keeps the process running.
    const killed = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_MS);
    await ended;
    clearTimeout(killed);
    return written;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Other files stay: TypeScript is for a Node.js that runs it. */
function inJavaScript(name: string, source: string): string {
  if (!name.endsWith('js')) return source;
  const { CommonJS, ESNext } = ts.ModuleKind;
  return ts.transpile(source, {
    target: ts.ScriptTarget.ES2022,
    module: name.endsWith('.cjs') ? CommonJS : ESNext,
    esModuleInterop: true,
  });
}

async function isAnswered(
  url: string,
  headers: Record<string, string>,
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    await (await fetch(url, { headers, signal })).text();
    return true;
  } catch {
    return false;
  }
}

/**
 * What the console exporters have printed: each span, log record and metric in
 * one line.
 */
export function recordsIn({ stdout }: Written): string[] {
  return stdout
    .split(/^(?=\{$)/m)
    .map(record => record.replace(/\s+/g, ' ').trim());
}

/** Matches a record that a page shows; `…` stands for anything within it. */
export function patternOf(line: string): RegExp {
  const literal = line
    .split('…')
    .map(part => part.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}`);
}

/** Variables that lines like `export A=b C='d e'` and `ENV A="b"` set. */
export function variablesOf(
  commands: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    commands
      .filter(command => /^(export|ENV) /.test(command))
      .flatMap(command => [...command.matchAll(ASSIGNED)])
      .map(([, name, value]) => [name, value!.replace(/^(['"])(.*)\1$/, '$2')]),
  );
}

const ASSIGNED = /([A-Z_]+)=('[^']*'|"[^"]*"|\S+)/g;
