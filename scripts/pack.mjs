// Packs all published packages, which must have been built:
// `node scripts/pack.mjs <folder>` puts the tarballs into the folder and prints
// npm's report as JSON, one object per package: `name`, `filename`, `files`, ...
//
// In GitHub Actions they name the repository that the workflow runs in, as
// provenance requires; nowhere else is it written down. So they are packed from
// a copy.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute } from './execute.mjs';
import { PACKAGES_FOLDER, publishedFolders } from './published.mjs';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(pack(resolve(process.argv[2])));
}

/**
 * @param folder for the tarballs
 * @returns what npm printed
 */
export function pack(folder, env = process.env) {
  mkdirSync(folder, { recursive: true });
  const copy = mkdtempSync(join(tmpdir(), 'otel-baggage-pack-'));
  try {
    const names = publishedFolders();
    for (const name of names) copyPackage(name, join(copy, name), env);
    return execute(
      'npm',
      [
        'pack',
        '--json',
        '--loglevel=error',
        `--pack-destination=${folder}`,
        ...names.map(name => `./${name}`),
      ],
      { cwd: copy, env },
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyPackage(name, copy, env) {
  const source = join(PACKAGES_FOLDER, name);
  const installed = join(source, 'node_modules');
  cpSync(source, copy, {
    recursive: true,
    filter: path => path !== installed,
  });
  nameRepository(join(copy, 'package.json'), `packages/${name}`, env);
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
