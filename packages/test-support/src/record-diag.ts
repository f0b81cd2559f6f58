import { diag, DiagLogLevel } from '@opentelemetry/api';

/**
 * Everything that is said through the API's `diag` from now on, one string
 * each: the level, the namespace, the text. Ends with `diag.disable()`.
 */
export function recordDiag(logLevel = DiagLogLevel.WARN): string[] {
  const messages: string[] = [];
  const recorder =
    (level: string) =>
    (...said: unknown[]) => {
      messages.push([level, ...said].join(' '));
    };
  diag.setLogger(
    {
      error: recorder('error'),
      warn: recorder('warn'),
      info: recorder('info'),
      debug: recorder('debug'),
      verbose: recorder('verbose'),
    },
    { logLevel, suppressOverrideMessage: true },
  );
  return messages;
}
