import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TSC = require.resolve('typescript/bin/tsc');

const files = ['every-sdk'];
if (process.env.MATRIX_SDK!.startsWith('sdk2')) files.push('sdk2');
// SDK 3.0 has no `startNodeSdk`.
if (process.env.MATRIX_SDK === 'sdk3') files.push('sdk3');

/** By how packages are looked for; under `node16` ES modules and CommonJS. */
const resolutions: [string, string, string[]][] = [
  ['bundler', 'esnext', ['ts']],
  ['node16', 'node16', ['mts', 'cts']],
];

test.each(resolutions)(
  'what the packages export has the types that the SDK wants, moduleResolution %s',
  (moduleResolution, module, extensions) => {
    const folder = join(__dirname, 'types', moduleResolution);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const extension of extensions) {
      for (const file of files) {
        copyFileSync(
          join(__dirname, 'types', `${file}.ts`),
          join(folder, `${file}.${extension}`),
        );
      }
    }
    const config = {
      compilerOptions: {
        target: 'es2022',
        module,
        moduleResolution,
        strict: true,
        noEmit: true,
        types: ['node'],
        // The types of the SDK are not ours to check.
        skipLibCheck: true,
      },
      include: ['.'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));

    const { stdout } = spawnSync(process.execPath, [TSC, '-p', folder], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  },
  120_000,
);
