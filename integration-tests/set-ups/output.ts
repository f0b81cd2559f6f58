import type { Attributes } from '../matrix/support/otlp-receiver';
import type { Receiver } from './receiver';
import type { SetUpRequest } from './requests';

const OF_TENANT = /^tenant\./;
const KINDS = ['server', 'internal', 'client', 'other'];

/**
 * What a person sees of a request, for the recipes: a line for each span, log
 * record, series and outgoing header, with what came from baggage.
 */
export function outputOf(
  { traceId, answer }: SetUpRequest,
  { spans, logRecords, dataPoints }: Receiver,
  tenant: string,
): string[] {
  const lines: [kind: string, name: string, shown: string][] = [
    ...spans
      .filter(span => span.traceId === traceId)
      .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
      .map(({ kind, name, attributes }): [string, string, string] => [
        `${kind} span`,
        // Lambda's handler has none here.
        name ?? '',
        shown(attributes),
      ]),
    ...logRecords
      .filter(record => record.traceId === traceId)
      .map(({ body, attributes }): [string, string, string] => [
        'log record',
        body,
        shown(attributes),
      ]),
    ...dataPoints
      .filter(
        ({ name, attributes }) =>
          name === 'works' && attributes['tenant.id'] === tenant,
      )
      .map(({ name, count, attributes }): [string, string, string] => [
        'counter',
        `${name} ${count}`,
        shown(attributes),
      ]),
    ...Object.entries(answer.sent).map(
      ([client, { baggage }]): [string, string, string] => [
        `by ${client}`,
        'baggage',
        baggage.join(' and '),
      ],
    ),
  ];
  return aligned(lines);
}

function shown(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([name]) => OF_TENANT.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ');
}

function aligned(lines: string[][]): string[] {
  const width = (column: number) =>
    Math.max(...lines.map(line => line[column]!.length));
  return lines.map(([kind, name, rest]) =>
    `${kind!.padEnd(width(0))}  ${name!.padEnd(width(1))}  ${rest}`.trimEnd(),
  );
}
