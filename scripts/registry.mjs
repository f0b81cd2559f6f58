// A registry on this machine with our packages in it, published as a release is.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute, npmInstall } from './execute.mjs';
import { pack } from './pack.mjs';

const SOURCE = fileURLToPath(
  new URL('../integration-tests/registry/verdaccio', import.meta.url),
);
const VERDACCIO = fileURLToPath(
  new URL('../.matrix/verdaccio', import.meta.url),
);

/**
 * Starts Verdaccio on a port of its own and publishes all packages to it, which
 * must have been built. It serves our scope alone; the rest comes from wherever
 * npm is set up to get it.
 *
 * @returns `url`, the argument `npmArgument` with which npm finds our scope
 *   there, and `stop()`
 */
export async function startRegistry() {
  cpSync(SOURCE, VERDACCIO, { recursive: true });
  npmInstall(VERDACCIO);

  const folder = mkdtempSync(join(tmpdir(), 'otel-baggage-registry-'));
  const server = fork(join(VERDACCIO, 'serve.cjs'), [folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = () => {
    server.kill();
    // It may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = `http://127.0.0.1:${await portOf(server)}/`;
    const userconfig = join(folder, 'npmrc');
    // npm wants a token, the registry none.
    writeFileSync(userconfig, `${url.replace('http:', '')}:_authToken=none`);
    const env = {
      ...process.env,
      // Nobody's tokens go to it.
      npm_config_userconfig: userconfig,
      npm_config_registry: url,
      GITHUB_SERVER_URL: 'https://git.example',
      GITHUB_REPOSITORY: 'somebody/otel-baggage',
    };
    const tarballs = join(folder, 'tarballs');
    for (const { filename } of JSON.parse(pack(tarballs, env))) {
      execute('npm', ['publish', join(tarballs, filename)], { env });
    }
    return { url, npmArgument: `--@otel-baggage:registry=${url}`, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function portOf(server) {
  const ended = once(server, 'exit').then(([code, signal]) => {
    throw new Error(`Verdaccio ended with ${code ?? signal}`);
  });
  const [port] = await Promise.race([once(server, 'message'), ended]);
  ended.catch(() => undefined);
  return port;
}
