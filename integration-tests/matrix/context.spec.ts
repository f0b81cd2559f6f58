import { ApplicationProcess, exportTo } from './support/application-process';
import { OtlpReceiver, type Attributes } from './support/otlp-receiver';
import {
  baggageOf,
  numberOf,
  sendAll,
  type TestRequest,
} from './support/requests';

const CONCURRENT = 200;

/** The names are those in ways.cjs; how often each request records on its way. */
const WAYS = {
  promises: 9,
  timers: 8,
  'event emitters': 6,
  streams: 8,
  'callbacks of Node': 4,
  'a connection pool, bound': 3,
  'a queue worked off by a timer, bound': 3,
};
const UNBOUND_WAY = 'a connection pool, not bound';
const ALL_WAYS = [...Object.keys(WAYS), UNBOUND_WAY];

const SERVER_DURATION = /^http\.server\.(request\.)?duration$/;

/** The same requests on each way, one per tenant. */
function planRequests(url: string, way: number): TestRequest[] {
  return Array.from({ length: CONCURRENT }, (_, n) => ({
    number: way * CONCURRENT + n + 1,
    tenant: `t-${n}`,
    url: `${url}/${encodeURIComponent(ALL_WAYS[way]!)}?tenant=t-${n}`,
    body: 'text',
  }));
}

describe(`${CONCURRENT} concurrent requests of as many tenants`, () => {
  let receiver: OtlpReceiver;
  let application: ApplicationProcess;
  const requests: TestRequest[] = [];
  const answers: string[] = [];

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    application = await ApplicationProcess.start(
      'concurrent/server.cjs',
      ['--require', './application/telemetry.cjs'],
      {
        ...exportTo(receiver.endpoint),
        CONCURRENT: `${CONCURRENT}`,
        OTEL_BAGGAGE_METRIC_MAX_DISTINCT_VALUES: `${CONCURRENT}`,
      },
    );
    for (const way of ALL_WAYS.keys()) {
      const planned = planRequests(application.url, way);
      requests.push(...planned);
      answers.push(...(await sendAll(planned, CONCURRENT)));
    }
    expect(await application.end()).toEqual({ code: 0, stderr: '' });
  }, 120_000);
  afterAll(async () => {
    application?.kill();
    await receiver?.stop();
  });

  test.each(Object.entries(WAYS))(
    'A6 %s: every span, log record and data point has the tenant of its own request',
    (way, times) => {
      const { spans, logRecords, dataPoints } = recordsOf(way);

      for (const items of [spans, logRecords, dataPoints]) {
        expect(items.filter(isMixedUp)).toEqual([]);
      }
      expect([...spans, ...logRecords].filter(isInOthersTrace)).toEqual([]);
      expect([spans.length, logRecords.length]).toEqual([
        CONCURRENT * times,
        CONCURRENT * times,
      ]);
      expect(dataPoints.map(({ count }) => count)).toEqual(
        Array(CONCURRENT).fill(times),
      );
    },
  );

  test('A6 callbacks that run in the context of others take theirs, unless they are bound', () => {
    const { spans, logRecords, dataPoints } = recordsOf(UNBOUND_WAY);

    const mixedUp = spans.filter(isMixedUp);
    expect(mixedUp.length).toBeGreaterThan(0);
    expect(counted(logRecords.map(item => ({ ...item, count: 1 })))).toEqual(
      counted(spans.map(item => ({ ...item, count: 1 }))),
    );
    expect(counted(dataPoints)).toEqual(
      counted(spans.map(item => ({ ...item, count: 1 }))),
    );
  });

  test('A6 every span of the HTTP instrumentation has the tenant of its own request', () => {
    const spans = receiver.spans.filter(({ scope }) => scope.endsWith('-http'));
    const tenants = new Map(
      requests.map(({ number, tenant }) => [number, tenant]),
    );
    const mixedUp = spans.filter(
      ({ traceId, attributes }) =>
        attributes['tenant.id'] !== tenants.get(numberOf(traceId)),
    );
    expect(mixedUp).toEqual([]);
    // Each request, the one it makes at its end, and that one being served.
    expect(spans.length).toBe(requests.length * 3);
  });

  test('A6 M2 the durations of the HTTP server have as many of each tenant as were sent', () => {
    const sums = counted(
      receiver.dataPoints.filter(({ name }) => SERVER_DURATION.test(name)),
    );
    expect(Object.values(sums)).toEqual(
      Array(CONCURRENT).fill(ALL_WAYS.length * 2),
    );
  });

  test('I5 every request sends the baggage on that it came with', () => {
    expect(answers).toEqual(requests.map(baggageOf));
  });

  /** What the application records itself on a way. */
  function recordsOf(way: string) {
    const onWay = ({ attributes }: { attributes: Attributes }) =>
      attributes.way === way;
    return {
      spans: receiver.spans.filter(onWay),
      logRecords: receiver.logRecords.filter(onWay),
      dataPoints: receiver.dataPoints.filter(onWay),
    };
  }

  function isInOthersTrace({
    traceId,
    attributes,
  }: {
    traceId: string;
    attributes: Attributes;
  }): boolean {
    const request = requests[numberOf(traceId) - 1];
    return attributes['asked.tenant'] !== request?.tenant;
  }
});

function isMixedUp({ attributes }: { attributes: Attributes }): boolean {
  return attributes['tenant.id'] !== attributes['asked.tenant'];
}

/** How many there are of each tenant, for each tenant that asked. */
function counted(
  items: readonly { attributes: Attributes; count: number }[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { attributes, count } of items) {
    const key = `${attributes['tenant.id']} for ${attributes['asked.tenant']}`;
    sums[key] = (sums[key] ?? 0) + count;
  }
  return sums;
}
