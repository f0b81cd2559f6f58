import type { EnvironmentVariable } from '@otel-baggage/node/internal';
import type { Styles } from '../styles';
import { visible, visibleStart } from '../visible';

/** Characters of the text that are shown before what is wrong. */
const MAX_BEFORE = 20;

/** The text of a variable, and a caret at what a problem says of it. */
export function markedVariable(
  { name, text = '' }: EnvironmentVariable,
  problem: string,
  width: number,
  { red }: Styles,
): string {
  const fault = faultIn(text, problem);
  const start = Math.max(fault - MAX_BEFORE, 0);
  const cut = start > 0 ? '…' : '';
  const before = `  ${name}=${cut}${visible(text.slice(start, fault))}`;
  const line = visibleStart(before + visible(text.slice(fault)), width);
  return `${line}\n${' '.repeat(before.length)}${red('^')}`;
}

/**
 * Where a text is wrong: of a list in the item that the problem quotes, else
 * in all of it. That is the first character that cannot stand there, or the
 * first of the item.
 */
function faultIn(text: string, problem: string): number {
  let start = 0;
  for (const item of text.split(',')) {
    const trimmed = item.trim();
    if (trimmed !== '' && problem.includes(`"${trimmed}"`)) {
      const isHosts = problem.includes('host');
      const wrong = trimmed.search(isHosts ? NOT_OF_A_HOST : NOT_OF_A_PATTERN);
      return start + item.indexOf(trimmed) + Math.max(wrong, 0);
    }
    start += item.length + 1;
  }
  const isNumber = problem.includes('integer');
  return isNumber ? Math.max(text.search(/[^\d\s]/), 0) : 0;
}

const NOT_OF_A_HOST = /[^\w.*:[\]-]|:(?=\/)/;
/** A wildcard is one of the characters of a token (rule E4), but for `?`. */
const NOT_OF_A_PATTERN = /[^\w!#$%&'*+.^`|~?-]/;
