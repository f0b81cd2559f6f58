/** The choices for a key. */
export interface Choices {
  spans: boolean;
  logs: boolean;
  metrics: boolean;
  /** Whether it is accepted from outside. */
  accept: boolean;
}

const SIGNALS = [
  ['spans', 'SPAN'],
  ['logs', 'LOG'],
  ['metrics', 'METRIC'],
] as const;

/** The environment variables that do what is chosen, one a line. */
export function variablesOf(keys: [key: string, choices: Choices][]): string {
  const lists = SIGNALS.map(([signal]) =>
    keys.filter(([, choices]) => choices[signal]).map(([key]) => key),
  );
  const [spans = []] = lists;
  const isSame = lists.every(list => `${list}` === `${spans}`);
  const lines = isSame
    ? [`OTEL_BAGGAGE_ATTRIBUTE_KEYS=${spans.join(',') || 'none'}`]
    : SIGNALS.map(
        ([, name], index) =>
          `OTEL_BAGGAGE_${name}_ATTRIBUTE_KEYS=${lists[index]!.join(',') || 'none'}`,
      );
  const accepted = keys.filter(([, { accept }]) => accept).map(([key]) => key);
  if (accepted.length < keys.length) {
    lines.push(`OTEL_BAGGAGE_INGRESS_KEYS=${accepted.join(',') || ','}`);
  }
  return lines.join('\n');
}
