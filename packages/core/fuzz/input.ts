import type { LiteralLimits } from '../conformance/literal-baggage';

/** What a fuzz target makes of the fuzzer's bytes. */
export interface Input {
  limits: LiteralLimits;
  lines: string[];
}

/** The default limits, and such that short inputs reach. */
const LIMITS: readonly LiteralLimits[] = [
  { maxEntries: 64, maxBytes: 8192 },
  { maxEntries: 3, maxBytes: 8192 },
  { maxEntries: 64, maxBytes: 20 },
  { maxEntries: 2, maxBytes: 9 },
  { maxEntries: 1, maxBytes: 1 },
];

/**
 * The first byte chooses the limits; the rest are lines in ISO 8859-1, as
 * Node.js gives the bytes of a header. `\u` and four hex digits are one UTF-16
 * unit, for what cannot be written so.
 */
export function inputOf(data: Buffer): Input {
  const [chosen = '', ...lines] = data.toString('latin1').split('\n');
  return {
    limits: LIMITS[Number(chosen)] ?? LIMITS[0]!,
    lines: lines.map(line =>
      line.replace(/\\u([0-9A-Fa-f]{4})/g, (_, digits: string) =>
        String.fromCharCode(parseInt(digits, 16)),
      ),
    ),
  };
}
