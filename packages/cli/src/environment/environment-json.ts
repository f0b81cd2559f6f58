import type { EnvironmentReading } from '@otel-baggage/node/internal';

/** What a program reads of an environment. */
export function environmentJson(
  { variables, options }: EnvironmentReading,
  warnings: readonly string[],
): object {
  return {
    variables: variables.map(
      ({ name, text = null, value = null, defaultValue, problems }) => ({
        name,
        text,
        value,
        default: defaultValue,
        problems,
      }),
    ),
    options,
    warnings,
  };
}
