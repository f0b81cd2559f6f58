import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

interface Workflow {
  on: unknown;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
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
  const npmScripts = matchesOf(text, /npm run (?:--silent )?([\w:]+)/g);
  expect(npmScripts.filter(script => !(script in scripts))).toEqual([]);

  const files = matchesOf(text, /(?:node |run: )([\w./-]+\/[\w./-]+)/g);
  expect(files.filter(file => !existsSync(join(root, file)))).toEqual([]);
});

test('every pull request runs all tests, and so does every release before it publishes', () => {
  expect(ci.on).toHaveProperty('pull_request');
  expect(commandsOf(ci, 'test')).toEqual(['.ci/run']);

  const commands = commandsOf(release, 'publish');
  expect(commands[0]).toBe('.ci/run');
  expect(commands.at(-1)).toBe('node scripts/publish.mjs');
});

test('all steps of .ci/run can be run', () => {
  const steps = readdirSync(join(root, '.ci/steps'));
  for (const step of ['run', ...steps.map(name => `steps/${name}`)]) {
    accessSync(join(root, '.ci', step), constants.X_OK);
  }
});

test('a release carries provenance, and nothing else may write', () => {
  const { permissions, steps } = release.jobs['publish']!;
  expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(steps.at(-1)!.env).toMatchObject({ NPM_CONFIG_PROVENANCE: 'true' });
  expect([ci.permissions, release.permissions]).toEqual([
    { contents: 'read' },
    { contents: 'read' },
  ]);
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
