import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// A copy of this file runs in each project of the matrix.
const project = join(__dirname, '..');
// The command has no exports.
const names = readdirSync(join(project, 'node_modules/@otel-baggage'))
  .filter(name => name !== 'cli')
  .map(name => `@otel-baggage/${name}`);

test('the SDK and our packages are those of the project', () => {
  const { dependencies } = JSON.parse(
    readFileSync(join(project, 'package.json'), 'utf8'),
  );
  for (const name of [...Object.keys(dependencies), ...names]) {
    expect(require.resolve(name)).toContain(join(project, 'node_modules'));
  }
});

describe.each(['smoke-require.cjs', 'smoke-import.mjs'])('%s', app => {
  const seen = JSON.parse(
    execFileSync(process.execPath, [join(__dirname, app), ...names], {
      encoding: 'utf8',
    }),
  );

  test('runs under the Node version of the row', () => {
    expect(seen.node).toBe(process.version);
    const [, version] = process.env.MATRIX_NODE!.split('@');
    if (version !== 'latest') expect(seen.node).toContain(`v${version}`);
  });

  test('finds every package', () => {
    expect(Object.keys(seen.exported)).toContain('@otel-baggage/node');
    for (const name of names) {
      expect([name, seen.exported[name]]).not.toEqual([name, []]);
    }
  });

  test('A1, A6 a span, a log record and a data point have the included key and no other', () => {
    const attributes = { 'tenant.id': 'acme' };
    expect(seen.spans).toEqual([attributes]);
    expect(seen.records).toEqual([attributes]);
    expect(seen.points).toEqual([{ attributes, value: 1 }]);
  });

  test('I5 the header goes on as it came', () => {
    expect(seen.sent.baggage).toBe('tenant.id=acme;source=gateway,secret=1');
  });
});

test('the command runs', () => {
  const command = join(project, 'node_modules/@otel-baggage/cli/dist/main.mjs');
  const args = [command, 'inspect', 'tenant.id=acme', '--json'];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  expect(output).toContain('tenant.id');
});
