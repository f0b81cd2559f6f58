// What vendors and OpenTelemetry start for an application, from their newest
// packages, with nothing of ours but `attach`.

import {
  ApplicationProcess,
  exportTo,
} from '../matrix/support/application-process';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import { AzureIngestion } from './azure-ingestion';
import {
  INSTALL_TIMEOUT,
  InstalledProject,
  NEWER_NODE,
} from './installed-project';
import {
  askInTurn,
  countByTenant,
  expectPassedOn,
  expectTenants,
  OF_EACH,
  type SentRequest,
} from './tenants-in-turn';

const ATTACH = '@otel-baggage/node/attach';
const ELASTIC = '@elastic/opentelemetry-node';
const AUTO = '@opentelemetry/auto-instrumentations-node/register';

const ENVIRONMENT = {
  OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
  // Elastic's are of the last interval by default.
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
};

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
    let application: ApplicationProcess;
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
      application = await ApplicationProcess.start(app, nodeOptions, env, {
        cwd: project.folder,
        execPath: NEWER_NODE,
      });
      requests = await askInTurn(application.url);
      ended = await application.end();
    }, 120_000);
    afterAll(async () => {
      application?.kill();
      await receiver?.stop();
    });

    test('the process ends well and without a word', () => {
      expect(ended).toEqual({ code: 0, stderr: '' });
    });

    test('E5 E6 I5 R3 the header arrives whole and goes on byte for byte, with one traceparent', () => {
      expectPassedOn(requests);
    });

    test('A1 A6 the spans of server, client and application have the tenant of their request', () => {
      const spans = expectTenants(receiver.spans, requests);
      const count = (kind: string, isOne: (name: string) => boolean) =>
        spans.filter(span => span.kind === kind && isOne(span.name)).length;
      expect({
        server: count('server', () => true),
        client: count('client', () => true),
        work: count('internal', name => name === 'work'),
      }).toEqual({ server: 20, client: 10, work: 10 });
    });

    test('A1 A6 the log records have the tenant of their request', () => {
      const records = expectTenants(receiver.logRecords, requests);
      expect(records.map(({ body }) => body)).toEqual(
        requests.map(() => 'working'),
      );
    });

    test('M2 M8 counter and server duration have as many of each tenant as there were, and no other metric has any', () => {
      expect(countByTenant(receiver.dataPoints)).toEqual({
        works: OF_EACH,
        'http.server.request.duration': { acme: 4, globex: 16 },
      });
    });

    test('M8 the durations of undici are there', () => {
      const points = receiver.dataPoints.filter(
        ({ name }) => name === 'http.client.request.duration',
      );
      expect(points.map(({ count }) => count)).toContain(10);
    });
  });
});
