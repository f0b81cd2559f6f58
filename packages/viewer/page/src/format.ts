const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

/** @param value milliseconds, where there are any */
export function formatDuration(value?: number | null): string {
  if (value == null) return '–';
  if (value >= 10_000) return `${NUMBER.format(value / 1000)} s`;
  return `${NUMBER.format(value >= 100 ? Math.round(value) : value)} ms`;
}

export function formatShare(part: number, whole: number): string {
  return whole === 0 ? '–' : `${NUMBER.format((part / whole) * 100)} %`;
}

/** @param time milliseconds since the epoch */
export function formatTime(time: number): string {
  return TIME.format(time);
}

export function formatCount(count: number, one: string, many = `${one}s`) {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/**
 * Text from outside as a person can see it: control characters, and those that
 * turn the direction of writing, are shown by their number.
 */
export function visible(text: unknown): string {
  const string = typeof text === 'object' ? JSON.stringify(text) : String(text);
  return string.replace(/\p{Cc}|\p{Bidi_Control}/gu, character => {
    const number = character.codePointAt(0) ?? 0;
    return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
