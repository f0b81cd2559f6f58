import type {
  EnvironmentVariable,
  Fault,
  UnknownVariable,
} from '@otel-baggage/node/internal';
import type { Styles } from '../styles';
import { columnsOf, visible, visibleStart } from '../visible';

/** Characters of the text that are shown before what is wrong. */
const MAX_BEFORE = 20;

/** The text of a variable, and a caret at what is not understood of it. */
export function markedVariable(
  { name, text = '' }: EnvironmentVariable,
  fault: Fault | undefined,
  width: number,
  styles: Styles,
): string {
  const wrong = fault === undefined ? 0 : placeOf(fault, text);
  const start = Math.max(wrong - MAX_BEFORE, 0);
  const cut = start > 0 ? '…' : '';
  const before = `${name}=${cut}${text.slice(start, wrong)}`;
  return marked(before, text.slice(wrong), width, styles);
}

/** The name of a variable, and a caret where it begins to be an unknown one. */
export function markedName(
  { name, nearest }: UnknownVariable,
  width: number,
  styles: Styles,
): string {
  const wrong = [...name].findIndex((letter, i) => letter !== nearest[i]);
  const at = wrong === -1 ? name.length : wrong;
  return marked(name.slice(0, at), `${name.slice(at)}=`, width, styles);
}

function marked(
  before: string,
  rest: string,
  width: number,
  { red }: Styles,
): string {
  const shown = `  ${visible(before)}`;
  const line = visibleStart(shown + visible(rest), width);
  return `${line}\n${' '.repeat(columnsOf(shown))}${red('^')}`;
}

/** The first character that cannot stand there, or the first of the item. */
function placeOf({ item, expected }: Fault, text: string): number {
  const wrong = (item ?? text).search(NOT_EXPECTED[expected]);
  return startOf(item, text) + Math.max(wrong, 0);
}

/** Where an item begins in a list. */
function startOf(item: string | undefined, text: string): number {
  let start = 0;
  for (const each of text.split(',')) {
    if (each.trim() === item) return start + each.indexOf(item);
    start += each.length + 1;
  }
  return 0;
}

const NOT_EXPECTED = {
  count: /[^\d\s]/,
  // Names in other scripts are hosts too.
  host: /[^\p{L}\p{M}\p{N}_.*:[\]-]|:(?=\/)/u,
  // A wildcard is one of the characters of a token (rule E4), but for `?`.
  key: /[^\w!#$%&'*+.^`|~?-]/,
};
