import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type RawHeaders, type Received, Targets } from './targets';

jest.setTimeout(300_000);

interface Row {
  name: string;
  needs?: 'created';
  limit?: string;
}

/** To list the names, in which there is no port. */
const nowhere = (address: string) => ({
  address,
  port: 65_535,
  securePort: 65_535,
  grpcPort: 65_535,
  socket: '/nowhere.sock',
});
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { rowsOf } = require('./rows/index.cjs') as {
  rowsOf(targets: object): Row[];
};
const rows = rowsOf({
  ours: nowhere('127.0.0.1'),
  evil: nowhere('127.0.0.2'),
});

/** Node.js 22.12 and later tell of requests of `http` when they are made. */
const [major, minor] = process.versions.node.split('.').map(Number);
const tells = major! > 22 || (major === 22 && minor! >= 12);

const samplings = { sampled: 'always_on', 'not sampled': 'always_off' };
const conventions = { default: '', both: 'http/dup' };
const runs = Object.entries(samplings).flatMap(([sampling, sampler]) =>
  Object.entries(conventions).map(([convention, optIn]) => ({
    run: `${sampling}, ${convention} conventions`,
    env: {
      OTEL_TRACES_SAMPLER: sampler,
      OTEL_SEMCONV_STABILITY_OPT_IN: optIn,
    },
  })),
);

describe.each(runs)('$run', ({ env }) => {
  let targets: Targets;
  let received: ReadonlyMap<string, Received>;
  let problems: Record<string, string>;

  beforeAll(async () => {
    targets = await Targets.start();
    problems = await attack(targets, env);
    received = targets.take();
  });
  afterAll(() => targets.stop());

  test('names are those of one attack each', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test.each(rows)('T3 $name', ({ name, needs, limit }) => {
    const isKnown = limit === undefined && (needs === undefined || tells);
    const control = received.get(`control ${name}`)!;
    const kept = control.ours.filter(headers =>
      /kept-\d+-/.test(baggageIn(headers)),
    );
    expect([problems[`control ${name}`], kept.length > 0]).toEqual([
      undefined,
      true,
    ]);

    const { evil } = received.get(`attack ${name}`)!;
    expect(evil).not.toEqual([]);
    // What docs/security.md says is not protected must be so: else it lies.
    const hasLeaked = evil.some(headers => baggageIn(headers) !== '');
    expect(hasLeaked).toBe(!isKnown);
  });
});

/** What a request has in any header that is for baggage. */
function baggageIn(headers: RawHeaders): string {
  const isBaggage = (name: string, value: string) =>
    /^(baggage|uberctx-.*)$/i.test(name) || /(secret|kept)-\d+-/.test(value);
  return headers
    .filter((_, i) => isBaggage(headers[i & ~1]!, headers[i | 1]!))
    .join(' ');
}

async function attack(
  { ours, evil }: Targets,
  env: Record<string, string>,
): Promise<Record<string, string>> {
  const output = await new Promise<string>((done, failed) => {
    execFile(
      process.execPath,
      [join(__dirname, 'attacker.cjs')],
      {
        env: {
          PATH: process.env.PATH,
          OTEL_TRACES_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_NODE_RESOURCE_DETECTORS: 'none',
          ...env,
          TARGETS: JSON.stringify({ ours, evil }),
        },
      },
      (error, stdout, stderr) =>
        error ? failed(new Error(stderr)) : done(stdout),
    );
  });
  return JSON.parse(output) as Record<string, string>;
}
