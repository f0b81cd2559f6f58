import { resolveLimits } from '@otel-baggage/core/internal';
import { type BaggageOptions } from '@otel-baggage/node';
import {
  signalOptions,
  type BaggageSignal,
  type EnvironmentReading,
  type EnvironmentVariable,
} from '@otel-baggage/node/internal';
import type { Styles } from '../styles';
import { cell, namedTexts, tableOf, type StyledCell } from '../table';
import { visible } from '../visible';
import { warningLines } from '../warning-lines';
import { markedName, markedVariable } from './marked-variable';

/** Characters of a cell. */
const MAX_CHARACTERS = 200;

/** Describes an environment, in lines of `width` characters. */
export function environmentText(
  { variables, unknown, options }: EnvironmentReading,
  warnings: readonly string[],
  width: number,
  styles: Styles,
): string {
  const head = ['variable', 'value, or (default)'];
  const table = tableOf(
    head,
    variables.map(variable => row(variable, styles)),
    width,
    styles,
  );
  const parts = [table, inForce(options, width, styles)];
  if (warnings.length > 0) {
    const lines = warnings.flatMap(warning => [
      warningLines(warning, width, styles),
      ...variables.flatMap(variable =>
        variable.problems.flatMap((problem, i) =>
          problem === warning
            ? markedVariable(variable, variable.faults[i], width, styles)
            : [],
        ),
      ),
      ...unknown
        .filter(({ problem }) => problem === warning)
        .map(variable => markedName(variable, width, styles)),
    ]);
    parts.push(lines.join('\n'));
  }
  if (variables.every(({ text }) => text === undefined)) {
    parts.push(NEXT_STEP);
  }
  return parts.join('\n\n');
}

const NEXT_STEP = `No variable is set, so no entry becomes an attribute. Name the keys to copy:
  OTEL_BAGGAGE_ATTRIBUTE_KEYS=tenant.id npx otel-baggage env
and see what becomes of a header with them:
  npx otel-baggage inspect --keys tenant.id 'tenant.id=acme'`;

function row(variable: EnvironmentVariable, styles: Styles): StyledCell[] {
  const { name, text, value, defaultValue, problems } = variable;
  if (text === undefined) {
    return [
      { text: name, style: styles.dim },
      { text: `(${defaultValue})`, style: styles.dim },
    ];
  }
  const shown = cell(
    meaning(value) || `not understood (${defaultValue})`,
    MAX_CHARACTERS,
  );
  if (problems.length > 0) shown.style = styles.yellow;
  return [cell(name), shown];
}

function meaning(value: EnvironmentVariable['value']): string {
  if (value === undefined) return '';
  if (value === false) return 'off';
  return Array.isArray(value) ? listed(value) : String(value);
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** Describes the result of all variables. */
function inForce(
  options: BaggageOptions,
  width: number,
  styles: Styles,
): string {
  const { ingress, egress, sensitive } = options;
  const { maxEntries, maxBytes } = resolveLimits({
    maxEntries: options.maxEntries,
    maxBytes: options.maxBytes,
  });
  const lines: [string, string][] = [
    ['spans', attributes(options, 'spans')],
    ['logs', attributes(options, 'logs')],
    ['metrics', metrics(options)],
    ['limits', `${maxEntries} entries, ${maxBytes} bytes`],
    ['accepted', keys(ingress?.included)],
    ['sent on', `${keys(egress?.keys?.included)}, to ${hosts(egress?.hosts)}`],
    [
      'sensitive',
      Array.isArray(sensitive)
        ? `${listed(sensitive)}: neither accepted nor sent`
        : 'warned of only',
    ],
  ];
  return namedTexts(
    lines.map(([name, text]) => [name, visible(text)]),
    10,
    width,
    styles,
  );
}

function attributes(options: BaggageOptions, signal: BaggageSignal): string {
  const selection = signalOptions(options, signal);
  if (selection === undefined) return 'off';
  const { included = [], excluded = [], prefix } = selection;
  if (included.length === 0) return 'nothing';
  const without = excluded.length > 0 ? ` but not ${listed(excluded)}` : '';
  const as = prefix === undefined ? '' : `, as ${prefix}KEY`;
  return `${listed(included)}${without}${as}`;
}

function metrics(options: BaggageOptions): string {
  const text = attributes(options, 'metrics');
  const { included = [], ...measurements } =
    signalOptions(options, 'metrics') ?? {};
  if (included.length === 0) return text;
  const { instruments, maxDistinctValues } = measurements;
  const on = instruments ? listed(instruments) : 'all synchronous instruments';
  const values =
    maxDistinctValues === undefined
      ? ''
      : `, at most ${maxDistinctValues} values of each`;
  return `${text}, on ${on}${values}`;
}

function keys(included: readonly string[] | undefined): string {
  return included === undefined ? 'all keys' : listed(included);
}

function hosts(allowed: readonly string[] | undefined): string {
  if (allowed === undefined) return 'all hosts';
  return allowed.length === 0 ? 'no host' : listed(allowed);
}
