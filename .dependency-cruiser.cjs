/**
 * Which modules may import which: part of `npm run lint`. Types count too.
 */

const { readdirSync } = require('node:fs');

/** What a package may import of the others, outside its tests. */
const NEIGHBOURS = {
  core: [],
  propagator: ['core'],
  'span-processor': ['core'],
  'log-record-processor': ['core'],
  metrics: ['core'],
  node: [
    'core',
    'propagator',
    'span-processor',
    'log-record-processor',
    'metrics',
  ],
  viewer: ['core'],
  cli: ['core', 'metrics', 'node', 'viewer'],
  'test-support': ['core'],
};

/** The folders of a package's `src`: one may import those before it. */
const FOLDERS = {
  core: ['syntax', 'keys', 'baggage', 'header'],
  node: ['view', 'api', 'environment'],
  cli: ['environment', 'inspect', 'probe', 'encode', 'listen', 'view'],
};

/** Modules of `src` that its folders may import; these import no folder. */
const SHARED = {
  core: ['detach', 'given', 'nearest-name', 'options', 'types'],
  node: ['options', 'types', 'warn'],
  cli: [
    'command-error',
    'env-file',
    'exit-code',
    'lines',
    'mask',
    'styles',
    'table',
    'terminal',
    'visible',
    'warning-lines',
    'whole-number',
    'wrap',
  ],
};

const TESTS =
  '/(test-data|test-fixtures|fuzz|conformance)/|\\.spec\\.ts$|^packages/test-support/';

const anyOf = names => `(${names.join('|')})`;

module.exports = {
  forbidden: [
    {
      name: 'no circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every import is found',
      severity: 'error',
      from: { path: '^packages/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'tests stay out of what is published',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'test data is for the tests of its package',
      severity: 'error',
      from: { path: '^(packages/[^/]+|[^/]+)/' },
      to: { path: TESTS, pathNot: '^($1/|packages/test-support/)' },
    },
    ...readdirSync('packages').map(name => {
      const others = NEIGHBOURS[name] ?? [];
      return {
        name: `${name} imports ${others.join(', ') || 'no other package'}`,
        severity: 'error',
        from: { path: `^packages/${name}/`, pathNot: TESTS },
        to: {
          path: '^packages/',
          pathNot: `^packages/${anyOf([name, ...others])}/`,
        },
      };
    }),
    ...Object.entries(SHARED).flatMap(([name, shared]) => [
      {
        name: `no import upwards in ${name}`,
        severity: 'error',
        from: { path: `^packages/${name}/src/[^/]+/`, pathNot: TESTS },
        to: {
          path: `^packages/${name}/src/[^/]+$`,
          pathNot: `/${anyOf(shared)}\\.ts$`,
        },
      },
      {
        name: `what the folders of ${name} share imports none of them`,
        severity: 'error',
        from: { path: `^packages/${name}/src/${anyOf(shared)}\\.ts$` },
        to: { path: `^packages/${name}/src/[^/]+/` },
      },
    ]),
    ...Object.entries(FOLDERS).flatMap(([name, folders]) =>
      folders.slice(0, -1).map((folder, i) => ({
        name: `${folder} of ${name} imports only the folders before it`,
        severity: 'error',
        from: { path: `^packages/${name}/src/${folder}/`, pathNot: TESTS },
        to: {
          path: `^packages/${name}/src/${anyOf(folders.slice(i + 1))}/`,
        },
      })),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '^integration-tests/(registry/projects|matrix)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
