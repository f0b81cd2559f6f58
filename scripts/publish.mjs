// Publishes all packages, which must have been built, with Lerna:
// `node scripts/publish.mjs [--registry URL]`. What the registry already has in
// that version is left out.
//
// It is done from a copy: Lerna writes into the package.json files and wants a
// clean working tree. In GitHub Actions the copies name the repository that the
// workflow runs in, as provenance requires; nowhere else is it written down.

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute } from './execute.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(publish(process.argv.slice(2)));
}

/**
 * @param args arguments for `lerna publish`
 * @param env its environment
 * @returns what Lerna printed
 */
export function publish(args, env = process.env) {
  const copy = mkdtempSync(join(tmpdir(), 'otel-baggage-publish-'));
  try {
    copyPackages(copy, env);
    return execute(
      process.execPath,
      [
        join(ROOT, 'node_modules/lerna/dist/cli.js'),
        'publish',
        'from-package',
        '--yes',
        '--no-git-reset',
        ...args,
      ],
      { cwd: copy, env: { ...env, NX_DAEMON: 'false' } },
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyPackages(copy, env) {
  for (const name of ['package.json', 'lerna.json']) {
    cpSync(join(ROOT, name), join(copy, name));
  }
  symlinkSync(
    join(ROOT, 'node_modules'),
    join(copy, 'node_modules'),
    'junction',
  );
  for (const name of readdirSync(join(ROOT, 'packages'))) {
    const folder = join(copy, 'packages', name);
    const installed = resolve(ROOT, 'packages', name, 'node_modules');
    cpSync(join(ROOT, 'packages', name), folder, {
      recursive: true,
      filter: source => source !== installed,
    });
    nameRepository(join(folder, 'package.json'), `packages/${name}`, env);
  }
}

function nameRepository(file, directory, env) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = env;
  if (GITHUB_REPOSITORY === undefined) return;
  const address = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(manifest, {
    repository: { type: 'git', url: `git+${address}.git`, directory },
    homepage: `${address}/tree/main/${directory}#readme`,
    bugs: `${address}/issues`,
  });
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
