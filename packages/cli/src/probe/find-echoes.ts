import { BAGGAGE_HEADER } from '@otel-baggage/core';
import { visibleStart } from '../visible';
import type { Echo, ProbeAnswer } from './types';

/** Values of a JSON body that are looked at. */
const MAX_VALUES = 10_000;
/** Characters of a place. */
const MAX_CHARACTERS = 60;

/**
 * Where an answer gives the baggage back: its header `baggage`; a JSON body
 * with a member of that name in it, or with the text that was sent; any other
 * body with a line `baggage: ...`, or with that text.
 *
 * @param sent the header that was sent
 */
export function findEchoes(
  { baggage, body }: ProbeAnswer,
  sent: string,
): Echo[] {
  const echoes =
    baggage.length > 0
      ? [{ place: 'the header "baggage"', header: baggage.join(',') }]
      : [];
  const json = parsed(body);
  return [
    ...echoes,
    ...(json === undefined ? inText(body, sent) : inJson(json, sent)),
  ];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function inJson(json: unknown, sent: string): Echo[] {
  const echoes: Echo[] = [];
  const pending: [path: string, name: string, value: unknown][] = [
    ['$', '', json],
  ];
  for (let seen = 0; seen < MAX_VALUES && pending.length > 0; seen++) {
    const [path, name, value] = pending.shift()!;
    const header = headerIn(name, value, sent);
    if (header !== undefined) {
      const shown = visibleStart(path, MAX_CHARACTERS);
      echoes.push({ place: `the JSON body, ${shown}`, header });
    } else if (typeof value === 'object' && value !== null) {
      const isArray = Array.isArray(value);
      for (const [key, member] of Object.entries(value)) {
        if (pending.length === MAX_VALUES) break;
        const step = isArray ? `[${key}]` : `.${key}`;
        pending.push([path + step, isArray ? '' : key, member]);
      }
    }
  }
  return echoes;
}

function headerIn(
  name: string,
  value: unknown,
  sent: string,
): string | undefined {
  if (value === sent) return sent;
  if (name.toLowerCase() !== BAGGAGE_HEADER) return undefined;
  if (typeof value === 'string') return value;
  return Array.isArray(value) &&
    value.length > 0 &&
    value.every(field => typeof field === 'string')
    ? value.join(',')
    : undefined;
}

const FIELD_LINE = /^[ \t]*baggage[ \t]*[:=](.*)$/gim;

function inText(body: string, sent: string): Echo[] {
  const fields = [...body.matchAll(FIELD_LINE)].map(([, value]) =>
    value!.trim(),
  );
  if (fields.length > 0) {
    return [{ place: 'the body, "baggage:"', header: fields.join(',') }];
  }
  return body.includes(sent) ? [{ place: 'the body', header: sent }] : [];
}
