// Packs all published packages, which must have been built:
// `node scripts/pack.mjs <folder>` puts the tarballs into the folder and prints
// npm's report as JSON, one object per package: `name`, `filename`, `files`, ...

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PACKAGES_FOLDER, publishedFolders } from './published.mjs';

const folder = resolve(process.argv[2]);

mkdirSync(folder, { recursive: true });
const { status } = spawnSync(
  'npm',
  [
    'pack',
    '--json',
    '--loglevel=error',
    `--pack-destination=${folder}`,
    ...publishedFolders().map(name => `./${name}`),
  ],
  {
    cwd: PACKAGES_FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  },
);
process.exitCode = status ?? 1;
