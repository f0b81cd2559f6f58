// Writes the tables of set-ups into docs/compatibility.md, from the rows of
// integration-tests/set-ups and the versions that they were run with:
// `node scripts/set-ups-table.mjs`. With `--check` it fails where they differ.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SET_UPS = 'integration-tests/set-ups';
const PAGE = `${ROOT}docs/compatibility.md`;
const BEGIN = '<!-- set-ups: made by scripts/set-ups-table.mjs -->';
const END = '<!-- end of set-ups -->';

const KINDS = {
  framework: 'Frameworks',
  runtime: 'Runtimes',
  distribution: 'Distributions',
  logs: 'Loggers',
  broker: 'Brokers',
  process: 'Processes',
  peer: 'Peers',
};

const read = name => JSON.parse(readFileSync(`${ROOT}${SET_UPS}/${name}`));
const rows = read('rows.json');
const results = read('results.json');

const given = readFileSync(PAGE, 'utf8');
const made = await withTables(given);
if (process.argv.includes('--check')) {
  if (made !== given) {
    console.error('docs/compatibility.md: run node scripts/set-ups-table.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, made);
}

async function withTables(page) {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest.split(END);
  const tables = Object.entries(KINDS).map(([kind, title]) =>
    tableOf(
      title,
      rows.filter(row => row.kind === kind),
    ),
  );
  const text = `${before}${BEGIN}\n\n${tables.join('\n')}\n${END}${after}`;
  const config = await resolveConfig(PAGE);
  return format(text, { ...config, parser: 'markdown' });
}

function tableOf(title, rowsOfKind) {
  const lines = rowsOfKind
    .map(row => [row.title, versionsOf(row), linesOf(row), lacksOf(row)])
    .map(cells => `| ${cells.join(' | ')} |\n`);
  return `### ${title}\n\n| set-up | run with | its lines | without |\n|---|---|---|---|\n${lines.join('')}`;
}

function versionsOf({ name, notRun }) {
  if (notRun !== undefined) return 'not run';
  const versions = results[name];
  if (versions === undefined) throw new Error(`${name} was never recorded`);
  return Object.entries(versions)
    .map(([each, version]) => `\`${each}\` ${version}`)
    .join(', ');
}

/** Where the lines are that its users write: the application, what starts it. */
function linesOf({ name, others = [], start }) {
  const files = [
    'telemetry.js',
    'instrumentation.node.ts',
    'cluster.js',
    'handler.cjs',
    'worker.js',
    'peer.js',
    'peer.cjs',
    'app.js',
    'app.ts',
    'app/work/route.ts',
  ];
  const links = [name, ...others].flatMap(folder =>
    files
      .map(file => `${SET_UPS}/projects/${folder}/${file}`)
      .filter(path => existsSync(ROOT + path))
      .map(path => `[${path.split('/').at(-1)}](../${path})`),
  );
  const command = start
    .map(each => each.replace('node_modules/.bin/', ''))
    .join(' ')
    .replace('dist/', '');
  return `\`${command}\`: ${links.join(', ')}`;
}

function lacksOf({ without = {}, notRun }) {
  if (notRun !== undefined) return notRun;
  const reasons = [...new Set(Object.values(without))];
  return reasons
    .map(reason => {
      const claims = Object.keys(without).filter(
        claim => without[claim] === reason,
      );
      return `${claims.join(', ')}: ${reason}`;
    })
    .join('; ');
}
