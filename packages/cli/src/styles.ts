import type { Environment } from '@otel-baggage/node/internal';
import type { Output } from './terminal';

type Style = (text: string) => string;

/** The colours of a stream; without them each gives its text back. */
export interface Styles {
  bold: Style;
  dim: Style;
  red: Style;
  green: Style;
  yellow: Style;
}

/**
 * The colours of a stream: on a terminal, unless `NO_COLOR` is set or
 * `FORCE_COLOR` says otherwise.
 *
 * @see https://no-color.org
 */
export function stylesOf(output: Output, env: Environment): Styles {
  const isOn = hasColors(output, env);
  const style =
    (on: number, off: number): Style =>
    text =>
      isOn && text !== '' ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
  };
}

function hasColors(
  { isTTY = false }: Output,
  { NO_COLOR, FORCE_COLOR, TERM }: Environment,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  return isTTY && TERM !== 'dumb';
}
