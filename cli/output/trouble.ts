/** What went wrong, as a person and a program are told of it. */
import type { Misuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";

/** What went wrong, whoever is to blame. */
export type Trouble = Pick<Misuse, "code" | "what" | "remedy" | "said">;

/** What nobody foresaw, and the line that tells a person of it. */
export interface Fault {
  readonly trouble: Trouble;
  readonly line: string;
}

/** An error that nobody foresaw is a fault of ours, told with its stack, unless the machine refuses files. */
export function faultOf(error: unknown): Fault {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EMFILE" || code === "ENFILE") return tooFewHandles(code);
  // So says the loader of newer versions of Node, without the code.
  if (error instanceof Error && error.message.endsWith(": too many open files."))
    return tooFewHandles("EMFILE");
  const trouble = {
    code: "internal",
    what: internal(show(error)),
    remedy: "report it: allocheck is at fault",
  };
  return { trouble, line: internal(error instanceof Error ? (error.stack ?? error.message) : show(error)) };
}

function tooFewHandles(code: string): Fault {
  const what = `there are too few file handles (${code})`;
  const remedy = "raise their number: ulimit -n 256";
  return { trouble: { code: "no-file-handles", what, remedy }, line: `allocheck: ${what}; ${remedy}` };
}

/** A fault that calls itself internal does not say so twice. */
function internal(text: string): string {
  return `internal: ${text.replace(/^(Error: )?internal: /, "")}`;
}
