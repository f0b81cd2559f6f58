/** A command of the documentation that another test or step runs. */
export interface CommandElsewhere {
  /** The whole command. */
  command: string | RegExp;
  /** The file that runs it, from the root of the repository. */
  by: string;
  /** How it stands there. */
  as: string;
}

/** All other commands are run by `commands.spec.ts`. */
export const COMMANDS_ELSEWHERE: readonly CommandElsewhere[] = [
  {
    command: 'npm start',
    by: 'integration-tests/storefront/storefront.ts',
    as: "['start.mjs', ...args]",
  },
  {
    command: 'npm start -- --serve',
    by: 'integration-tests/storefront/storefront.spec.ts',
    as: "start(['--serve'])",
  },
  { command: 'npm test', by: '.ci/run', as: 'npm test' },
  {
    command: 'npm run typecheck',
    by: 'scripts/test.mjs',
    as: "step('type check', 'typecheck')",
  },
  {
    command: 'npm run lint',
    by: 'scripts/test.mjs',
    as: "step('lint', 'lint')",
  },
  {
    command: /^npx jest --selectProjects core( --watch)?$/,
    by: 'scripts/test.mjs',
    as: "runJest('jest', process.argv.slice(2))",
  },
  {
    command: /^npm run bench( -- extract)?$/,
    by: 'integration-tests/docs/benchmarks.spec.ts',
    as: "run('bench', 'no header')",
  },
  {
    command: 'npm run bench:requests',
    by: 'integration-tests/docs/benchmarks.spec.ts',
    as: "run('bench:requests', '0.01')",
  },
  {
    command: /^(OTEL_\S+ )?node --import @otel-baggage\/node\/attach .*elastic/,
    by: 'integration-tests/registry/distributions.spec.ts',
    as: "nodeOptions: ['--import', ATTACH, '--import', ELASTIC]",
  },
  {
    command:
      /^export OTEL_(TRACES_EXPORTER=console .*|BAGGAGE_ATTRIBUTE_KEYS=tenant\.id|BAGGAGE_EGRESS_HOSTS=.*localhost.*)$/,
    by: 'integration-tests/docs/first-screen.spec.ts',
    as: 'variablesOf(commands)',
  },
  {
    command: 'node --import @otel-baggage/node/register app.ts',
    by: 'integration-tests/docs/first-screen.spec.ts',
    as: 'REGISTER.exec(command)',
  },
  {
    // Each package that such a command names is looked for, too.
    command: /^npm install (--save-dev )?@otel-baggage\//,
    by: 'integration-tests/registry/installed-project.ts',
    as: "'install'",
  },
  {
    command: /^node packages\/core\/fuzz\/run\.mjs( \d+)?( parse)?$/,
    by: '.ci/steps/fuzz',
    as: 'node packages/core/fuzz/run.mjs',
  },
  {
    command: 'node start.mjs',
    by: 'integration-tests/two-services/two-services.spec.ts',
    as: "start(['start.mjs'], env)",
  },
  {
    command: /^[\w:=/. ]*node --import \.\/telemetry\.mjs service-[ab]\.mjs$/,
    by: 'integration-tests/two-services/two-services.spec.ts',
    as: "start(['--import', './telemetry.mjs', 'service-b.mjs']",
  },
  {
    command: "curl -H 'baggage: tenant.id=acme,secret=1' http://127.0.0.1:8081",
    by: 'integration-tests/two-services/two-services.spec.ts',
    as: "'tenant.id=acme,secret=1'",
  },
  {
    command:
      "curl -H 'baggage: tenant.id=acme,not a key=1' http://127.0.0.1:8081",
    by: 'integration-tests/two-services/two-services.spec.ts',
    as: "'tenant.id=acme,not a key=topsecret",
  },
  {
    command: 'curl http://127.0.0.1:8080',
    by: 'integration-tests/two-services/two-services.spec.ts',
    as: 'shows the header and where the keys arrived',
  },
  {
    command: 'npm run bench:viewer',
    by: 'integration-tests/docs/benchmarks.spec.ts',
    as: "run('bench:viewer', '2')",
  },
  {
    command: /^npx (-p @\S+ )*otel-baggage view( -- node app\.js)?$/,
    by: 'integration-tests/viewer/view.spec.ts',
    as: "['--', 'node', 'app.cjs']",
  },
];
