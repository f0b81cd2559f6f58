/**
 * A copy of a string. A piece of a header keeps all of the header in memory
 * as long as it lives: what is remembered must be a copy.
 */
export function detach(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
