import { parse as parseYaml } from 'yaml';
import { MarkdownFile } from './markdown-file';
import { askService, recordsIn, variablesOf, type Run } from './service';

// "Start" of packages/node, with the application of the README: each line, and
// each way to give it to Node.

const SPEC = 'integration-tests/docs/start.spec.ts';
/** The Node.js that runs TypeScript as it is. */
const TYPES_ARE_STRIPPED = 'typescript' in process.features;
/** As the Kubernetes operator appends it. */
const OPERATOR =
  ' --require @opentelemetry/auto-instrumentations-node/register';

const page = new MarkdownFile('packages/node/README.md');
const application = new MarkdownFile('README.md').blocks.find(({ notes }) =>
  notes.has('run by'),
)!.code;
const [telemetryEsm, telemetryCommonJs] = page.blocks.filter(
  ({ language, code }) => language === 'js' && code.includes('sdk.start()'),
);
const telemetry = {
  'telemetry.mjs': telemetryEsm!.code,
  'telemetry.cjs': telemetryCommonJs!.code,
};
const ofDocker = page.blocks.find(({ language }) => language === 'dockerfile')!;
const ofKubernetes = page.blocks.find(({ language }) => language === 'yaml')!;

const lines = [...page.text.matchAll(/^\| .+ \| `node (--\S+ .+)` +\|$/gm)].map(
  ([, line]) => line!,
);

test('there is a line for ES modules, TypeScript and CommonJS', () => {
  expect(lines).toHaveLength(5);
});

const RUN = lines.filter(
  line =>
    TYPES_ARE_STRIPPED || line.includes('tsx') || !line.endsWith(' app.ts'),
);

/** A project that is compiled to ES modules. */
const COMPILED = {
  'package.json': '{ "type": "module" }',
  'dist/telemetry.js': telemetryEsm!.code,
};

test.each(RUN)('node %s', async line => {
  const args = line.split(' ');
  await expectTenant({
    files: {
      ...(line.includes('dist/') ? COMPILED : telemetry),
      [args.at(-1)!]: application,
    },
    args,
    env: line.includes('/register')
      ? { OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id' }
      : {},
  });
});

const [, ofLambda] =
  /^AWS Lambda[^`]*`NODE_OPTIONS`[\s\S]*?without one\s`(.+?)`/m.exec(
    page.text,
  )!;

test('NODE_OPTIONS of Lambda without a layer', async () => {
  await expectTenant({
    files: { 'app.mjs': application },
    args: ['app.mjs'],
    env: { NODE_OPTIONS: ofLambda!, OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id' },
  });
});

test('NODE_OPTIONS of the Dockerfile', async () => {
  expect(ofDocker.notes.get('run by')).toBe(SPEC);
  await expectTenant({
    files: { 'app.mjs': application },
    args: ['app.mjs'],
    env: variablesOf(ofDocker.code.split('\n')),
  });
});

test('NODE_OPTIONS of the container, with what the Kubernetes operator appends', async () => {
  const { env } = parseYaml(ofKubernetes.code) as {
    env: { name: string; value: string }[];
  };
  const variables = Object.fromEntries(
    env.map(({ name, value }) => [name, value]),
  );
  await expectTenant({
    files: { 'app.cjs': application },
    args: ['app.cjs'],
    env: { ...variables, NODE_OPTIONS: variables.NODE_OPTIONS + OPERATOR },
  });
});

/** The tenant is on a span, on the record of pino, and on the duration. */
async function expectTenant(run: Run): Promise<void> {
  const written = await askService(
    {
      ...run,
      env: {
        OTEL_TRACES_EXPORTER: 'console',
        OTEL_LOGS_EXPORTER: 'console',
        OTEL_METRICS_EXPORTER: 'console',
        ...run.env,
      },
    },
    { path: '/orders', headers: { 'x-tenant': 'acme' } },
  );
  expect(written.stderr).not.toContain('OtelBaggageWarning');
  const withTenant = recordsIn(written).filter(record =>
    record.includes("'tenant.id': 'acme'"),
  );
  for (const part of [
    "name: 'GET /orders'",
    "body: 'orders listed'",
    "name: 'http.server.request.duration'",
  ]) {
    expect(withTenant).toContainEqual(expect.stringContaining(part));
  }
}
