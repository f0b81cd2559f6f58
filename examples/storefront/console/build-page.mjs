// Builds the page with Vite, where that was not done since its sources changed.

import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../page', import.meta.url));
const BUILT = join(PAGE, 'dist', 'index.html');

/** Whether the page is missing or older than its sources. */
export function isPageStale() {
  const built = modifiedAt(BUILT);
  return readdirSync(PAGE, { recursive: true })
    .filter(name => !/^(dist|node_modules)\b/.test(name))
    .some(name => !(modifiedAt(join(PAGE, name)) <= built));
}

/** @throws Error with what Vite says where it fails */
export async function buildPage() {
  const require = createRequire(import.meta.url);
  const vite = join(
    dirname(require.resolve('vite/package.json')),
    'bin/vite.js',
  );
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: PAGE,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => (output += text));
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the page was not built:\n${output}`);
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
