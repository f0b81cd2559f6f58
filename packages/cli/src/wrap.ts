import { columnsOf } from './visible';

/** A word, or as much of one as there is room for. */
function piecesOf(word: string, room: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && columnsOf(piece + character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/**
 * Breaks visible text into lines of at most `width` columns: at a space, or
 * within a word that is longer than a line.
 *
 * @param indent spaces before each line but the first
 */
export function wrap(text: string, width: number, indent = 0): string[] {
  const margin = ' '.repeat(indent);
  const room = Math.max(width - indent, 1);
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(' ')) {
    for (const [index, piece] of piecesOf(word, room).entries()) {
      const joined: string = line === undefined ? piece : `${line} ${piece}`;
      if (index === 0 && columnsOf(joined) <= width) {
        line = joined;
        continue;
      }
      if (line !== undefined) lines.push(line);
      line = (lines.length === 0 ? '' : margin) + piece;
    }
  }
  lines.push(line ?? '');
  return lines;
}
