// Applications that are asked by HTTP, each as its users write it.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attributes } from '../matrix/support/otlp-receiver';
import {
  INSTALL_TIMEOUT,
  InstalledProject,
  NEWER_NODE,
} from '../registry/installed-project';
import { Application } from './application';
import { type Broker, startBroker } from './broker';
import { outputOf } from './output';
import { Peer, type SentHeaders } from './peer';
import { type Receiver, startReceiver } from './receiver';
import { recordResult } from './record';
import {
  type Answer,
  forwardedHeaderOf,
  Requests,
  type SetUpRequest,
} from './requests';
import { CLAIMS, pagesToRun, peersToRun, rowsToRun, type Claim } from './rows';

/** That ask at once. */
const TENANTS = 50;
/** Milliseconds until all telemetry must be there. */
const PATIENCE = 20_000;

const ENVIRONMENT = {
  NODE_ENV: 'production',
  OTEL_BAGGAGE_ATTRIBUTE_KEYS: 'tenant.*',
  OTEL_SERVICE_NAME: 'set-up',
  OTEL_BSP_SCHEDULE_DELAY: '200',
  OTEL_BLRP_SCHEDULE_DELAY: '200',
  OTEL_METRIC_EXPORT_INTERVAL: '500',
  OTEL_METRIC_EXPORT_TIMEOUT: '500',
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
};

const rows = rowsToRun();

test('there are rows', () => {
  expect([...rows, ...peersToRun(), ...pagesToRun()]).not.toEqual([]);
});

