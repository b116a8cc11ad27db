/** A mistake of the caller: what is wrong and what to do about it. Never a finding, never a fault of ours. */
export class Misuse extends Error {
  constructor(
    /** A stable name for programs, such as `unknown-target`. */
    readonly code: string,
    message: string,
    /** What to do, as a sentence. */
    readonly remedy: string,
  ) {
    super(message);
    this.name = "Misuse";
  }
}

/** Whether an error is a misuse, also one thrown by another copy of this package. */
export function isMisuse(error: unknown): error is Misuse {
  return error instanceof Error && error.name === "Misuse" && "code" in error && "remedy" in error;
}
