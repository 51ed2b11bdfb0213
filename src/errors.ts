/** Every code a RestrackError can carry. They are stable: scripts may compare them. */
export type ErrorCode =
  | "ERR_USAGE" // a command, an option or an argument that cannot be understood
  | "ERR_OUTPUT" // an output file that cannot be created or written
  | "ERR_INPUT" // a recorded run that cannot be read
  | "ERR_NOT_FOUND" // the command to run does not exist
  | "ERR_NOT_EXECUTABLE" // the command to run exists and cannot be executed
  | "ERR_SPAWN" // the system refused to start the command
  | "ERR_PID" // a process to attach to that is not there or not ours
  | "ERR_UNSUPPORTED"; // asked for something that this system does not have

export interface RestrackErrorOptions {
  /** What to type next, e.g. "pass --no-save". One line, no final period. */
  hint?: string;
  cause?: unknown;
}

/**
 * The one error restrack throws on purpose. `message` is one line: "Cannot <do> <what>: <state now>".
 *
 * @example
 * throw new RestrackError("ERR_OUTPUT", 'Cannot create "out/run.csv": the folder "out" does not exist', {
 *   hint: "mkdir -p out",
 * });
 */
export class RestrackError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: RestrackErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "RestrackError";
    this.code = code;
    this.hint = options.hint;
  }
}
