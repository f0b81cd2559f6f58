import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../support/run';

// What a publisher looks at before a release. How the packages behave once they
// are installed from a registry is in ../registry.

interface Packed {
  name: string;
  filename: string;
}

interface Manifest {
  name: string;
  engines: { node: string };
  exports?: unknown;
  dependencies?: Record<string, string>;
  private?: boolean;
  sideEffects?: boolean | string[];
}

interface SourceMap {
  sources: string[];
  sourcesContent?: (string | null)[];
}

const root = resolve(__dirname, '../..');
const manifests = readdirSync(join(root, 'packages'))
  .map((folder): Manifest => readJson(root, 'packages', folder, 'package.json'))
  .filter(manifest => !manifest.private);
const names = manifests.map(({ name }) => name);
const libraries = manifests.filter(manifest => manifest.exports !== undefined);

let folder: string;
let tarballs: Map<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-baggage-published-'));
  const packed: Packed[] = JSON.parse(
    run(root, 'node', 'scripts/pack.mjs', folder),
  );
  tarballs = new Map(
    packed.map(({ name, filename }) => [name, join(folder, filename)]),
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(names)('publint has no remark on %s', name => {
  const args = ['run', tarballs.get(name)!, '--strict', '--pack=false'];
  expect(
    run(root, 'node', 'node_modules/publint/src/cli.js', ...args),
  ).toContain('All good!');
});

test.each(libraries.map(({ name }) => name))(
  'the types of %s are right in every way to resolve them',
  name => {
    const cli = 'node_modules/@arethetypeswrong/cli/dist/index.js';
    run(root, 'node', cli, tarballs.get(name)!, '--profile=strict');
  },
);

describe('what a package adds to a bundle', () => {
  const cli = 'node_modules/size-limit/bin.js';

  test('is within the limits of .size-limit.js', () => {
    run(root, 'node', cli);
  });

  test('is little where one function of core is all that is imported', () => {
    const sizes: { name: string; size: number }[] = JSON.parse(
      run(root, 'node', cli, '--json'),
    );
    const sizeOf = (wanted: string) =>
      sizes.find(({ name }) => name === wanted)!.size;
    expect(sizeOf('core: getBaggage') / sizeOf('core: *')).toBeLessThan(0.1);
  });
});

describe.each(manifests)('package.json of $name', manifest => {
  test('asks for a Node.js from a version on that it is tested with', () => {
    const rows: { node: string }[] = readJson(
      root,
      'integration-tests/matrix.json',
    );
    const oldest = manifest.engines.node.replace('>=', 'node@');
    expect(rows.map(({ node }) => node)).toContain(oldest);
  });

  test('asks for its neighbours in the very version that it was built with', () => {
    const { version } = readJson<{ version: string }>(root, 'lerna.json');
    const neighbours = Object.entries(manifest.dependencies ?? {}).filter(
      ([name]) => names.includes(name),
    );
    expect(neighbours.filter(([, range]) => range !== version)).toEqual([]);
  });
});

test.each(
  libraries
    .filter(({ sideEffects }) => sideEffects === false)
    .map(({ name }) => [name]),
)('loading %s leaves no trace', name => {
  const script = `
    const traces = () => JSON.stringify([
      Reflect.ownKeys(globalThis).map(String),
      process.eventNames().map(name => process.listenerCount(name)),
      process.getActiveResourcesInfo(),
    ]);
    require('@opentelemetry/api');
    const before = traces();
    require('${name}');
    console.log(traces() === before);`;
  expect(run(root, 'node', '-e', script)).toBe('true\n');
});

describe.each(names)('source maps of %s', name => {
  let unpacked: string;

  beforeAll(() => {
    unpacked = join(folder, name.replace('/', '-'));
    mkdirSync(unpacked);
    run(root, 'tar', '-xzf', tarballs.get(name)!, '-C', unpacked);
  });

  test('each program with code of ours has one, with sources that it holds or that are there', () => {
    const dist = join(unpacked, 'package/dist');
    const textOf = (file: string) => readFileSync(join(dist, file), 'utf8');
    const programs = readdirSync(dist)
      .filter(file => /\.[cm]js$/.test(file))
      .filter(file => textOf(file).includes('//#region src/'));
    expect(programs).not.toEqual([]);
    for (const program of programs) {
      expect(textOf(program)).toContain(`//# sourceMappingURL=${program}.map`);
      const { sources, sourcesContent = [] } = readJson<SourceMap>(
        dist,
        `${program}.map`,
      );
      const isThere = (source: string, at: number) =>
        Boolean(sourcesContent[at]) || existsSync(join(dist, source));
      expect(sources.filter(isThere)).toEqual(sources);
    }
  });
});

test('a stack shows the line of the source', () => {
  const script = `require('@otel-baggage/core').compileKeyPatterns('*')`;
  expect(() => run(root, 'node', '--enable-source-maps', '-e', script)).toThrow(
    /packages\/core\/src\/options\.ts:\d+/,
  );
});

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}
