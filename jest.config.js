import { readdirSync } from 'node:fs';

// One project per package: `npx jest --selectProjects core` runs the tests of one.
const projects = readdirSync(new URL('./packages/', import.meta.url)).map(
  name => ({ displayName: name, roots: [`<rootDir>/packages/${name}`] }),
);
projects.push({
  displayName: 'integration-tests',
  roots: ['<rootDir>/integration-tests'],
});

/** @type {import('jest').Config} */
export default {
  // Tests start programs, and share the machine with others: no test measures time.
  testTimeout: 60_000,
  projects: projects.map(project => ({
    ...project,
    testEnvironment: 'node',
    testMatch: ['**/*.spec.ts'],
    // Run by scripts/matrix.mjs and test-registry.mjs, in projects of their own.
    testPathIgnorePatterns: [
      '/node_modules/',
      '/dist/',
      '/integration-tests/(matrix|registry|set-ups)/',
    ],
    moduleNameMapper: {
      '^@otel-baggage/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
      '^@otel-baggage/([^/]+)/internal$':
        '<rootDir>/packages/$1/src/internal.ts',
    },
    transform: {
      // Types are checked by `npm run typecheck`; here they are only removed.
      '^.+\\.ts$': [
        'ts-jest',
        {
          tsconfig: {
            target: 'es2022',
            module: 'commonjs',
            moduleResolution: 'bundler',
            isolatedModules: true,
            esModuleInterop: true,
            sourceMap: true,
          },
          diagnostics: false,
        },
      ],
    },
  })),
};
