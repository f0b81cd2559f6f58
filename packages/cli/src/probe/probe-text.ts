import { parseBaggage } from '@otel-baggage/core';
import { MASKED, type Mask } from '../mask';
import type { Styles } from '../styles';
import { cell, namedTexts, tableOf } from '../table';
import { visible, visibleAscii } from '../visible';
import { MAX_BODY_BYTES } from './send-probe';
import { shownEntries } from './shown-entries';
import type { Echo, ProbeAnswer, ProbeRequest, ShownEntry } from './types';

/** Describes a probe. */
export function probeText(
  request: ProbeRequest,
  answer: ProbeAnswer,
  echoes: readonly Echo[],
  mask: Mask,
  width: number,
  styles: Styles,
): string {
  const parts = [exchange(request, answer, mask, width, styles)];
  if (echoes.length === 0) {
    parts.push(
      styles.yellow(
        'the answer does not give the baggage back, so nobody knows what arrived',
      ),
    );
  }
  for (const { place, header } of echoes) {
    const entries = shownEntries(request.baggage, header, mask);
    parts.push(`came back in ${place}:\n${table(entries, width, styles)}`);
  }
  return parts.join('\n\n');
}

function exchange(
  { url, baggage }: ProbeRequest,
  { status, statusText, location, isCut, times }: ProbeAnswer,
  mask: Mask,
  width: number,
  styles: Styles,
): string {
  const style = status < 400 ? styles.green : styles.red;
  const { dropped } = parseBaggage(baggage);
  const lines: [string, string][] = [
    ['request', `GET ${url.origin}${url.pathname}`],
    ['baggage', visibleAscii(mask.header(baggage))],
    ['answer', style(visible(`${status} ${statusText}`.trim()))],
    [
      'time',
      `${milliseconds(times.done)} (connected after ${milliseconds(times.connected)}, first byte after ${milliseconds(times.answered)})`,
    ],
  ];
  if (dropped.length > 0) {
    lines.push([
      'note',
      `a compliant receiver will drop ${dropped.length} of these members, as "otel-baggage inspect" shows`,
    ]);
  }
  if (isCut) {
    lines.push([
      'note',
      `the body is larger than ${MAX_BODY_BYTES} bytes: the rest of it is not looked at`,
    ]);
  }
  if (location !== undefined) {
    const target = mask.hides('', location) ? MASKED : visible(location);
    lines.push(['redirect', `${target}, which is not followed`]);
  }
  return namedTexts(lines, 9, width, styles);
}

function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`;
}

function table(
  entries: readonly ShownEntry[],
  width: number,
  styles: Styles,
): string {
  if (entries.length === 0) return 'no entry';
  const style = {
    same: styles.green,
    changed: styles.red,
    lost: styles.red,
    added: styles.yellow,
  };
  const head = ['key', 'sent', 'came back', 'result'];
  const rows = entries.map(entry => [
    cell(entry.key ?? ''),
    cell(entry.sent ?? ''),
    cell(entry.received ?? ''),
    { text: entry.result, style: style[entry.result] },
  ]);
  return tableOf(head, rows, width, styles);
}
