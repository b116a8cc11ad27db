/** What went wrong, as a person and a program are told of it. */
import type { Misuse } from "../../model/words/misuse.js";
import { show } from "../../model/words/wording.js";

/** What went wrong, whoever is to blame. */
export type Trouble = Pick<Misuse, "code" | "message" | "remedy">;

/** A fault of ours as programs are told of it. */
export function faultOf(error: unknown): Trouble {
  const message = show(error).replace(/^(Error: )?(internal: )?/, "internal: ");
  return { code: "internal", message, remedy: "report it: allocheck is at fault" };
}
