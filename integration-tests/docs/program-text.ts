import { existsSync, readFileSync } from 'node:fs';
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
    name === undefined ? '' : readPrelude(`${name}.${kind}`, language);
  return {
    extension: `${kind}${language === 'ts' ? 'ts' : 'js'}`,
    text: prelude + code,
    preludeLines: prelude.split('\n').length - 1,
  };
}

/** A block of TypeScript has a prelude of TypeScript, where there is one. */
function readPrelude(name: string, language: string): string {
  const path = join(__dirname, 'preludes', name);
  const typed = `${path}ts`;
  const isTyped = language === 'ts' && existsSync(typed);
  return readFileSync(isTyped ? typed : `${path}js`, 'utf8');
}
