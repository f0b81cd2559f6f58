import { SENSITIVE_KEYS } from '@otel-baggage/core';
import { canMatchKey } from '@otel-baggage/core/internal';
import { isHostPattern } from '@otel-baggage/propagator/internal';

/** Patterns, a text, a number, or `false` for a signal that is switched off. */
export type Value = readonly string[] | string | number | false | undefined;

/**
 * Reads the text of a variable; undefined where the default is used. Never throws
 * (rule D3).
 *
 * @param text not empty, without white space around it
 * @param complain is told what of it is not understood, and what is done then
 */
export type Reader = (text: string, complain: Complain) => Value;
type Complain = (problem: string, fault?: Fault) => void;

/** The part of a text that is not understood; without an item, all of it. */
export interface Fault {
  /** Of its list. */
  item?: string;
  /** The kind that was expected. */
  expected: 'key' | 'host' | 'count';
}

export const text: Reader = text => text;

export const list: Reader = text => orDefault(items(text));

/** Patterns of keys, in which `none` leaves nothing. */
export const keys: Reader = (text, complain) => {
  const found = signalKeys(text, complain);
  return found === false ? [] : found;
};

/** Patterns of keys for one signal, which `none` switches off. */
export const signalKeys: Reader = (text, complain) =>
  !items(text).some(item => item.toLowerCase() === 'none') &&
  orDefault(patterns(text, complain));

/** Which keys may pass; a list that names nothing lets nothing pass. */
export const trustedKeys: Reader = (text, complain) =>
  patterns(notNothing(text, complain), complain);

/** Patterns of hosts. An invalid one allows none: where all are, nothing is sent. */
export const hosts: Reader = (text, complain) =>
  items(notNothing(text, complain)).filter(pattern => {
    if (isHostPattern(pattern)) return true;
    const fault: Fault = { item: pattern, expected: 'host' };
    complain(`"${pattern}" is not a valid host pattern; ignored`, fault);
    return false;
  });

/**
 * Which keys are dropped (rule T4): `drop` stands for `SENSITIVE_KEYS`, `warn`
 * for none.
 */
export const sensitiveKeys: Reader = (text, complain) => {
  // Upper and lower case are the same in these patterns too.
  const found = patterns(notNothing(text, complain), complain).map(pattern =>
    /^(drop|warn)$/i.test(pattern) ? pattern.toLowerCase() : pattern,
  );
  if (found.length === 0) return ['*'];
  if (found.length === 1 && /^(drop|warn)$/.test(found[0]!)) return found[0];
  if (found.length === 1 && /^(true|1|yes|on|all)$/i.test(found[0]!)) {
    complain(
      `"${found[0]}" is read as a key; use "drop" to drop all keys that look sensitive`,
      { item: found[0]!, expected: 'key' },
    );
  }
  return found.flatMap(key => (key === 'drop' ? SENSITIVE_KEYS : key));
};

/** A positive integer. */
export const count: Reader = (text, complain) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0 && Number.isSafeInteger(value)) {
    return value;
  }
  complain('not a positive integer; the default is used', {
    expected: 'count',
  });
  return undefined;
};

/** The items of a comma-separated list. */
export function items(text: string): string[] {
  const all = text.split(',').map(item => item.trim());
  return all.filter(item => item !== '');
}

function orDefault(items: string[]): string[] | undefined {
  return items.length === 0 ? undefined : items;
}

function notNothing(text: string, complain: Complain): string {
  if (items(text).length === 0) complain('names nothing; no baggage passes');
  return text;
}

function patterns(text: string, complain: Complain): string[] {
  const found = items(text);
  for (const pattern of found) {
    if (!canMatchKey(pattern)) {
      const fault: Fault = { item: pattern, expected: 'key' };
      complain(`"${pattern}" matches no valid baggage key`, fault);
    }
  }
  return found;
}
