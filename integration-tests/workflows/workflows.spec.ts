import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

interface Job {
  needs?: string;
  container?: string;
  permissions?: Record<string, string>;
  steps: Step[];
}

interface Workflow {
  on: unknown;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const root = resolve(__dirname, '../..');
const { scripts } = JSON.parse(read('package.json'));

const yamlFiles = readdirSync(join(root, '.github'), { recursive: true })
  .map(name => join('.github', String(name)))
  .filter(name => name.endsWith('.yml'));
const workflows = yamlFiles.filter(name => name.includes('workflows'));

const ci: Workflow = parse(read('.github/workflows/ci.yml'));
const release: Workflow = parse(read('.github/workflows/release.yml'));

test.each(yamlFiles)('%s is YAML', name => {
  expect(parse(read(name))).toEqual(expect.any(Object));
});

test.each([...workflows, 'CONTRIBUTING.md'])('what %s runs is there', name => {
  const text = read(name);
  const npmScripts = matchesOf(text, /npm run (?:--silent )?([\w:-]+)/g);
  expect(npmScripts.filter(script => !(script in scripts))).toEqual([]);

  const files = matchesOf(text, /(?:node |run: )([\w./-]+\/[\w./-]+)/g);
  expect(files.filter(file => !existsSync(join(root, file)))).toEqual([]);
});

test('every pull request runs all tests, and so does every release before it publishes', () => {
  expect(ci.on).toHaveProperty('pull_request');
  expect(commandsOf(ci, 'test')).toEqual(['.ci/run']);
  expect(commandsOf(release, 'build')).toEqual([
    '.ci/run',
    'node scripts/pack.mjs tarballs',
  ]);
  expect(release.jobs['publish']!.needs).toBe('build');
});

test.each(workflows)('all actions of %s are pinned to a commit', name => {
  const lines = read(name)
    .split('\n')
    .filter(line => /^\s*(- )?uses:/.test(line));
  expect(lines).not.toEqual([]);
  for (const line of lines) {
    expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('all steps of .ci/run can be run', () => {
  const steps = readdirSync(join(root, '.ci/steps'));
  for (const step of ['run', ...steps.map(name => `steps/${name}`)]) {
    accessSync(join(root, '.ci', step), constants.X_OK);
  }
});

test('nothing may write, and one job alone may speak for the project', () => {
  const jobs = [ci, release].flatMap(workflow =>
    Object.entries(workflow.jobs).map(([name, { permissions }]) => [
      name,
      permissions ?? workflow.permissions,
    ]),
  );
  expect(jobs).toEqual([
    ['test', { contents: 'read' }],
    ['build', { contents: 'read' }],
    ['publish', { 'id-token': 'write' }],
  ]);
});

test('a job with an identity of its own runs nothing of the repository, of its dependencies or of an image', () => {
  const privileged = [ci, release]
    .flatMap(({ jobs }) => Object.values(jobs))
    .filter(({ permissions }) => permissions?.['id-token'] === 'write');
  expect(privileged).toHaveLength(1);
  for (const { container, steps } of privileged) {
    expect(container).toBeUndefined();
    expect(steps.flatMap(({ uses }) => uses?.split('@')[0] ?? [])).toEqual([
      'actions/download-artifact',
    ]);
    for (const { run = '' } of steps) {
      expect(run).not.toMatch(
        /npm (ci|i|install|run|exec)\b|npx|\.ci\/|scripts\//,
      );
    }
  }
});

describe('what publishes the tarballs', () => {
  const publish = release.jobs['publish']!.steps.at(-1)!;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otel-baggage-release-'));
    for (const name of ['package', 'tarballs', 'bin']) {
      mkdirSync(join(folder, name));
    }
    for (const name of ['a', 'b', 'c']) {
      writeFileSync(
        join(folder, 'package/package.json'),
        JSON.stringify({ name: `@scope/${name}`, version: '1.2.3' }),
      );
      const { status } = spawnSync(
        'tar',
        ['-czf', `tarballs/${name}.tgz`, 'package'],
        { cwd: folder },
      );
      expect(status).toBe(0);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the step with a program in the place of npm. Returns npm's calls. */
  function run(npm: string): { status: number | null; calls: string[] } {
    const program = `#!/bin/sh\necho "$*" >> calls\n${npm}\n`;
    writeFileSync(join(folder, 'bin/npm'), program, { mode: 0o755 });
    // As GitHub runs a step that names no shell.
    const { status } = spawnSync('bash', ['-e', '-c', publish.run!], {
      cwd: folder,
      env: { ...process.env, PATH: `${folder}/bin:${process.env['PATH']}` },
    });
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim();
    return { status, calls: calls.split('\n') };
  }

  const published = (name: string) =>
    `publish --provenance --access public --ignore-scripts ./tarballs/${name}.tgz`;

  test('publishes each, with provenance, but for what is there already', () => {
    const { status, calls } = run(
      `case "$*" in 'view @scope/b@1.2.3 version') echo 1.2.3;; view*) exit 1;; esac`,
    );
    expect(status).toBe(0);
    expect(calls.filter(call => call.startsWith('publish'))).toEqual([
      published('a'),
      published('c'),
    ]);
  });

  test('fails where one cannot be published', () => {
    const { status, calls } = run(`[ "$1" = view ] || exit 1`);
    expect(status).toBe(1);
    expect(calls.at(-1)).toBe(published('a'));
  });
});

function commandsOf(workflow: Workflow, job: string): string[] {
  return workflow.jobs[job]!.steps.flatMap(({ run }) => run?.trim() ?? []);
}

function matchesOf(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), match => match[1]!);
}

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}
