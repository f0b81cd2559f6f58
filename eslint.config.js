import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'test-results/',
      'coverage/',
      '.matrix/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  prettier,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Two hide a field in an object that is not ours, one has room for what is
    // hidden, one tests such a class.
    files: ['**/*.ts'],
    ignores: [
      'packages/core/src/baggage/baggage-memo.ts',
      'packages/core/src/baggage/received-baggage.ts',
      'packages/propagator/src/carrier.ts',
      'packages/node/src/add-baggage.spec.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'PrivateIdentifier', message: 'write `private`' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // These run in a browser too: nothing of Node's, and no SDK at run time.
    files: [
      'packages/{core,propagator,span-processor,log-record-processor,metrics}/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts', '**/test-data/**', '**/fuzz/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: 'must run in a browser' },
            {
              regex: '^@opentelemetry/(?!api$)',
              message: 'only the API is there at run time',
            },
          ],
        },
      ],
    },
  },
);
