// Records what OpenTelemetry of other languages understands of headers and what
// it sends on, from a checkout of its source:
//
//   node scripts/record-languages.mjs LANGUAGE CHECKOUT
//
// Each program of integration-tests/other-languages/programs calls the SDK's own
// propagator. They need Debian's python3, php-cli and php-mbstring, g++,
// default-jdk with libgoogle-auto-value-java, or golang-go with
// golang-opentelemetry-otel-dev, whose sources take the place of a checkout.

import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const FOLDER = fileURLToPath(
  new URL('../integration-tests/other-languages/', import.meta.url),
);
const JARS = '/usr/share/java/';

const [language, given = '.'] = process.argv.slice(2);
const checkout = resolve(given);
const output = mkdtempSync(join(tmpdir(), 'otel-baggage-language-'));
const program = name => join(FOLDER, 'programs', name);

/** How each is run: the command, its variables, and what is done before. */
const LANGUAGES = {
  python: () => ({
    command: ['python3', program('peer.py')],
    env: { PYTHONPATH: join(checkout, 'opentelemetry-api/src') },
  }),
  php: () => ({
    command: ['php', program('peer.php')],
    env: { CHECKOUT: checkout },
  }),
  cpp: () => ({
    before: [
      'g++',
      '-std=c++17',
      `-I${join(checkout, 'api/include')}`,
      program('peer.cpp'),
      `-o${join(output, 'peer')}`,
    ],
    command: [join(output, 'peer')],
  }),
  java: () => {
    const jars = readdirSync(JARS).map(jar => JARS + jar);
    const path = jars.filter(jar => jar.endsWith('.jar')).join(':');
    return {
      before: [
        'javac',
        '-nowarn',
        '-d',
        output,
        '-cp',
        path,
        ...['api/all', 'context', 'common'].flatMap(sourcesOf),
        program('Peer.java'),
      ],
      command: ['java', '-cp', output, 'Peer'],
    };
  },
  go: () => ({
    command: ['go', 'run', program('peer.go')],
    env: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' },
  }),
};

const known = Object.keys(LANGUAGES);
if (!known.includes(language)) {
  console.error(`expected one of: ${known.join(', ')}`);
  process.exit(2);
}

try {
  const { before, command, env } = LANGUAGES[language]();
  if (before !== undefined) run(before);
  const headers = JSON.parse(readFileSync(join(FOLDER, 'headers.json')));
  const lines = run(command, env, headers.map(expand).join('\n') + '\n');
  const exchanges = lines
    .trim()
    .split('\n')
    .map((line, i) => ({ header: headers[i], ...JSON.parse(shorten(line)) }));
  const recording = { source: sourceOf(), exchanges };
  const file = join(FOLDER, 'recorded', `${language}.json`);
  writeFileSync(
    file,
    await format(JSON.stringify(recording), { parser: 'json' }),
  );
} finally {
  rmSync(output, { recursive: true });
}

function run([command, ...args], env = {}, input = '') {
  return execFileSync(command, args, {
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

function sourcesOf(part) {
  const folder = join(checkout, part, 'src/main/java');
  return readdirSync(folder, { recursive: true })
    .filter(file => file.endsWith('.java') && !file.includes('module-info'))
    .map(file => join(folder, file));
}

/** Which source it is: a commit, or the version of Debian's package. */
function sourceOf() {
  if (language === 'go') {
    const name = 'golang-opentelemetry-otel-dev';
    return run(['dpkg-query', '-W', '-f', '${Version}', name]);
  }
  return run(['git', '-C', checkout, 'rev-parse', '--short=9', 'HEAD']).trim();
}

/** `x{4096}` stands for so many. */
function expand(header) {
  return header.replace(/x\{(\d+)\}/, (_, count) => 'x'.repeat(count));
}

function shorten(text) {
  return text.replace(/x{100,}/g, run => `x{${run.length}}`);
}
