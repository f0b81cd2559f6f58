import type { Environment } from '@otel-baggage/node/internal';

/** The output of a command. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  /** Characters of a line; undefined where it is not a terminal. */
  columns?: number;
}

/** The surroundings of a command; a process is one. */
export interface Terminal {
  stdin: AsyncIterable<string | Uint8Array> & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  env: Environment;
}

const DEFAULT_WIDTH = 80;

/** Characters of a line; some terminals say 0. */
export function widthOf({ columns }: Output): number {
  return columns || DEFAULT_WIDTH;
}
