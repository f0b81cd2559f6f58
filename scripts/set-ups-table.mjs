// Writes the tables of set-ups into docs/compatibility.md, from the rows of
// integration-tests/set-ups and the versions that they were run with, and their
// outputs into the recipes: `node scripts/set-ups-table.mjs`. With `--check` it
// fails where they differ.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SET_UPS = 'integration-tests/set-ups';
const BEGIN = '<!-- set-ups: made by scripts/set-ups-table.mjs -->';
const END = '<!-- end of set-ups -->';

const KINDS = {
  framework: 'Frameworks',
  runtime: 'Runtimes',
  distribution: 'Distributions',
  logs: 'Loggers',
  broker: 'Brokers',
  process: 'Processes',
  'package manager': 'Package managers',
  peer: 'Peers',
};

const RECORDED = {
  python: { title: 'Python', program: 'peer.py' },
  php: { title: 'PHP', program: 'peer.php' },
  cpp: { title: 'C++', program: 'peer.cpp' },
  java: { title: 'Java', program: 'Peer.java' },
  go: { title: 'Go', program: 'peer.go' },
};

const read = name => JSON.parse(readFileSync(`${ROOT}${SET_UPS}/${name}`));
const rows = read('rows.json');
const results = read('results.json');

const outputs = read('outputs.json');

const pages = [
  ['docs/compatibility.md', withTables],
  ['docs/recipes/frameworks.md', withOutputs],
  ['docs/recipes/distributions.md', withOutputs],
];
for (const [name, make] of pages) {
  const page = `${ROOT}${name}`;
  const given = readFileSync(page, 'utf8');
  const config = await resolveConfig(page);
  const made = await format(make(given), { ...config, parser: 'markdown' });
  if (!process.argv.includes('--check')) {
    writeFileSync(page, made);
  } else if (made !== given) {
    console.error(`${name}: run node scripts/set-ups-table.mjs`);
    process.exitCode = 1;
  }
}

/** Behind each `<!-- output of: ROW -->` a block with what came of a request. */
function withOutputs(page) {
  return page.replace(
    /(<!-- output of: (\S+) -->)(\s*```text\n[\s\S]*?```)?/g,
    (_, note, row) => {
      if (outputs[row] === undefined) throw new Error(`${row} has no output`);
      return `${note}\n\n\`\`\`text\n${outputs[row].join('\n')}\n\`\`\``;
    },
  );
}

function withTables(page) {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest.split(END);
  const tables = Object.entries(KINDS).map(([kind, title]) =>
    tableOf(
      title,
      rows.filter(row => row.kind === kind),
    ),
  );
  return `${before}${BEGIN}\n\n${tables.join('\n')}\n${END}${after}`;
}

function tableOf(title, rowsOfKind) {
  const ofRows = rowsOfKind.map(row => [
    row.title,
    versionsOf(row),
    row.notRun === undefined ? linesOf(row) : '',
    lacksOf(row),
  ]);
  const recorded = title === KINDS.peer ? recordedRows() : [];
  const last = title === KINDS.peer ? 'does not understand' : 'without';
  const lines = [...ofRows, ...recorded].map(
    cells => `| ${cells.join(' | ')} |\n`,
  );
  return `### ${title}\n\n| set-up | run with | its lines | ${last} |\n|---|---|---|---|\n${lines.join('')}`;
}

function versionsOf({ name, notRun }) {
  if (notRun !== undefined) return 'not run here';
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
    'page.js',
    'peer.js',
    'peer.cjs',
    'app.js',
    'app.cjs',
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
  return [command && `\`${command}\``, links.join(', ')]
    .filter(Boolean)
    .join(': ');
}

function lacksOf({ without = {}, notRun, understood }) {
  if (notRun !== undefined) return notRun;
  if (understood !== undefined) return lossesOf(understood);
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

/** Rows of other languages, whose exchanges were recorded. */
function recordedRows() {
  const folder = 'integration-tests/other-languages';
  return Object.entries(RECORDED).map(([language, { title, program }]) => {
    const file = `${folder}/recorded/${language}.json`;
    const { source, exchanges } = JSON.parse(readFileSync(ROOT + file));
    const links = [`programs/${program}`, `recorded/${language}.json`].map(
      path => `[${path.split('/').at(-1)}](../${folder}/${path})`,
    );
    return [
      `OpenTelemetry ${title}, recorded`,
      source,
      links.join(', '),
      lossesOf(exchanges),
    ];
  });
}

/** Which entries a peer did not understand, of which headers. */
function lossesOf(exchanges) {
  return exchanges
    .map(({ header, entries }) => {
      const keys = header.split(',').map(member => member.split('=')[0]);
      const understood = entries.flatMap(([key]) => [
        key,
        encodeURIComponent(key),
      ]);
      const lost = keys.filter(key => !understood.includes(key));
      return lost.length > 0 && `\`${header}\`: ${lost.join(', ')}`;
    })
    .filter(Boolean)
    .join('; ');
}
