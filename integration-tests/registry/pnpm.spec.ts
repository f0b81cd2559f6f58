import { exportTo } from '../matrix/support/application-process';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import { runApp } from '../node-sdk/run-app';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';
import { countByTenant } from './tenants-in-turn';

const REGISTER = '@otel-baggage/node/register';

/** pnpm's strict layout: a package finds what it names, and nothing else. */
let project: InstalledProject;

beforeAll(() => {
  project = InstalledProject.install('pnpm', {
    installer: ['npx', '--yes', 'pnpm@12', 'install'],
  });
}, INSTALL_TIMEOUT);
afterAll(() => project?.remove());

test('nothing but what package.json names is found', () => {
  for (const name of ['@otel-baggage/core', '@opentelemetry/api-logs']) {
    expect(() => project.run('node', '-e', `require('${name}')`)).toThrow(
      'MODULE_NOT_FOUND',
    );
  }
});

test.each([
  ['--require', 'app.cjs'],
  ['--import', 'app.cjs'],
  ['--import', 'app.mjs'],
])(
  'R2 %s register with %s, which has the helpers from the same package',
  async (option, app) => {
    const receiver = await OtlpReceiver.start();
    try {
      const ended = await runApp(
        project.path(app),
        {
          ...exportTo(receiver.endpoint),
          OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
          OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici',
        },
        [option, REGISTER],
        project.folder,
      );
      expect(ended).toEqual({
        code: 0,
        signal: null,
        stdout: 'tenant.id=acme,secret=1\n',
        stderr: '',
      });
      const spans = receiver.spans.map(({ kind, attributes }) => [
        kind,
        attributes['tenant.id'],
      ]);
      expect(spans.sort()).toEqual([
        ['client', 'acme'],
        ['internal', 'acme'],
        ['server', 'acme'],
      ]);
      expect(countByTenant(receiver.dataPoints)).toEqual({
        works: { acme: 1 },
        'http.server.request.duration': { acme: 1 },
      });
    } finally {
      await receiver.stop();
    }
  },
  90_000,
);
