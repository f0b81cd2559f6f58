import { DiagLogLevel, diag } from '@opentelemetry/api';

/**
 * Sets a logger of the API that keeps all that is said from now on, level and
 * message as one string each. `diag.disable()` ends it.
 */
export function captureDiag(): string[] {
  const said: string[] = [];
  const keep =
    (level: string) =>
    (...args: unknown[]) =>
      void said.push([level, ...args].join(' '));
  diag.setLogger(
    {
      error: keep('error'),
      warn: keep('warn'),
      info: keep('info'),
      debug: keep('debug'),
      verbose: keep('verbose'),
    },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
  said.length = 0; // without what the API says of the logger itself
  return said;
}
