/** The exit codes. */
export const ExitCode = {
  /** All is well. */
  ok: 0,
  /** Done, and there is something to look at: see each command. */
  found: 1,
  /** The command was called wrongly, or its input cannot be read. */
  usage: 2,
  /** The service of a probe gave no answer. */
  unreachable: 3,
  /** Internal error. */
  internal: 70,
  /** The result cannot be written, as on a full disk. */
  output: 74,
} as const;
