import { copyFileSync } from 'node:fs';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';

const COMPILERS = ['typescript', 'typescript-6'];

let project: InstalledProject;

beforeAll(() => {
  project = InstalledProject.install('typescript');
  for (const extension of ['mts', 'cts']) {
    copyFileSync(
      project.path('telemetry.ts'),
      project.path(`telemetry.${extension}`),
    );
  }
}, INSTALL_TIMEOUT);
afterAll(() => project?.remove());

describe.each(COMPILERS)('strict, all declarations checked, %s', compiler => {
  const compile = (config: string) =>
    project.run('node', `node_modules/${compiler}/bin/tsc`, '-p', config);

  test('moduleResolution bundler: it compiles', () => {
    compile('tsconfig.bundler.json');
  }, 120_000);

  test('moduleResolution node16: it compiles to ES modules and to CommonJS, and both run', () => {
    compile('tsconfig.json');
    for (const output of ['telemetry.mjs', 'telemetry.cjs']) {
      expect(JSON.parse(project.run('node', output))).toEqual({
        attributes: [{ 'tenant.id': 'acme' }],
        baggage: 'tenant.id=acme,secret=1',
        entries: 2,
      });
    }
  }, 120_000);
});
