import stringWidth from 'string-width';

// Control, format, unassigned and private characters, lone surrogates, line
// separators, and the white space other than the ordinary space: all that moves the
// cursor, changes the terminal, or cannot be told from something else.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const SHORT_ESCAPES = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/** A text as it may go to a terminal: what cannot be seen is escaped. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** {@link visible} for several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** {@link visible}, and all that is not ASCII escaped as well. */
export function visibleAscii(text: string): string {
  return visible(text).replace(/[^\0-\x7f]/gu, escaped);
}

/** {@link visible} in at most so many columns, which says that it was cut. */
export function visibleStart(text: string, columns: number): string {
  const shown = visible(text);
  if (columnsOf(shown) <= columns) return shown;
  let start = '';
  let taken = 1;
  for (const character of shown) {
    taken += columnsOf(character);
    if (taken > columns) break;
    start += character;
  }
  return `${start}…`;
}

/** Counts the columns of visible text: two for 日, none for an accent. */
export function columnsOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

const ASCII = /^[\x20-\x7e]*$/;

/** JSON that is the same to a machine, and harmless to a terminal. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map(line => line.replace(INVISIBLE, jsonEscaped))
    .join('\n');
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

function jsonEscaped(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
