import { resolveLimits } from '@otel-baggage/core/internal';
import { type BaggageOptions } from '@otel-baggage/node';
import {
  signalOptions,
  type BaggageSignal,
  type EnvironmentReading,
  type EnvironmentVariable,
} from '@otel-baggage/node/internal';
import type { Styles } from '../styles';
import { cell, namedTexts, tableOf } from '../table';
import { visible } from '../visible';

/** What a person reads of an environment. */
export function environmentText(
  { variables, options }: EnvironmentReading,
  warnings: readonly string[],
  styles: Styles,
): string {
  const head = ['variable', 'text', 'understood as', 'default'];
  const table = tableOf(
    head,
    variables.map(variable => row(variable, styles)),
    styles,
  );
  const parts = [table, inForce(options, styles)];
  if (warnings.length > 0) {
    parts.push(
      warnings
        .map(text => `${styles.yellow('warning:')} ${visible(text)}`)
        .join('\n'),
    );
  }
  return parts.join('\n\n');
}

function row(variable: EnvironmentVariable, styles: Styles): string[] {
  const { name, text, value, defaultValue, problems } = variable;
  const understood = cell(meaning(value));
  return [
    text === undefined ? styles.dim(name) : name,
    cell(text ?? ''),
    problems.length > 0
      ? styles.yellow(understood || 'not understood')
      : understood,
    styles.dim(defaultValue),
  ];
}

function meaning(value: EnvironmentVariable['value']): string {
  if (value === undefined) return '';
  if (value === false) return 'off';
  return Array.isArray(value) ? listed(value) : String(value);
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** What all variables make together. */
function inForce(options: BaggageOptions, styles: Styles): string {
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
