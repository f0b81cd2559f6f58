import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseBaggage } from '@otel-baggage/core';
import { listOf } from '@otel-baggage/test-support';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
type Carrier = Record<'sentry-trace' | 'baggage', string>;
type Sent = Record<
  'begins' | 'goesOn' | 'own' | 'beginsAnew' | 'copied' | 'ofAnotherOrg',
  Carrier
>;

async function sentBy(
  version: string,
  place: string,
  options?: object,
): Promise<Sent> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      join(__dirname, 'sentry.cjs'),
      version,
      place,
      JSON.stringify(options ?? {}),
    ],
    { timeout: 50_000 },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** The entries of a header: value, and metadata where there is some. */
function entriesOf({ baggage }: Carrier): Record<string, unknown> {
  return Object.fromEntries(
    listOf(parseBaggage(baggage).baggage).map(([key, ...rest]) => [key, rest]),
  );
}

const OURS = { 'tenant.id': ['acme', 'p=1;q'], empty: [''] };

describe.each(['10', '11'])('I2 Sentry %s in a NodeSDK', version => {
  describe.each(['before', 'behind', 'alone'])('%s ours', place => {
    let sent: Sent;
    beforeAll(async () => {
      sent = await sentBy(version, place);
    });

    test('I2 in a trace that begins here, both arrive', () => {
      const [traceId] = sent.begins['sentry-trace'].split('-');
      expect(entriesOf(sent.begins)).toMatchObject({
        ...OURS,
        'sentry-trace_id': [traceId],
        'sentry-public_key': ['public'],
        'sentry-release': ['a b,c=1'],
        'sentry-environment': ['test'],
      });
    });

    test('I2 in a trace that goes on, both arrive, and what the caller sent', () => {
      expect(sent.goesOn['sentry-trace']).toMatch(new RegExp(`^${TRACE}-`));
      expect(entriesOf(sent.goesOn)).toMatchObject({
        ...OURS,
        'sentry-trace_id': [TRACE],
        'sentry-public_key': ['public'],
        'sentry-sampled': ['true'],
        'sentry-user_id': ['u1'],
        'from.caller': ['ok', 'p=1'],
        none: [''],
      });
    });

    test("I2 the application's own header is kept too", () => {
      const [traceId] = sent.own['sentry-trace'].split('-');
      expect(entriesOf(sent.own)).toMatchObject({
        ...OURS,
        'sentry-trace_id': [traceId],
        route: ['blue', 'p=2'],
        plan: [''],
      });
    });

    test.each(['beginsAnew', 'copied', 'ofAnotherOrg'] as const)(
      "Sentry's own sentry-* are sent, not those of a trace that has ended: %s",
      name => {
        const [traceId] = sent[name]['sentry-trace'].split('-');
        expect(traceId).not.toBe(TRACE);
        const entries = entriesOf(sent[name]);
        expect(entries).toMatchObject({
          ...OURS,
          'sentry-trace_id': [traceId],
          'sentry-public_key': ['public'],
          'sentry-environment': ['test'],
          'from.caller': ['ok', 'p=1'],
          none: [''],
        });
        expect(entries).not.toHaveProperty(['sentry-user_id']);
      },
    );

    test('I2 every key is there once', () => {
      for (const { baggage } of Object.values(sent)) {
        const keys = baggage.split(',').map(member => member.split('=')[0]);
        expect(new Set(keys).size).toBe(keys.length);
      }
    });
  });

  test("T2 what may not leave is in neither, and Sentry's trace goes on", async () => {
    const sent = await sentBy(version, 'alone', {
      egress: { keys: { excluded: ['from.caller', 'route'] } },
    });
    for (const carrier of Object.values(sent)) {
      expect(carrier['sentry-trace']).toBeDefined();
      expect(entriesOf(carrier)).toMatchObject(OURS);
      expect(carrier.baggage).not.toMatch(/from\.caller|route/);
    }
  });
});
