import { heapUsed } from './heap-used';

const HEADERS = 64;
const BYTES = 1_000_000;

/**
 * Hands out a piece of each of 64 headers of a megabyte, all different.
 *
 * @param remember is given the piece, a valid key
 * @returns the megabytes that are still held when the headers are gone
 */
export function heldMegabytes(remember: (piece: string) => void): number {
  const before = heapUsed();
  for (let i = 0; i < HEADERS; i++) {
    const key = `tenant.password.${1000 + i}`;
    const header = Buffer.alloc(BYTES, `${key}=`).toString('latin1');
    remember(header.slice(0, key.length));
  }
  return (heapUsed() - before) / BYTES;
}
