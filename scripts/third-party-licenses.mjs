// A plugin for the build: puts the licences of all packages whose code becomes a
// part of ours beside it.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function thirdPartyLicenses() {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const folders = new Set();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id);
          if (folder !== null) folders.add(folder[0]);
        }
      }
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-LICENSES.txt',
        source: [...folders].sort().map(licenseIn).join('\n'),
      });
    },
  };
}

function licenseIn(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(78)}\n`;
}
