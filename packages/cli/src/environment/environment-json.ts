import type { EnvironmentReading } from '@otel-baggage/node/internal';

/** Returns an environment for programs. */
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
