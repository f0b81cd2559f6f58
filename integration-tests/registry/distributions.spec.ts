// What vendors and OpenTelemetry start for an application, from their newest
// packages, with nothing of ours but `attach`.

import { exportTo } from '../matrix/support/application-process';
import {
  OtlpReceiver,
  type ReceivedDataPoint,
  type ReceivedLogRecord,
  type ReceivedSpan,
} from '../matrix/support/otlp-receiver';
import { AzureIngestion } from './azure-ingestion';
import {
  INSTALL_TIMEOUT,
  InstalledProject,
  NEWER_NODE,
} from './installed-project';
import {
  askInTurn,
  OF_EACH,
  type SentRequest,
  traceIdOf,
} from './tenants-in-turn';

const ATTACH = '@otel-baggage/node/attach';
const ELASTIC = '@elastic/opentelemetry-node';
const AUTO = '@opentelemetry/auto-instrumentations-node/register';

const ENVIRONMENT = {
  OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
  // Elastic's are of the last interval by default.
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
};

const SERVER_DURATION = 'http.server.request.duration';
const CLIENT_DURATION = 'http.client.request.duration';

interface Setup {
  title: string;
  app: string;
  nodeOptions: string[];
  env?: Record<string, string>;
}

/** It tells of itself at its start. */
const QUIET = { OTEL_LOG_LEVEL: 'warn' };

const distributions: Record<string, Setup[]> = {
  elastic: [
    {
      title: '--import it',
      app: 'app.mjs',
      nodeOptions: ['--import', ATTACH, '--import', ELASTIC],
      env: QUIET,
    },
    {
      title: 'startNodeSDK({}) in the application',
      app: 'start.cjs',
      nodeOptions: ['--require', ATTACH],
      env: QUIET,
    },
  ],
  'auto-instrumentations': [
    {
      title: '--import its register',
      app: 'app.cjs',
      nodeOptions: ['--import', ATTACH, '--import', AUTO],
    },
    {
      title: '--require its register',
      app: 'app.cjs',
      nodeOptions: ['--require', ATTACH, '--require', AUTO],
    },
  ],
  azure: [
    {
      title: 'useAzureMonitor() in the application',
      app: 'start.cjs',
      nodeOptions: ['--require', ATTACH],
    },
  ],
};

describe.each(Object.entries(distributions))('%s', (name, setups) => {
  let project: InstalledProject;

  beforeAll(() => {
    project = InstalledProject.install(name, {
      others: ['service'],
      node: NEWER_NODE,
    });
  }, INSTALL_TIMEOUT);
  afterAll(() => project?.remove());

  describe.each(setups)('R1 attach, and $title', setup => {
    let receiver: OtlpReceiver | AzureIngestion;
    let requests: SentRequest[];
    let ended: { code: number; stderr: string };

    beforeAll(async () => {
      let exported: Record<string, string>;
      if (name === 'azure') {
        receiver = await AzureIngestion.start();
        exported = receiver.environment;
      } else {
        receiver = await OtlpReceiver.start();
        exported = exportTo(receiver.endpoint);
      }
      const { app, nodeOptions } = setup;
      const env = { ...exported, ...ENVIRONMENT, ...setup.env };
      ({ requests, ended } = await askInTurn(project, app, nodeOptions, env));
    }, 120_000);
    afterAll(() => receiver?.stop());

    test('the process ends well and without a word', () => {
      expect(ended).toEqual({ code: 0, stderr: '' });
    });

    test('E5 E6 I5 the header arrives whole, and goes on byte for byte', () => {
      for (const { tenant, baggage, answer } of requests) {
        expect(answer.entries).toEqual([
          ['tenant.id', tenant],
          ['a', '1'],
          ['e', ''],
          ['z', '2'],
        ]);
        expect(answer.sent.baggage).toBe(baggage);
      }
    });

    test('R3 each request has one traceparent, of the trace that it is in', () => {
      const ids = requests.map(({ traceparent, answer }) => {
        expect(answer.sent.parents).toEqual([
          expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
        ]);
        const [id] = answer.sent.parents.map(parent => parent.split('-')[1]);
        if (traceparent) expect(traceparent.split('-')[1]).toBe(id);
        return id;
      });
      expect(new Set(ids).size).toBe(requests.length);
    });

    test('A1 A6 the spans of server, client and application have the tenant of their request', () => {
      const spans = receiver.spans.filter(isOfRequest);
      expect(spans.map(tenantOf)).toEqual(spans.map(tenantOfTrace));
      const count = (kind: string, isOne: (name: string) => boolean) =>
        spans.filter(span => span.kind === kind && isOne(span.name)).length;
      expect({
        server: count('server', () => true),
        client: count('client', () => true),
        work: count('internal', name => name === 'work'),
      }).toEqual({ server: 20, client: 10, work: 10 });
    });

    test('A1 A6 the log records have the tenant of their request', () => {
      const records = receiver.logRecords.filter(isOfRequest);
      expect(records.map(({ body }) => body)).toEqual(
        requests.map(() => 'working'),
      );
      expect(records.map(tenantOf)).toEqual(records.map(tenantOfTrace));
    });

    test('M2 M8 counter and server duration have as many of each tenant as there were, and no other metric has any', () => {
      const sums: Record<string, Record<string, number>> = {};
      for (const point of receiver.dataPoints) {
        const tenant = tenantOf(point);
        if (tenant === undefined) continue;
        const sum = (sums[point.name] ??= {});
        sum[tenant] = (sum[tenant] ?? 0) + point.count;
      }
      expect(sums).toEqual({
        works: OF_EACH,
        [SERVER_DURATION]: { acme: 4, globex: 16 },
      });
    });

    test('M8 the durations of undici are there', () => {
      const points = receiver.dataPoints.filter(
        ({ name }) => name === CLIENT_DURATION,
      );
      expect(points.map(({ count }) => count)).toContain(10);
    });

    function isOfRequest(item: ReceivedSpan | ReceivedLogRecord): boolean {
      return tenantOfTrace(item) !== undefined;
    }

    function tenantOfTrace({ traceId }: { traceId: string }) {
      return requests.find(request => traceIdOf(request) === traceId)?.tenant;
    }
  });
});

function tenantOf({
  attributes,
}: Pick<ReceivedDataPoint, 'attributes'>): string | undefined {
  return attributes['tenant.id'] as string | undefined;
}
