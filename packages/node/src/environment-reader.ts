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

  /** What is no host allows none: where all are wrong, nothing is sent. */
  hosts(name: string, defaultValue: string): string[] | undefined {
    return this.#read(name, defaultValue, (text, problems) =>
      (items(text) ?? []).filter(pattern => {
        if (isHostPattern(pattern)) return true;
        problems.push(`${name}: "${pattern}" is no host, it is left out`);
        return false;
      }),
    );
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

/** undefined where there is none. */
function items(text: string): string[] | undefined {
  const found = text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
  return found.length === 0 ? undefined : found;
}
