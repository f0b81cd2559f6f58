// The reports of what each package exports, so that a change of it shows in
// review: `node scripts/api.mjs` writes them to api/<package>.api.md,
// `node scripts/api.mjs --check` fails where one is not up to date.
// The packages must have been built: their declarations are what is read.

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = join(ROOT, 'api');
const DECLARATIONS = 'dist/index.d.mts';

const isCheck = process.argv.includes('--check');

mkdirSync(REPORTS, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), 'otel-baggage-api-'));
for (const name of readdirSync(join(ROOT, 'packages'))) {
  // The command exports nothing.
  if (existsSync(join(ROOT, 'packages', name, DECLARATIONS))) report(name);
}
rmSync(temporary, { recursive: true });

function report(name) {
  const { succeeded, apiReportChanged } = Extractor.invoke(configFor(name), {
    localBuild: !isCheck,
    messageCallback: message => {
      // Said below, in fewer words.
      if (message.category === 'console') message.handled = true;
    },
  });
  if (isCheck && apiReportChanged) {
    console.error(
      `api/${name}.api.md does not fit what @otel-baggage/${name} exports: run \`npm run api\` and look at the difference`,
    );
  } else if (apiReportChanged) {
    console.log(`api/${name}.api.md changed`);
  }
  if (!succeeded) process.exitCode = 1;
}

function configFor(name) {
  const projectFolder = join(ROOT, 'packages', name);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, DECLARATIONS),
      compiler: {
        overrideTsconfig: {
          extends: '../../tsconfig.base.json',
          files: [DECLARATIONS],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: REPORTS,
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          // All that is exported is public; the reference says what it is for.
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
          // Types that a caller never names: they are a part of the report.
          'ae-forgotten-export': {
            logLevel: 'none',
            addToApiReportFile: true,
          },
        },
      },
    },
  });
}
