import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NATS, Nats } from '../support/nats';
import { RABBITMQ, RabbitMq } from '../support/rabbitmq';
import { REDIS, Redis } from '../support/redis';

jest.setTimeout(300_000);

const TENANTS = 200;

interface Output {
  statuses: number[];
  seen: { place: string; tenant: string; baggage?: string; span?: string }[];
  spans: { path: string; tenant?: string }[];
  durations: Record<string, number>;
}

const PLACES: [place: string, program: string, isInstalled: boolean][] = [
  ['express', '', true],
  ['express, after the call', '', true],
  ['fastify', '', true],
  ['fastify, after the work', '', true],
  ['gRPC', '', true],
  ['RabbitMQ', 'rabbitmq-server', RABBITMQ !== undefined],
  ['BullMQ', 'redis-server', REDIS !== undefined],
  ['NATS', 'nats-server', NATS !== undefined],
];

/** Of each tenant, so many. */
const each = (count: number) =>
  Object.fromEntries(
    Array.from({ length: TENANTS }, (_, n) => [`t-${n}`, count]),
  );

function countsOf(tenants: (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const tenant of tenants) {
    counts[`${tenant}`] = (counts[`${tenant}`] ?? 0) + 1;
  }
  return counts;
}

describe(`${TENANTS} concurrent tenants`, () => {
  let rabbitMq: RabbitMq | undefined;
  let redis: Redis | undefined;
  let nats: Nats | undefined;
  let output: Output;

  beforeAll(async () => {
    [rabbitMq, redis, nats] = await Promise.all([
      RABBITMQ ? RabbitMq.start() : undefined,
      REDIS ? Redis.start() : undefined,
      NATS ? Nats.start() : undefined,
    ]);
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [join(__dirname, 'tenants.cjs')],
      {
        env: {
          ...process.env,
          RABBITMQ: rabbitMq?.url ?? '',
          REDIS: redis?.socket ?? '',
          NATS: nats?.url ?? '',
          TENANTS: `${TENANTS}`,
        },
        maxBuffer: 2 ** 26,
        timeout: 200_000,
      },
    );
    // What is thrown, or rejected, and caught by nobody is written there.
    expect(stderr).toBe('');
    output = JSON.parse(stdout);
  });
  afterAll(async () => {
    await rabbitMq?.stop();
    await redis?.stop();
    await nats?.stop();
  });

  test('C2a every request is answered, and nothing is thrown', () => {
    expect(output.statuses).toEqual(Array(TENANTS).fill(200));
  });

  for (const [place, program, isInstalled] of PLACES) {
    const why = isInstalled ? '' : ` (skipped: ${program} is not installed)`;
    (isInstalled ? test : test.skip)(
      `A6 ${place}: each has the baggage of its own tenant, and the active span${why}`,
      () => {
        const seen = output.seen.filter(
          item => item.place === place && item.tenant !== 'nobody',
        );
        expect(countsOf(seen.map(({ tenant }) => tenant))).toEqual(each(1));
        expect(
          seen.filter(({ tenant, baggage }) => baggage !== tenant),
        ).toEqual([]);
        expect(seen.filter(({ tenant, span }) => span !== tenant)).toEqual([]);
      },
    );
  }

  test.each(['/orders', '/stock'])(
    'A8 the server span of %s has what the middleware found out',
    path => {
      const spans = output.spans.filter(span => span.path === path);
      expect(countsOf(spans.map(({ tenant }) => tenant))).toEqual(each(1));
    },
  );

  test('M9 so have the durations of both servers', () => {
    expect(output.durations).toEqual(each(2));
  });

  test('I9 the Metadata and the options that all calls share hold no tenant', () => {
    const nobody = output.seen.filter(({ tenant }) => tenant === 'nobody');
    expect(nobody).toEqual(
      PLACES.filter(([, , isInstalled]) => isInstalled)
        .map(([place]) => ({ place, tenant: 'nobody' }))
        .filter(({ place }) => /gRPC|MQ|NATS/.test(place)),
    );
  });
});
