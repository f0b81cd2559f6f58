import type { BaggageSignal } from '@otel-baggage/node/internal';
import { MASKED, type ShownProperty } from '../mask';
import type { Styles } from '../styles';
import { cell, firstOf, tableOf, type StyledCell } from '../table';
import { visible } from '../visible';
import { wrap } from '../wrap';
import { markedHeader, type Mark } from './marked-header';
import type {
  EntryAttribute,
  HeaderInspection,
  InspectedEntry,
  InspectedMember,
} from './types';

/** Keys of one line; `--json` has them all. */
const MAX_KEYS = 5;

/** Describes an inspection, in lines of about `width` characters. */
export function inspectionText(
  inspection: HeaderInspection,
  width: number,
  styles: Styles,
): string {
  const { members } = inspection;
  const parts = [
    marked(inspection, width, styles),
    reasons(inspection, width, styles),
    members.length > 0 ? table(members, width, styles) : '',
    summary(inspection, width, styles),
  ];
  return parts.filter(part => part !== '').join('\n\n');
}

function marked(
  { header, hidden, members, unreadFrom }: HeaderInspection,
  width: number,
  styles: Styles,
): string {
  const read = header.slice(0, unreadFrom);
  const marks: Mark[] = members
    .filter(({ dropped }) => dropped !== undefined)
    .map(({ offset, end, fault, position }) => ({
      start: offset,
      end,
      fault,
      label: numberOf(position),
    }));
  const text = markedHeader(read, marks, hidden, width, styles);
  if (unreadFrom === undefined) return text;
  const count = header.length - unreadFrom;
  return `${text}\n${styles.red(`… and ${count} characters that are not looked at`)}`;
}

function reasons(
  { members }: HeaderInspection,
  width: number,
  styles: Styles,
): string {
  const lines = members.flatMap(({ position, dropped, entry }) => {
    const number = numberOf(position);
    if (dropped) {
      const text = `${number} is dropped: ${dropped.text}`;
      return wrapped(text, width, styles.red);
    }
    if (entry?.notSent === undefined) return [];
    const text = `${number} is not sent on: ${entry.notSent}`;
    return wrapped(text, width, styles.yellow);
  });
  return firstOf(lines);
}

function wrapped(
  text: string,
  width: number,
  style: (text: string) => string,
): string {
  return wrap(text, width, 2).map(style).join('\n');
}

function table(
  members: readonly InspectedMember[],
  width: number,
  styles: Styles,
): string {
  const head = [
    '#',
    'key',
    'value',
    'properties',
    'bytes',
    'result',
    'attribute of',
  ];
  const rows = members.map(member => [
    cell(numberOf(member.position)),
    cell(member.key ?? ''),
    cell(member.entry?.value ?? ''),
    cell((member.entry?.properties ?? []).map(propertyOf).join('; ')),
    cell(String(member.bytes)),
    resultOf(member, styles),
    cell(attributesOf(member)),
  ]);
  return tableOf(head, rows, width, styles);
}

/** People count from 1. */
function numberOf(position: number): string {
  return String(position + 1);
}

function propertyOf({ key, value, isMasked }: ShownProperty): string {
  const shown = isMasked ? MASKED : value;
  return [key, shown].filter(text => text !== undefined).join('=');
}

function resultOf(
  { dropped, entry }: InspectedMember,
  styles: Styles,
): StyledCell {
  if (dropped !== undefined) {
    return { text: 'dropped', style: styles.red };
  }
  const { notSent } = entry!;
  return notSent
    ? { text: 'kept, not sent', style: styles.yellow }
    : { text: 'kept', style: styles.green };
}

/** `spans, logs as app.tenant.id; metrics as app.tenant.id (_other)`. */
function attributesOf({ key, entry }: InspectedMember): string {
  const signals = new Map<string, BaggageSignal[]>();
  for (const attribute of entry?.attributes ?? []) {
    const as = changeOf(key, entry!, attribute);
    signals.set(as, [...(signals.get(as) ?? []), attribute.signal]);
  }
  return [...signals].map(([as, names]) => names.join(', ') + as).join('; ');
}

function changeOf(
  key: string | undefined,
  entry: InspectedEntry,
  { name, value }: EntryAttribute,
): string {
  return (
    (name === key ? '' : ` as ${name}`) +
    (value === entry.value ? '' : ` (${value})`)
  );
}

function summary(
  inspection: HeaderInspection,
  width: number,
  styles: Styles,
): string {
  const { entries, maxEntries, bytes, maxBytes, sent, sentTo, lostBy } =
    inspection;
  const lines = [
    `${entries} of ${maxEntries} entries, ${bytes} of ${maxBytes} bytes`,
    `sent on: ${sent ?? 'nothing'}`,
  ];
  if (sent !== undefined && sentTo !== undefined) {
    lines.push(
      sentTo.length === 0
        ? 'but to no host, by OTEL_BAGGAGE_EGRESS_HOSTS'
        : wrap(`but only to ${visible(sentTo.join(', '))}`, width, 2).join(
            '\n',
          ),
    );
  }
  for (const { peer, keys, losesAll, because } of lostBy) {
    const named = limitedKeys(keys);
    lines.push(
      wrapped(
        losesAll
          ? `${peer} would lose all of this: ${named} has ${because}`
          : `${peer} would lose ${named}: ${because}`,
        width,
        styles.yellow,
      ),
    );
  }
  const kept = inspection.members.flatMap(({ entry }) => entry ?? []);
  if (kept.length > 0 && kept.every(entry => entry.attributes.length === 0)) {
    lines.push(
      wrapped(
        'no attribute of spans, logs or metrics: OTEL_BAGGAGE_ATTRIBUTE_KEYS matches none of these keys',
        width,
        styles.dim,
      ),
    );
  }
  return lines.join('\n');
}

function limitedKeys(keys: readonly string[]): string {
  const named = keys
    .slice(0, MAX_KEYS)
    .map(key => cell(key).text)
    .join(', ');
  const others = keys.length - MAX_KEYS;
  return others > 0 ? `${named} and ${others} more` : named;
}
