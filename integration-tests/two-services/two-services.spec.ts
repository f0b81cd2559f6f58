import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Collector } from './collector';
import { Program } from './program';

const HEADER =
  'baggage: user.id=u-4711,tenant.id=acme,feature.flag=spring%20sale;source=rollout';
const COPIED = { 'tenant.id': 'acme', 'feature.flag': 'spring sale' };
const SIGNALS = ['span', 'log record', 'data point'];

const started: Program[] = [];
let collector: Collector;
/** The environment that sends telemetry there. */
let toCollector: Record<string, string>;

beforeEach(async () => {
  collector = new Collector();
  toCollector = await collector.start();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(program => program.cleanUp()));
  collector.stop();
});

describe('the example with its own receiver', () => {
  test('shows the header and where the keys arrived, and ends with 0', async () => {
    const program = startExample();

    expect([await program.ended, program.output]).toEqual([
      0,
      expect.stringContaining(HEADER),
    ]);
    const table = rowsOf(program.output);
    expect(table[0]).toEqual(
      ['service', 'signal', 'name', 'count'].concat(
        'user.id',
        'tenant.id',
        'feature.flag',
      ),
    );
    expect(table).toEqual(
      expect.arrayContaining([
        ['service-a', 'span', 'GET (client)', '3', '–', '✓', '✓'],
        ['service-a', 'span', 'GET (server)', '3', '–', '–', '–'],
        ['service-a', 'data point', 'orders.received', '1', '–', '✓', '✓'],
        ['service-b', 'span', 'GET (server)', '3', '–', '✓', '✓'],
        ['service-b', 'log record', 'order priced', '3', '–', '✓', '✓'],
        ['service-b', 'data point', 'orders.priced', '1', '–', '✓', '✓'],
        ['service-b', 'data point', 'order.price', '1', '–', '✓', '✓'],
      ]),
    );
    for (const line of program.output.split('\n')) {
      expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  test('copies what OTEL_BAGGAGE_ATTRIBUTE_KEYS names and no more, whatever else the shell says of telemetry', async () => {
    const program = startExample({
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'user.*',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_SDK_DISABLED: 'true',
    });

    expect([await program.ended, rowsOf(program.output)]).toEqual([
      0,
      expect.arrayContaining([
        ['service-b', 'log record', 'order priced', '3', '✓', '–', '–'],
      ]),
    ]);
  });

  test('ends with 1 and says what is missing where a key did not arrive', async () => {
    const program = startExample({ OTEL_BAGGAGE_LOG_ATTRIBUTE_KEYS: 'none' });

    expect(await program.ended).toBe(1);
    expect(program.output).toContain(
      'tenant.id is on 0 of 3 log records of service-b',
    );
  });
});

describe('the example with a collector', () => {
  const received = new Collector();

  beforeAll(async () => {
    const program = startExample(await received.start());
    expect([await program.ended, program.output]).toEqual([
      0,
      expect.stringContaining(HEADER),
    ]);
  });

  afterAll(() => received.stop());

  test('A6 service B has the keys on all spans, log records and data points', () => {
    const items = received.itemsOf('service-b');
    for (const signal of SIGNALS) {
      expect(items.map(item => item.signal)).toContain(signal);
    }
    for (const item of items) {
      expect(item).toEqual({
        ...item,
        attributes: expect.objectContaining(COPIED),
      });
    }
  });

  test.each([
    'GET client',
    'asking service B for a price',
    'orders.received',
    'http.client.request.duration',
  ])('A6 service A has the keys on %s', name => {
    expect(received.itemsOf('service-a')).toContainEqual(
      expect.objectContaining({
        name,
        attributes: expect.objectContaining(COPIED),
      }),
    );
  });

  test('A1 user.id is on nothing, neither its key nor its value', () => {
    expect(received.bodies.length).toBeGreaterThanOrEqual(6);
    for (const body of received.bodies) {
      expect(body).not.toMatch(/user\.id|u-4711/);
    }
  });

  test('M2 the instruments of service B count each request once', () => {
    expect(received.valuesOf('service-b')).toEqual({
      'orders.priced': 3,
      'order.price': 3,
      'http.server.request.duration': 3,
    });
  });

  test('ends with 1 where the collector refuses the telemetry', async () => {
    collector.status = 404;
    const program = startExample(toCollector);

    expect(await program.ended).toBe(1);
    expect(program.output).toContain('telemetry was not sent: Not Found');
  });

  test('ends with 1 and the reason where there is no collector', async () => {
    collector.stop();
    const program = startExample(toCollector);

    expect(await program.ended).toBe(1);
    expect(program.output).toContain(
      `no collector at OTEL_EXPORTER_OTLP_ENDPOINT (${toCollector.OTEL_EXPORTER_OTLP_ENDPOINT}): connect ECONNREFUSED`,
    );
  });
});

describe('service B', () => {
  test('has tenant.id of a header on its telemetry, and secret on none', async () => {
    const program = await startServiceB();
    const answer = await request(program, 'tenant.id=acme,secret=1');
    await stop(program);

    expect(answer).toMatchObject({ tenant: 'acme' });
    const items = collector.itemsOf('service-b');
    expect(items.map(({ name }) => name).sort()).toEqual([
      'GET server',
      'http.server.request.duration',
      'order priced',
      'order.price',
      'orders.priced',
    ]);
    for (const { attributes } of items) {
      expect(attributes).toHaveProperty(['tenant.id'], 'acme');
      expect(attributes).not.toHaveProperty('secret');
    }
  });

  test('M2 counts each request once, by tenant', async () => {
    const program = await startServiceB();
    for (const tenant of ['acme', 'globex', 'acme', 'acme', 'globex']) {
      await request(program, `tenant.id=${tenant}`);
    }
    await request(program);
    await stop(program);

    const counts = collector
      .itemsOf('service-b')
      .filter(({ name }) => name === 'orders.priced')
      .map(({ attributes, value }) => [attributes['tenant.id'], value]);
    expect(Object.fromEntries(counts)).toEqual({
      acme: 3,
      globex: 2,
      undefined: 1,
    });
  });

  test('D1 D2 E7 answers a malformed header, keeps its valid members, and says what was dropped without the value', async () => {
    const program = await startServiceB();
    const answer = await request(
      program,
      'tenant.id=acme,not a key=topsecret,feature.flag=a"topsecret"',
    );
    await stop(program);

    expect(answer).toMatchObject({ tenant: 'acme', price: 100 });
    expect(program.output).toMatch(/@otel-baggage\/propagator .*invalid_key/);
    expect(program.output).toMatch(/@otel-baggage\/propagator .*invalid_value/);
    expect(program.output).not.toContain('topsecret');
    expect(collector.bodies.join()).not.toContain('topsecret');
    for (const { attributes } of collector.itemsOf('service-b')) {
      expect(attributes).toHaveProperty(['tenant.id'], 'acme');
      expect(attributes).not.toHaveProperty(['feature.flag']);
    }
  });

  test('A1 starts and copies nothing where no key is named', async () => {
    const program = await startServiceB({
      OTEL_BAGGAGE_ATTRIBUTE_KEYS: ' ,, ',
    });
    const answer = await request(program, 'tenant.id=acme');
    await stop(program);

    expect(answer).toMatchObject({ tenant: 'acme' });
    expect(collector.itemsOf('service-b')).not.toEqual([]);
    for (const { attributes } of collector.itemsOf('service-b')) {
      expect(attributes).not.toHaveProperty(['tenant.id']);
    }
  });
});

// That `ended` resolves means that no process is left.
describe('what goes wrong leaves no process', () => {
  test.each(['A', 'B'])('the port of service %s is taken', async letter => {
    const other = createServer();
    await new Promise<void>(done => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const program = startExample({ [`SERVICE_${letter}_PORT`]: String(port) });
    const code = await program.ended;
    other.close();

    const name = `service-${letter.toLowerCase()}`;
    expect(code).toBe(1);
    expect(program.output).toContain(
      `${name} cannot listen on port ${port}: listen EADDRINUSE`,
    );
    expect(program.output).toContain(`Failed: ${name} ended with exit code 1`);
  });

  test('service B is killed before it is asked', async () => {
    const program = startExample();
    await program.says('service-b listens');
    process.kill(program.pidOf('service-b'), 'SIGKILL');

    expect(await program.ended).toBe(1);
    expect(program.output).toMatch(
      /^(Failed: )?service-b ended (by itself )?with signal SIGKILL$/m,
    );
  });

  test('service B is killed while it sends its telemetry', async () => {
    const program = await startHeldExample();
    process.kill(program.pidOf('service-b'), 'SIGKILL');

    expect(await program.ended).toBe(1);
    expect(program.output).toContain(
      'Failed: service-b stopped with signal SIGKILL',
    );
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the example is ended by %s', async (signal, code) => {
    const program = await startHeldExample();
    program.signal(signal);

    expect(await program.ended).toBe(code);
  });

  test('the example is killed: the services send what they have and end', async () => {
    const program = await startHeldExample();
    program.signal('SIGKILL');
    collector.release();

    expect(await program.ended).toBe('SIGKILL');
    expect(collector.valuesOf('service-b')).toHaveProperty(
      ['orders.priced'],
      3,
    );
  });
});

function start(args: string[], env?: Record<string, string>): Program {
  const program = new Program(args, env);
  started.push(program);
  return program;
}

function startExample(env?: Record<string, string>): Program {
  return start(['start.mjs'], env);
}

/** The example, at the point where it waits for its services to end. */
async function startHeldExample(): Promise<Program> {
  collector.hold();
  const program = startExample(toCollector);
  await program.says(HEADER);
  return program;
}

async function startServiceB(env?: Record<string, string>): Promise<Program> {
  const program = start(['--import', './telemetry.mjs', 'service-b.mjs'], {
    ...toCollector,
    OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.id,feature.flag',
    OTEL_LOG_LEVEL: 'warn',
    ...env,
  });
  await program.says('service-b listens');
  // The line may come in parts.
  await program.says('(process ');
  return program;
}

/** One request to service B; gives its answer. */
async function request(program: Program, baggage?: string): Promise<unknown> {
  const response = await fetch(program.urlOf('service-b'), {
    // A connection that is kept alive can keep the service from its end.
    headers: {
      connection: 'close',
      ...(baggage === undefined ? {} : { baggage }),
    },
  }).catch(error => {
    throw new Error(`no answer\n${program.output}`, { cause: error });
  });
  expect([response.status, program.output]).toEqual([200, expect.anything()]);
  return response.json();
}

async function stop(program: Program): Promise<void> {
  program.signal('SIGTERM');
  expect([await program.ended, program.output]).toEqual([0, expect.anything()]);
}

/** The cells of the table that the example prints. */
function rowsOf(output: string): string[][] {
  return output
    .split('\n')
    .filter(line => /^ {2}(service)/.test(line))
    .map(line => line.trim().split(/ {2,}/));
}
