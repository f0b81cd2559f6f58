// Runs redis-server for the shop, on a socket in a folder of its own and without
// writing anything down. A process between, so that Redis is ended too where the
// example is killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as afterMilliseconds } from 'node:timers/promises';
import { announce } from '../service.mjs';

const POLL_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'storefront-'));
const socket = join(folder, 'redis.sock');

const redis = spawn(
  'redis-server',
  [
    ...['--port', '0', '--unixsocket', socket],
    ...['--save', '', '--appendonly', 'no', '--dir', folder],
    ...['--loglevel', 'warning', '--maxmemory-policy', 'noeviction'],
  ],
  // Not in the group of the terminal: Ctrl-C ends the services first.
  { stdio: ['ignore', 'ignore', 'inherit'], detached: true },
);
process.once('exit', () => {
  redis.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const ended = new Promise(resolve => {
  redis.once('error', error => resolve(error.message));
  redis.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
});
let isStopping = false;
ended.then(how => {
  if (isStopping) return;
  console.error(`redis-server ended with ${how}`);
  process.exit(1);
});

while (!(await answers(socket))) await afterMilliseconds(POLL_MS);
announce('redis', socket, async () => {
  isStopping = true;
  redis.kill('SIGTERM');
  await ended;
});

async function answers(path) {
  const client = connect({ path });
  try {
    await once(client, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
