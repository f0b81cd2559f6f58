import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './rows';

/**
 * Writes down with which versions a row was run, for the tables of
 * docs/compatibility.md, and what came of a request, for the recipes; only for
 * `npm run test:set-ups -- --record`.
 */
export function recordResult(
  { name, packages }: Row,
  folder: string,
  output?: string[],
): void {
  if (process.env.SET_UPS_RECORD !== 'true') return;
  const versions = Object.fromEntries(
    packages.map(each => [each, versionOf(each, folder)]),
  );
  add('results.json', name, versions);
  if (output !== undefined) add('outputs.json', name, output);
}

function add(file: string, name: string, value: unknown): void {
  const path = join(__dirname, file);
  const all = JSON.parse(readFileSync(path, 'utf8'));
  const sorted = Object.entries({ ...all, [name]: value }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const text = JSON.stringify(Object.fromEntries(sorted), null, 2);
  writeFileSync(path, `${text}\n`);
}

function versionOf(name: string, folder: string): string {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  if (existsSync(manifest)) {
    return JSON.parse(readFileSync(manifest, 'utf8')).version;
  }
  // Plug'n'Play has no node_modules.
  const lines = readFileSync(join(folder, 'yarn.lock'), 'utf8').split('\n');
  const entry = lines.findIndex(line => line.startsWith(`"${name}@npm:`));
  return lines[entry + 1]!.replace('version:', '').trim();
}
