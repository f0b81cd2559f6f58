// The packages that are published: all but the private ones.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PACKAGES = new URL('../packages/', import.meta.url);

/** The folder that holds them all. */
export const PACKAGES_FOLDER = fileURLToPath(PACKAGES);

/** The names of their folders. */
export function publishedFolders() {
  return readdirSync(PACKAGES).filter(name => {
    const manifest = new URL(`${name}/package.json`, PACKAGES);
    return !JSON.parse(readFileSync(manifest, 'utf8')).private;
  });
}
