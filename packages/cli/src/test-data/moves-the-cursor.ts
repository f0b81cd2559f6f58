/** What no output may hold: controls but for LF, and marks of direction. */
export const MOVES_THE_CURSOR =
  // eslint-disable-next-line no-control-regex
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
