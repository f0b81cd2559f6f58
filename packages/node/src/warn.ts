/** The codes of warnings at the start (rule D4). */
export type WarningCode =
  | 'OTEL_BAGGAGE_CONFIG_FILE'
  | 'OTEL_BAGGAGE_ENVIRONMENT'
  | 'OTEL_BAGGAGE_MISPLACED_OPTIONS'
  | 'OTEL_BAGGAGE_MISSING_PACKAGE'
  | 'OTEL_BAGGAGE_NEVER_STARTED'
  | 'OTEL_BAGGAGE_NO_KEYS'
  | 'OTEL_BAGGAGE_NOT_ATTACHED'
  | 'OTEL_BAGGAGE_OWN_PROPAGATOR'
  | 'OTEL_BAGGAGE_SECOND_SDK'
  | 'OTEL_BAGGAGE_TOO_LATE';

/** The key of the messages that any copy of this package has said. */
const SAID = Symbol.for('@otel-baggage/node warnings');

/**
 * Warns where a person sees it, whatever the log level of the SDK, and once.
 *
 * @param message what happened, then what was done about it; never a value of
 *   baggage (rule D2)
 */
export function warn(code: WarningCode, message: string): void {
  const said = ((globalThis as { [SAID]?: Set<string> })[SAID] ??= new Set());
  if (said.has(message)) return;
  said.add(message);
  process.emitWarning(message, { type: 'OtelBaggageWarning', code });
}
