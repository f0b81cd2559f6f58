// Other versions of Node.js, from the npm package `node`.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall } from './execute.mjs';

const HOME = fileURLToPath(new URL('../.matrix', import.meta.url));

/**
 * Installs a version in `.matrix/<spec>`, if it is not there yet.
 *
 * @param spec as in `node@24`
 * @returns the path of its binary, and an environment in which `node` is that one
 */
export function installNode(spec) {
  const project = join(HOME, spec);
  const binary = join(project, 'node_modules/node/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    npmInstall(project, [spec]);
  }
  const PATH = dirname(binary) + delimiter + process.env.PATH;
  return { binary, env: { ...process.env, PATH } };
}
