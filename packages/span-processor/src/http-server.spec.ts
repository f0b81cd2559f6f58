import { SpanKind } from '@opentelemetry/api';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Seen {
  sentDownstream: string;
  spans: {
    name: string;
    kind: SpanKind;
    path?: string;
    tenant?: string;
    user?: string;
  }[];
}

describe('A8 a middleware sets the tenant, with the HTTP instrumentation', () => {
  let seen: Seen;

  // A process of its own: the instrumentation patches `http` when it is
  // required, which jest keeps from its tests.
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(__dirname, 'test-fixtures/express-style-app.cjs'),
    ]);
    seen = JSON.parse(stdout);
  });

  const tenantsOf = (matches: (span: Seen['spans'][number]) => boolean) =>
    seen.spans.filter(matches).map(({ tenant }) => tenant);

  test('the server span itself has it', () => {
    expect(
      tenantsOf(
        ({ kind, path }) => kind === SpanKind.SERVER && path === '/acme',
      ),
    ).toEqual(['acme']);
  });

  test('so have the spans that begin afterwards', () => {
    expect(tenantsOf(({ name }) => name === 'load')).toEqual(['acme']);
  });

  test('and the outgoing request, with what the incoming one had', () => {
    expect(seen.sentDownstream).toBe('tenant.id=acme,user.id=42');
  });

  test('the next service has it on its server span', () => {
    expect(
      tenantsOf(
        ({ kind, path }) => kind === SpanKind.SERVER && path === '/downstream',
      ),
    ).toEqual(['acme']);
  });

  test('A1 what is not named is on no span', () => {
    expect(seen.spans.length).toBeGreaterThanOrEqual(4);
    for (const { user } of seen.spans) expect(user).toBeUndefined();
  });
});
