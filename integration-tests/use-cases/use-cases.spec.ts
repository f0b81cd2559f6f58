import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = resolve(ROOT, 'examples/use-cases');
const README = readFileSync(resolve(EXAMPLES, 'README.md'), 'utf8');

/** Complains of each answer whose type a browser may guess. */
const WATCH = resolve(__dirname, 'watch-answers.cjs');

/**
 * What a program prints. Rejects where it ends with another code than 0, or not
 * by itself.
 */
async function run(name: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--require', WATCH, `examples/use-cases/${name}.mjs`],
    { cwd: ROOT, env: silentEnvironment(), timeout: 50_000 },
  );
  expect(stderr).toBe('');
  return stdout;
}

function silentEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('OTEL_'),
  );
  return Object.fromEntries(others);
}

/** What the README says that a program prints. */
function shownFor(name: string): string {
  const section = README.split(`\n\`${name}\`:`)[1] ?? '';
  const [, shown = ''] = section.match(/```text\n([^`]*)```/) ?? [];
  return shown;
}

test.each([
  'user-identification',
  'request-tracking',
  'feature-flags',
  'multi-tenancy',
])('%s prints what the README says, and ends with 0', async name => {
  expect(shownFor(name)).not.toBe('');
  expect(await run(name)).toBe(shownFor(name));
});

test('A3 user identification: no name on a span, and one hash per user', async () => {
  const spans = (await run('user-identification'))
    .split('\n')
    .filter(line => line.startsWith('span'));
  expect(spans.join()).not.toContain('@');
  const ids = spans.map(line => line.match(/user\.id=([0-9a-f]{12})$/)?.[1]);
  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBe(2);
});

test('A6 request tracking: the lines of one request, of both services', async () => {
  const [first, ...lines] = (await run('request-tracking')).trim().split('\n');
  expect(first).toBe('9 log lines, those of r-2:');
  expect(lines.map(line => line.trim())).toEqual([
    'cart: article added',
    'stock: 3 left',
    'cart: done',
  ]);
});

test('M2 feature flags: the counter has what the customers paid', async () => {
  const lines = (await run('feature-flags')).split('\n');
  const paid = lines.flatMap(line => line.match(/pays (\d+)/)?.[1] ?? []);
  const counted = lines.flatMap(line => line.match(/: (\d+) EUR$/)?.[1] ?? []);
  expect(paid).toHaveLength(6);
  expect(sum(counted)).toBe(sum(paid));
});

function sum(numbers: string[]): number {
  return numbers.reduce((total, number) => total + Number(number), 0);
}
