import type { CodeBlock } from './types';

/** A backslash at the end of a line. */
const CONTINUATION = /\\\n\s*/g;
const COMMENT = /(^|\s)#( .*)?$/;
const AND = ' && ';

/** The commands of a shell block, without comments, one each. */
export function commandsOf({ code }: CodeBlock): string[] {
  return code
    .replace(CONTINUATION, ' ')
    .split('\n')
    .flatMap(line => line.replace(COMMENT, '').trim().split(AND))
    .filter(command => command !== '');
}
