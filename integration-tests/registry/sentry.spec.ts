// Sentry beside an SDK of one's own. What it writes of its own trace and the
// entries of the application both travel, wherever its propagator stands.

import {
  ApplicationProcess,
  exportTo,
} from '../matrix/support/application-process';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import { INSTALL_TIMEOUT, InstalledProject } from './installed-project';
import { type Answer, ask } from './tenants-in-turn';

const OURS = 'tenant.id=acme;source=test,a=1,e=,z=2';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const THEIRS = `sentry-trace_id=${TRACE},sentry-public_key=key,sentry-sample_rate=1,sentry-sampled=true`;

describe.each(['sentry-10', 'sentry-11'])('%s', name => {
  let project: InstalledProject;

  beforeAll(() => {
    project = InstalledProject.install(name, { others: ['service', 'sentry'] });
  }, INSTALL_TIMEOUT);
  afterAll(() => project?.remove());

  describe.each([
    ['without another one for baggage', 'alone'],
    ["before upstream's for baggage", 'before'],
    ["behind upstream's for baggage", 'behind'],
  ])('its propagator %s', (_title, place) => {
    let receiver: OtlpReceiver;
    let application: ApplicationProcess;
    let begun: Answer;
    let continued: Answer;

    beforeAll(async () => {
      receiver = await OtlpReceiver.start();
      application = await ApplicationProcess.start(
        'start.cjs',
        [],
        { ...exportTo(receiver.endpoint), SENTRY: place },
        { cwd: project.folder },
      );
      begun = await ask(application.url, { baggage: OURS });
      continued = await ask(application.url, {
        baggage: `${OURS},${THEIRS}`,
        'sentry-trace': `${TRACE}-${PARENT}-1`,
      });
      await application.end();
    }, 120_000);
    afterAll(async () => {
      application?.kill();
      await receiver?.stop();
    });

    test('I2 I5 E5 E6 a trace that begins here: its members come behind the entries, which stay as they were', () => {
      const [traceId] = begun.written['sentry-trace']!.split('-');
      expect(begun.written.traceparent).toContain(`-${traceId}-`);
      expect(theirsBehindOurs(begun.written.baggage)).toMatchObject({
        'sentry-trace_id': traceId,
        'sentry-public_key': 'key',
      });
    });

    test('I2 I5 E5 E6 a trace that goes on: the members that came go on, each once', () => {
      expect(continued.written['sentry-trace']).toContain(`${TRACE}-`);
      expect(continued.written.traceparent).toContain(`-${TRACE}-`);
      expect(theirsBehindOurs(continued.written.baggage)).toMatchObject({
        'sentry-trace_id': TRACE,
        'sentry-public_key': 'key',
        'sentry-sample_rate': '1',
        'sentry-sampled': 'true',
      });
      expect(continued.entries).toEqual(
        expect.arrayContaining([
          ['tenant.id', 'acme'],
          ['e', ''],
          ['sentry-trace_id', TRACE],
        ]),
      );
    });

    test('I2 R3 a request of fetch has both, and one traceparent', () => {
      for (const { sent, written } of [begun, continued]) {
        const theirs = theirsBehindOurs(sent.baggage!);
        const [traceId] = written['sentry-trace']!.split('-');
        expect(sent.parents).toEqual([expect.stringContaining(`-${traceId}-`)]);
        // Sentry 11's leaves requests of these instrumentations alone.
        const isWritten = name === 'sentry-10' || sent === continued.sent;
        expect(theirs['sentry-trace_id']).toBe(isWritten ? traceId : undefined);
      }
    });

    test('A1 the spans have the tenant, and nothing of theirs', () => {
      const attributes = receiver.spans.map(span => span.attributes);
      // Of each request: two servers, a client, the application.
      expect(attributes.map(each => each['tenant.id'])).toEqual(
        Array(8).fill('acme'),
      );
      expect(Object.keys(Object.assign({}, ...attributes))).not.toContain(
        'sentry-trace_id',
      );
    });
  });
});

/** The members of a header that begins with our entries, each key once. */
function theirsBehindOurs(header: string | undefined): Record<string, string> {
  expect(header!.slice(0, OURS.length)).toBe(OURS);
  const members = header!.slice(OURS.length).split(',').slice(1);
  const pairs = members.map(member => member.split('=') as [string, string]);
  expect(new Set(pairs.map(([key]) => key)).size).toBe(pairs.length);
  return Object.fromEntries(pairs);
}