for (const row of rows) {
  describe(row.title, () => {
    const tenants = Array.from(
      { length: row.tenants ?? TENANTS },
      (_, i) => `tenant-${i}`,
    );
    let project: InstalledProject;
    let broker: Broker | undefined;
    let peer: Peer;
    let receiver: Receiver;
    let application: Application;
    let requests: Requests;
    let first: SetUpRequest;
    let signedIn: SetUpRequest;
    /** Those that turned out as the row says. */
    const held = new Set<Claim>();

    beforeAll(async () => {
      project = InstalledProject.install(row.name, {
        projects: join(__dirname, 'projects'),
        others: ['work', ...(row.others ?? [])],
        node: NEWER_NODE,
        ...(row.installer && { installer: row.installer }),
      });
      for (const [command, ...args] of row.build ?? []) {
        project.run(command!, ...args);
      }
      broker = await startBroker(row.broker);
      peer = await Peer.start();
      receiver = await startReceiver(row.receiver);
      application = await Application.start(row.start, project.folder, {
        ...receiver.environment,
        ...ENVIRONMENT,
        PEER_URL: peer.url,
        ...(broker && { BROKER: broker.address }),
        ...row.env,
      });
      requests = new Requests(`${application.url}${row.path ?? '/work'}`);
      first = await requests.ask('acme');
      signedIn = await requests.ask('claimed', { 'x-tenant': 'globex' });
      const twice = [...tenants, ...tenants];
      await Promise.all(twice.map(tenant => requests.ask(tenant)));
      await telemetryIsThere();
    }, 2 * INSTALL_TIMEOUT);
    afterAll(async () => {
      requests?.close();
      const stderr = await application?.end();
      if (stderr) console.log(stderr);
      await receiver?.stop();
      await peer?.stop();
      await broker?.stop();
      if (held.size === Object.keys(CLAIMS).length) {
        recordResult(
          row,
          project.folder,
          outputOf(signedIn, receiver, 'globex'),
        );
      }
      project?.remove();
    });

    async function telemetryIsThere(): Promise<void> {
      const expected = requests.all.length;
      const end = Date.now() + PATIENCE;
      const isThere = () =>
        spansOf('server').length >= expected &&
        worksOf().length >= expected &&
        (!has('log record') ||
          receiver.logRecords.filter(isOfRequests).length >= expected) &&
        (!has('counter') || countOf(() => true) >= expected);
      while (!isThere() && Date.now() < end) await sleep(100);
    }

    const has = (claim: Claim) => row.without?.[claim] === undefined;
    /** Where the set-up has none, that is a claim of its own. */
    const logRecords = () => (has('log record') ? [receiver.logRecords] : []);
    const serverSpans = () => (has('server span') ? [spansOf('server')] : []);
    const isOfRequests = ({ traceId }: { traceId: string }) =>
      requests.all.some(request => request.traceId === traceId);
    /** By the clients whose requests are within a claim. */
    const sentOf = ({ sent }: Answer) =>
      Object.entries(sent)
        .filter(([client]) => has(client as Claim))
        .map(([, headers]) => ours(headers));
    const spansOf = (kind: string) =>
      receiver.spans.filter(
        span => span.kind === kind && isOfRequests(span) && !isPending(span),
      );
    const worksOf = () =>
      receiver.spans.filter(
        span => span.name === 'work' && isOfRequests(span) && !isPending(span),
      );
    const countOf = (isOne: (attributes: Attributes) => boolean) =>
      receiver.dataPoints
        .filter(({ name, attributes }) => name === 'works' && isOne(attributes))
        .reduce((sum, { count }) => sum + count, 0);
    const attributesOf = (
      items: { traceId: string; attributes: Attributes }[],
      { traceId }: SetUpRequest,
    ) =>
      items
        .filter(item => item.traceId === traceId)
        .map(({ attributes }) =>
          Object.fromEntries(
            Object.entries(attributes).filter(([name]) =>
              /^(tenant\.|secret)/.test(name),
            ),
          ),
        );

    const COPIED = {
      'tenant.id': 'acme',
      'tenant.name': 'Zürich AG',
      'tenant.note': '',
    };

    const check = (claim: Claim, rules: string, body: () => void) => {
      const reason = row.without?.[claim];
      if (reason === undefined) {
        test(`${rules} ${CLAIMS[claim]}`, () => {
          body();
          held.add(claim);
        });
      } else {
        // It fails when it holds: then the table is to be changed.
        test(`${CLAIMS[claim]}: not, since ${reason}`, () => {
          expect(body).toThrow();
          held.add(claim);
        });
      }
    };

    check('entries', 'E5 E7', () => {
      expect(first.answer.entries).toEqual([
        ['tenant.id', 'acme'],
        ['tenant.name', 'Zürich AG'],
        ['tenant.note', ''],
        ['secret', '1'],
      ]);
    });

    check('server span', 'A1 A6', () => {
      const [span, ...others] = attributesOf(spansOf('server'), first);
      expect(span).toEqual(COPIED);
      for (const other of others) expect(other).toEqual(COPIED);
    });

    check('span', 'A1 A6', () => {
      expect(attributesOf(worksOf(), first)).toEqual([COPIED]);
    });

    check('log record', 'A1 A6', () => {
      const [record, ...others] = attributesOf(receiver.logRecords, first);
      expect(record).toEqual(COPIED);
      for (const other of others) expect(other).toEqual(COPIED);
    });

    check('counter', 'A6 A10 M2', () => {
      const copied = { 'tenant.id': 'acme', 'tenant.name': 'Zürich AG' };
      const points = receiver.dataPoints.filter(
        ({ name, attributes }) =>
          name === 'works' && attributes['tenant.id'] === 'acme',
      );
      expect(points).toMatchObject([{ attributes: copied, count: 1 }]);
      expect(Object.keys(points[0]!.attributes).sort()).toEqual(
        Object.keys(copied),
      );
    });

    check('middleware', 'A8', () => {
      expect(signedIn.answer.entries).toContainEqual(['tenant.id', 'globex']);
      for (const items of [
        worksOf(),
        ...serverSpans(),
        spansOf('client'),
        ...logRecords(),
      ]) {
        const found = attributesOf(items, signedIn);
        expect(found.length).toBeGreaterThan(0);
        for (const attributes of found) {
          expect(attributes).toMatchObject({ 'tenant.id': 'globex' });
        }
      }
      if (has('counter')) {
        expect(countOf(each => each['tenant.id'] === 'globex')).toBe(1);
      }
      expect(countOf(each => each['tenant.id'] === 'claimed')).toBe(0);
      for (const { baggage } of sentOf(signedIn.answer)) {
        expect(baggage).toEqual([expect.stringContaining('tenant.id=globex')]);
      }
    });

    describe.each(['http', 'fetch'] as const)('by %s', client => {
      check(client, 'E6 E7 I5', () => {
        expect(ours(first.answer.sent[client]!)).toMatchObject({
          baggage: [forwardedHeaderOf('acme')],
        });
      });
    });

    check('one traceparent', 'R3', () => {
      for (const { answer, traceId } of requests.all) {
        for (const { traceparent } of sentOf(answer)) {
          expect(traceparent).toEqual([
            expect.stringContaining(`-${traceId}-`),
          ]);
        }
      }
    });

    check('not mixed', 'A6 M8', () => {
      const others = requests.all.filter(({ tenant }) =>
        tenant.startsWith('tenant-'),
      );
      expect(others).toHaveLength(2 * tenants.length);
      for (const request of others) {
        const { tenant, answer } = request;
        expect(answer.entries).toContainEqual(['tenant.id', tenant]);
        for (const { baggage } of sentOf(answer)) {
          expect(baggage).toEqual([forwardedHeaderOf(tenant)]);
        }
        for (const items of [worksOf(), ...serverSpans(), ...logRecords()]) {
          const found = attributesOf(items, request);
          expect(found.length).toBeGreaterThan(0);
          for (const attributes of found) {
            expect(attributes).toMatchObject({ 'tenant.id': tenant });
          }
        }
      }
      if (!has('counter')) return;
      for (const tenant of tenants) {
        expect(countOf(each => each['tenant.id'] === tenant)).toBe(2);
      }
    });
  });
}

/** Without the members that Sentry writes behind those of the application. */
function ours({ baggage, ...others }: SentHeaders): SentHeaders {
  return {
    ...others,
    baggage: baggage.map(header => header.replace(/,sentry-[^,]*/g, '')),
  };
}

/** Logfire's, for a span that has not ended. */
function isPending({ attributes }: { attributes: Attributes }): boolean {
  return attributes['logfire.span_type'] === 'pending_span';
}
