import { ExitCode } from './exit-code';

/** Stops a command; reported on standard error without a stack. */
export class CommandError extends Error {
  /**
   * @param message what is wrong, without any baggage value (rule D2)
   * @param hint what to do about it
   */
  constructor(
    message: string,
    readonly hint: string,
    readonly exitCode: number = ExitCode.usage,
  ) {
    super(message);
  }
}
