import { MASKED, type Range } from '../mask';
import type { Styles } from '../styles';
import { visibleAscii } from '../visible';

/** A part of the header to be pointed at. */
export interface Mark extends Range {
  label: string;
  /** The character that is wrong, where one is. */
  fault?: number | undefined;
}

/** One character on the terminal. */
interface Cell {
  character: string;
  mark: Mark | undefined;
  /** Whether it is, or hides, the one that is wrong. */
  isFault: boolean;
}

/** Lines of a header that are shown, of which each may have marks below. */
const MAX_LINES = 20;

/**
 * The header, with its marks and their labels below: in lines of `width`
 * characters, where those without a mark are left out if there are many.
 *
 * @param marks in the order of the header
 * @param hidden what is not shown, in the order of the header
 */
export function markedHeader(
  header: string,
  marks: readonly Mark[],
  hidden: readonly Range[],
  width: number,
  styles: Styles,
): string {
  const cells = cellsOf(header, marks, hidden);
  const lines: Cell[][] = [];
  for (let start = 0; start < cells.length; start += width) {
    lines.push(cells.slice(start, start + width));
  }
  const shown =
    lines.length <= MAX_LINES
      ? lines
      : lines.filter(hasMark).slice(0, MAX_LINES);

  const text: string[] = [];
  let previous = -1;
  for (const line of shown) {
    const index = lines.indexOf(line, previous + 1);
    if (index !== previous + 1) text.push(styles.dim('…'));
    text.push(line.map(({ character }) => character).join(''));
    if (hasMark(line)) {
      const before = lines[index - 1]?.at(-1)?.mark;
      const pointers = [carets(line), ...labels(line, before)];
      text.push(...pointers.map(styles.red));
    }
    previous = index;
  }
  if (previous !== lines.length - 1) text.push(styles.dim('…'));
  return text.join('\n');
}

function cellsOf(
  header: string,
  marks: readonly Mark[],
  hidden: readonly Range[],
): Cell[] {
  const cells: Cell[] = [];
  let nextMark = 0;
  let nextHidden = 0;
  let index = 0;
  while (index < header.length) {
    while (marks[nextMark] && marks[nextMark]!.end <= index) nextMark++;
    const candidate = marks[nextMark];
    const mark = candidate && candidate.start <= index ? candidate : undefined;

    const range = hidden[nextHidden];
    const isHidden = range?.start === index;
    const source = isHidden
      ? MASKED
      : String.fromCodePoint(header.codePointAt(index)!);
    const shown = isHidden ? source : visibleAscii(source);
    const end = isHidden ? range!.end : index + source.length;
    const fault = mark?.fault ?? -1;
    const isFault = fault >= index && fault < end;
    for (const character of shown) cells.push({ character, mark, isFault });
    if (isHidden) nextHidden++;
    index = end;
  }
  return cells;
}

function hasMark(line: readonly Cell[]): boolean {
  return line.some(({ mark }) => mark !== undefined);
}

/** `^` at what is wrong, which is the whole mark or one character of it. */
function carets(line: readonly Cell[]): string {
  return line
    .map(({ mark, isFault }) => {
      if (mark === undefined) return ' ';
      return mark.fault === undefined || isFault ? '^' : '~';
    })
    .join('')
    .trimEnd();
}

/**
 * Each label under the first caret of its mark; in as many lines as they need
 * not to touch each other.
 *
 * @param before the mark that goes on from the line above
 */
function labels(line: readonly Cell[], before: Mark | undefined): string[] {
  const texts: string[] = [];
  let previous = before;
  line.forEach(({ mark }, column) => {
    if (mark !== undefined && mark !== previous) {
      let row = texts.findIndex(text => text.length < column);
      if (row === -1) row = texts.length;
      texts[row] = (texts[row] ?? '').padEnd(column) + mark.label;
    }
    previous = mark;
  });
  return texts;
}
