import { diag } from '@opentelemetry/api';
import { displayKey, DropDiagnostics } from './diagnostics';
import { recordDiag } from '@otel-baggage/test-support';

const MINUTE = 60_000;

describe('D1 what is dropped is said through diag', () => {
  let messages: string[];

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000, doNotFake: ['nextTick'] });
    messages = recordDiag();
  });

  afterEach(() => {
    diag.disable();
    jest.useRealTimers();
  });

  test('with the namespace of the package', () => {
    new DropDiagnostics('@otel-baggage/propagator', 'spans').report(
      'a',
      'dropped',
    );
    expect(messages).toEqual([
      'warn @otel-baggage/propagator dropped (1 since last said)',
    ]);
  });

  test('at most once a minute, with the count since the last time', () => {
    const diagnostics = new DropDiagnostics('ns', 'spans');
    for (let i = 0; i < 1000; i++) diagnostics.report('a', 'dropped');
    jest.advanceTimersByTime(MINUTE - 1);
    diagnostics.report('a', 'dropped');
    expect(messages).toHaveLength(1);

    jest.advanceTimersByTime(1);
    diagnostics.report('a', 'dropped');
    expect(messages).toEqual([
      'warn ns dropped (1 since last said)',
      'warn ns dropped (1001 since last said)',
    ]);
  });

  test('each reason by itself', () => {
    const diagnostics = new DropDiagnostics('ns', 'spans');
    diagnostics.report('a', 'dropped for a');
    diagnostics.report('b', 'dropped for b', 'error');
    diagnostics.report('a', 'dropped for a');
    expect(messages).toEqual([
      'warn ns dropped for a (1 since last said)',
      'error ns dropped for b (1 since last said)',
    ]);
  });

  test('also after the clock has been set back', () => {
    const diagnostics = new DropDiagnostics('ns', 'spans');
    diagnostics.report('a', 'dropped');
    jest.setSystemTime(0);
    diagnostics.report('a', 'dropped');
    expect(messages).toHaveLength(2);
  });
});

describe('D2 a key is shown', () => {
  test('when it is valid', () => {
    expect(displayKey('tenant.id')).toBe('"tenant.id"');
  });

  test('with 64 characters at most', () => {
    expect(displayKey('k'.repeat(64))).toBe(`"${'k'.repeat(64)}"`);
    expect(displayKey('k'.repeat(65))).toBe(`"${'k'.repeat(64)}…"`);
  });

  test.each([['a b'], ['a\r\nb'], ['é'], [''], [undefined], [{}]])(
    'not when it is %j',
    key => {
      expect(displayKey(key)).toBe('an invalid key');
    },
  );
});
