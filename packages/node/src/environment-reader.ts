import { SENSITIVE_KEYS, type SensitiveKeys } from '@otel-baggage/core';
import { isHostPattern } from '@otel-baggage/propagator';
import type { Environment, EnvironmentVariable } from './types';

const NONE = 'none';

/**
 * Reads environment variables, and keeps what it made of each. An empty
 * variable is an unset one. Never throws (rule D3).
 */
export class EnvironmentReader {
  /** Those that were read, in that order. */
  readonly variables: EnvironmentVariable[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string, defaultValue: string): string | undefined {
    return this.#read(name, defaultValue, text => text);
  }

  list(name: string, defaultValue: string): string[] | undefined {
    return this.#read(name, defaultValue, items);
  }

  /** A list of keys, in which `none` leaves nothing. */
  keys(name: string, defaultValue: string): string[] | undefined {
    return this.#read(name, defaultValue, text => {
      const patterns = items(text);
      return patterns?.includes(NONE) ? [] : patterns;
    });
  }

  /** A list of keys for one signal, which `none` switches off. */
  signal(name: string, defaultValue: string): string[] | false | undefined {
    return this.#read(name, defaultValue, text => {
      const patterns = items(text);
      return patterns?.includes(NONE) ? false : patterns;
    });
  }

  /** What may pass a border of the process; a list that names nothing lets nothing. */
  trusted(name: string, defaultValue: string): string[] | undefined {
    return this.#read(name, defaultValue, (text, problems) => {
      const patterns = items(text);
      if (patterns === undefined) problems.push(namesNothing(name));
      return patterns ?? [];
    });
  }

  /** What is no host allows none: where all are wrong, nothing is sent. */
  hosts(name: string, defaultValue: string): string[] | undefined {
    return this.#read(name, defaultValue, (text, problems) => {
      const patterns = items(text);
      if (patterns === undefined) problems.push(namesNothing(name));
      return (patterns ?? []).filter(pattern => {
        if (isHostPattern(pattern)) return true;
        problems.push(`${name}: "${pattern}" is not a valid host; ignored`);
        return false;
      });
    });
  }

  /**
   * Which keys are dropped (rule T4): `drop` stands for `SENSITIVE_KEYS`, `warn`
   * for none.
   */
  sensitive(name: string, defaultValue: string): SensitiveKeys | undefined {
    return this.#read(name, defaultValue, (text, problems) => {
      const patterns = items(text);
      if (patterns === undefined) {
        problems.push(namesNothing(name));
        return EVERY_KEY;
      }
      if (patterns.length === 1) {
        const [word] = patterns;
        if (word === 'drop' || word === 'warn') return word;
      }
      return patterns.flatMap(pattern =>
        pattern === 'drop' ? SENSITIVE_KEYS : [pattern],
      );
    });
  }

  /** A positive integer. */
  count(name: string, defaultValue: string): number | undefined {
    return this.#read(name, defaultValue, (text, problems) => {
      const value = Number(text);
      if (/^\d+$/.test(text) && value > 0 && Number.isSafeInteger(value)) {
        return value;
      }
      problems.push(`${name} is no positive integer, the default is used`);
      return undefined;
    });
  }

  #read<V extends EnvironmentVariable['value']>(
    name: string,
    defaultValue: string,
    understand: (text: string, problems: string[]) => V,
  ): V | undefined {
    const text = this.env[name]?.trim();
    const problems: string[] = [];
    const value = text ? understand(text, problems) : undefined;
    const given = text ? this.env[name] : undefined;
    this.variables.push({ name, text: given, value, defaultValue, problems });
    return value;
  }
}

const EVERY_KEY: readonly string[] = ['*'];

function namesNothing(name: string): string {
  return `${name} is set but names nothing; no baggage passes`;
}

/** undefined where there is none. */
function items(text: string): string[] | undefined {
  const found = text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
  return found.length === 0 ? undefined : found;
}
