/** What is said when nothing else can be said. Imports next to nothing, since that may be the fault. */
import { writeSync } from "node:fs";
import { printable } from "../../model/words/wording.js";
import { jsonError } from "../../report/formats/json.js";
import { wantsJson } from "../output/wants-json.js";

/** From now on what nobody catches ends the process with 2: Node's own 1 would say "broken". */
export function catchAll(argv: readonly string[], result: number, leave: (code: number) => void): void {
  process.on("uncaughtException", (error) => {
    const { line, ...trouble } = troubleOf(error);
    write(2, `${printable(line)}\n`);
    if (wantsJson(argv)) write(result, jsonError(trouble));
    leave(2);
  });
}

function troubleOf(error: unknown) {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EMFILE" || code === "ENFILE") {
    const message = `there are too few file handles (${code})`;
    const remedy = "raise their number: ulimit -n 256";
    return { code: "no-file-handles", message, remedy, line: `allocheck: ${message}; ${remedy}` };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `internal: ${text.split("\n", 1)[0]}`;
  return { code: "internal", message, remedy: "report it: allocheck is at fault", line: `internal: ${text}` };
}

function write(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {}
}
