import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { createBaggage, getBaggage } from '@otel-baggage/core';
import { listOf } from '@otel-baggage/test-support';
import {
  hasSentryMembers,
  withoutSentryEntries,
  withoutSentryMembers,
} from './sentry-members';

test.each<[unknown, boolean, unknown]>([
  ['sentry-a=1', true, []],
  ['x=1, sentry-a=1;p=sentry-,\tsentry-b=2,y=2', true, ['x=1', 'y=2']],
  [['x=1', 'sentry-a=1'], true, ['x=1']],
  ['x=sentry-1;sentry-p', false, 'x=sentry-1;sentry-p'],
  ['Sentry-a=1,xsentry-=1', false, 'Sentry-a=1,xsentry-=1'],
  ['', false, ''],
  [undefined, false, undefined],
  [[7, null], false, [7, null]],
])('of %j: %s', (header, has, without) => {
  expect(hasSentryMembers(header)).toBe(has);
  expect(withoutSentryMembers(header)).toEqual(without);
});

test('the entries of a context', () => {
  const contextOf = (entries: Record<string, string>) =>
    propagation.setBaggage(ROOT_CONTEXT, createBaggage(entries));
  const none = contextOf({ a: '1', 'xsentry-b': '2' });
  expect(withoutSentryEntries(none)).toBe(none);
  expect(withoutSentryEntries(ROOT_CONTEXT)).toBe(ROOT_CONTEXT);
  expect(
    listOf(
      getBaggage(withoutSentryEntries(contextOf({ 'sentry-b': '2', a: '1' }))),
    ),
  ).toEqual([['a', '1']]);
});
