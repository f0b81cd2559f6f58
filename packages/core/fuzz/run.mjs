// Coverage-guided fuzzing: `node run.mjs [seconds] [target...]`, 20 seconds in
// sum over all targets by default. Ends with 1 if an input was found that
// breaks a rule; that input is kept in dist/findings. FUZZ_SEED, a number, makes
// a run like the one before; without it each run is another.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adaptAddon } from './adapt-addon.mjs';

const SHOWN_LINES = 60;
const JAZZER = '@jazzer.js';

process.chdir(dirname(fileURLToPath(import.meta.url)));

const [seconds = '20', ...chosen] = process.argv.slice(2);
const targets = chosen.length > 0 ? chosen : readdirSync('corpus');
const secondsEach = Math.ceil(Number(seconds) / targets.length);
if (!(secondsEach > 0)) throw new TypeError(`no number of seconds: ${seconds}`);

install();
loadable();
build();
for (const target of targets) {
  if (!(await fuzz(target))) process.exitCode = 1;
}

function install() {
  if (existsSync(join('node_modules', JAZZER, 'core'))) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** See that the native addon can be loaded here. */
function loadable() {
  const fuzzer = join('node_modules', JAZZER, 'fuzzer');
  const name = `fuzzer-${process.platform}-${process.arch}.node`;
  const addon = join(fuzzer, 'prebuilds', name);
  if (!existsSync(addon)) throw new Error(`the fuzzer has no ${name}`);
  // This is where it looks first.
  const adapted = join(fuzzer, 'dist', 'prebuilds', name);
  if (existsSync(adapted) || loads(addon)) return;
  mkdirSync(dirname(adapted), { recursive: true });
  adaptAddon(addon, adapted);
}

function loads(addon) {
  const load = 'process.dlopen({ exports: {} }, process.argv[1])';
  return spawnSync(process.execPath, ['-e', load, addon]).status === 0;
}

function build() {
  const { resolve } = createRequire(import.meta.url);
  run(process.execPath, [resolve('typescript/bin/tsc'), '-p', '.']);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}`);
}

/** Fuzzes one target and tells the outcome; whether nothing was found. */
async function fuzz(target) {
  const grown = join('dist', 'corpus', target);
  const findings = join('dist', 'findings', target);
  for (const folder of [grown, findings])
    mkdirSync(folder, { recursive: true });

  const output = [];
  const fuzzer = spawn(
    process.execPath,
    [
      join('node_modules', JAZZER, 'core', 'dist', 'cli.js'),
      join('dist', 'core/fuzz', `${target}.fuzz.js`),
      ...['--sync', '--includes', 'dist/', '--timeout', '60000'],
      ...[grown, join('corpus', target)],
      '--',
      `-max_total_time=${secondsEach}`,
      '-max_len=2048',
      '-len_control=20',
      '-dict=dictionary.txt',
      '-print_final_stats=1',
      ...(process.env.FUZZ_SEED ? [`-seed=${process.env.FUZZ_SEED}`] : []),
      `-artifact_prefix=${findings}/`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [fuzzer.stdout, fuzzer.stderr]) {
    stream.setEncoding('utf8').on('data', text => output.push(text));
  }
  const code = await new Promise(resolve => fuzzer.on('close', resolve));

  const text = output.join('');
  const executions = /number_of_executed_units:\s*(\d+)/.exec(text)?.[1];
  const passed = code === 0 && Number(executions) > 0;
  const outcome = passed ? 'nothing found' : `FAILED, see ${findings}`;
  console.log(`${target}: ${executions ?? 'no'} executions, ${outcome}`);
  if (!passed) console.log(text.split('\n').slice(-SHOWN_LINES).join('\n'));
  return passed;
}
