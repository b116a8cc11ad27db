import { dataOf, isError } from "./inspect.js";

/**
 * A mistake of the caller. Its message says what is wrong and what to do about it; a program looks at `code`.
 * Never a finding, never a fault of ours.
 */
export class Misuse extends Error {
  constructor(
    /** A stable name for programs, such as `unknown-target`. */
    readonly code: string,
    /** What is wrong. */
    readonly what: string,
    /** What to do, as a sentence. */
    readonly remedy: string,
    /** What another program said of it, in its own lines. */
    readonly said?: string,
  ) {
    super(`${what}; ${remedy}`);
    this.name = "Misuse";
  }
}

/** Whether an error is a misuse, also one of another copy of this package. Asking runs no code of it. */
export function isMisuse(error: unknown): error is Misuse {
  return (
    isError(error) &&
    dataOf(error, "name") === "Misuse" &&
    ["code", "what", "remedy"].every((key) => typeof dataOf(error, key) === "string")
  );
}
