// Starts the services of this example as processes of their own.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const READY_MS = 30_000;
/** Longer than an exporter tries to send what is left. */
const STOP_MS = 20_000;
const TELEMETRY = new URL('telemetry.mjs', import.meta.url).href;

const running = new Set();

/**
 * Starts `<name>.mjs` on a port that the system chooses, or on `port`, and
 * waits until it listens. Its output goes where that of this process goes.
 *
 * @returns its `url`, and `stop()`, which waits until it has sent what is left
 *   of its telemetry and has ended
 * @throws Error where it does not get that far
 */
export async function startService(name, port, env) {
  const child = fork(fileURLToPath(new URL(`${name}.mjs`, import.meta.url)), {
    execArgv: ['--import', TELEMETRY],
    env: { ...env, PORT: port || '0' },
  });
  running.add(child);
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `signal ${signal}` : `exit code ${code}`),
    );
  });
  ended.then(() => running.delete(child));

  const started = await Promise.race([
    once(child, 'message').then(([message]) => message),
    ended.then(how => ({ problem: `ended with ${how}` })),
    afterMilliseconds(READY_MS, { problem: 'did not get ready' }),
  ]);
  if (started.problem) throw new Error(`${name} ${started.problem}`);

  let stopping = false;
  ended.then(how => {
    if (!stopping) console.error(`${name} ended by itself with ${how}`);
  });
  return {
    url: started.url,
    async stop() {
      stopping = true;
      if (child.connected) child.disconnect();
      const how = await Promise.race([
        ended,
        afterMilliseconds(STOP_MS, 'no end in sight'),
      ]);
      if (how !== 'exit code 0') throw new Error(`${name} stopped with ${how}`);
    },
  };
}

/** Ends at once what still runs; may be called when this process exits. */
export function killServices() {
  for (const child of running) child.kill('SIGKILL');
}

function afterMilliseconds(milliseconds, value) {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds, value).unref();
  });
}
