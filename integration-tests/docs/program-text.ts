import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeBlock } from './types';

const ES_MODULE = /^(import|export) /m;

/** A JavaScript or TypeScript block with its prelude, as a program. */
export interface ProgramText {
  /** Of a file that TypeScript and Node.js take for what it is. */
  extension: 'cjs' | 'mjs' | 'cts' | 'mts';
  text: string;
  /** Lines before the block's own first one. */
  preludeLines: number;
}

/** @throws Error where a prelude is not there */
export function programOf({ code, language, notes }: CodeBlock): ProgramText {
  const kind = ES_MODULE.test(code) ? 'm' : 'c';
  const name = notes.get('prelude');
  const prelude =
    name === undefined
      ? ''
      : readFileSync(join(__dirname, 'preludes', `${name}.${kind}js`), 'utf8');
  return {
    extension: `${kind}${language === 'ts' ? 'ts' : 'js'}`,
    text: prelude + code,
    preludeLines: prelude.split('\n').length - 1,
  };
}
