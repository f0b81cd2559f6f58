import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../support/run';

interface Manifest {
  private?: boolean;
  version: string;
  main?: string;
  module?: string;
  types?: string;
  bin?: Record<string, string>;
  exports?: unknown;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
}

type ExportedNames = Record<string, string[]>;

const root = resolve(__dirname, '../..');
const names = readdirSync(join(root, 'packages'))
  .map(name => `@otel-baggage/${name}`)
  .filter(name => !manifestOf(name).private)
  .sort();
/** All but the command. */
const libraries = names.filter(name => manifestOf(name).exports !== undefined);

let project: string;
let packed: Packed[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'otel-baggage-packages-'));
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  packed = JSON.parse(
    run(project, process.execPath, join(root, 'scripts/pack.mjs'), project),
  );
  const api = readJson(
    join(root, 'node_modules/@opentelemetry/api/package.json'),
  );
  run(
    project,
    'npm',
    'install',
    '--prefer-offline',
    '--loglevel=error',
    `@opentelemetry/api@${api.version}`,
    ...packed.map(({ filename }) => `./${filename}`),
  );
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('every package is packed', () => {
  expect(packed.map(({ name }) => name).sort()).toEqual(names);
});

describe.each(names)('the tarball of %s', name => {
  const manifest = manifestOf(name);

  test('holds the licence, a README and each file that package.json names', () => {
    const { main, module, types, bin, exports } = manifest;
    const named = stringsIn([main, module, types, bin, exports]).map(path =>
      path.replace('./', ''),
    );
    expect(named).toContain(bin ? 'dist/main.mjs' : 'dist/index.d.mts');
    expect(filesOf(name)).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', ...named]),
    );
  });

  test('holds no tests and nothing else but dist', () => {
    const files = ['LICENSE', 'README.md', 'package.json'];
    const others = filesOf(name).filter(
      path =>
        !files.includes(path.replace(/^(attach|internal|register)\//, '')),
    );
    expect(others.filter(path => !path.startsWith('dist/'))).toEqual([]);
    expect(others.filter(path => path.includes('.spec.'))).toEqual([]);
  });

  test('needs nothing at run time but OpenTelemetry and its neighbours', () => {
    const needed = Object.keys({
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.optionalDependencies,
    });
    expect(
      needed.filter(other => !/^@(opentelemetry|otel-baggage)\//.test(other)),
    ).toEqual([]);
  });
});

describe('installed from the tarballs into an empty project', () => {
  test('require and import give the same names', () => {
    const required = namesByRequire();
    expect(Object.keys(required)).toEqual(libraries);
    for (const name of libraries) {
      expect([name, required[name]]).not.toEqual([name, []]);
    }
    expect(namesByImport()).toEqual(required);
  });

  test('a CommonJS and an ES module in strict TypeScript compile (node16)', () => {
    const source = typeScriptSource(namesByRequire());
    writeFileSync(join(project, 'use.cts'), source);
    writeFileSync(join(project, 'use.mts'), source);
    compile({ module: 'node16', moduleResolution: 'node16' }, [
      'use.cts',
      'use.mts',
    ]);
  });

  test('a module in strict TypeScript compiles (bundler)', () => {
    writeFileSync(join(project, 'use.ts'), typeScriptSource(namesByRequire()));
    compile({ module: 'esnext', moduleResolution: 'bundler' }, ['use.ts']);
  });

  test('a name that does not exist does not compile', () => {
    writeFileSync(
      join(project, 'wrong.mts'),
      typeScriptSource({ [libraries[0]!]: ['noSuchName'] }),
    );
    expect(() =>
      compile({ module: 'node16', moduleResolution: 'node16' }, ['wrong.mts']),
    ).toThrow('noSuchName');
  });
});

/** Exported names by package, as a CommonJS file sees them. */
function namesByRequire(): ExportedNames {
  const file = join(project, 'names.cjs');
  writeFileSync(
    file,
    `const seen = {};
     for (const name of ${JSON.stringify(libraries)}) {
       seen[name] = Object.keys(require(name)).sort();
     }
     console.log(JSON.stringify(seen));`,
  );
  return JSON.parse(run(project, process.execPath, file));
}

/** Exported names by package, as an ES module sees them. */
function namesByImport(): ExportedNames {
  const file = join(project, 'names.mjs');
  writeFileSync(
    file,
    `const seen = {};
     for (const name of ${JSON.stringify(libraries)}) {
       seen[name] = Object.keys(await import(name)).sort();
     }
     console.log(JSON.stringify(seen));`,
  );
  return JSON.parse(run(project, process.execPath, file));
}

/** A file that uses every exported name as a value. */
function typeScriptSource(exported: ExportedNames): string {
  const lines = Object.entries(exported).map(([name, values], index) => {
    const aliases = values.map(value => `${value} as _${index}_${value}`);
    const used = values.map(value => `_${index}_${value}`);
    return `import { ${aliases.join(', ')} } from '${name}';
export const used${index}: unknown[] = [${used.join(', ')}];`;
  });
  return lines.join('\n');
}

/** Type checks files of the project, the packages' own declarations included. */
function compile(options: Record<string, string>, files: string[]): void {
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        types: [],
        strict: true,
        skipLibCheck: false,
        noEmit: true,
        ...options,
      },
      files,
    }),
  );
  run(project, process.execPath, join(root, 'node_modules/typescript/bin/tsc'));
}

function filesOf(name: string): string[] {
  const tarball = packed.find(candidate => candidate.name === name);
  return tarball?.files.map(({ path }) => path) ?? [];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(stringsIn);
}

function manifestOf(name: string): Manifest {
  return readJson(
    join(root, name.replace('@otel-baggage', 'packages'), 'package.json'),
  );
}

function readJson(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8'));
}
