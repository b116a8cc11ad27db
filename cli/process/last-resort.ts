/** What is said when nothing else can be said. Imports next to nothing, since that may be the fault. */
import { writeSync } from "node:fs";
import { printable } from "../../model/basics/wording.js";
import { jsonError } from "../../report/formats/json.js";
import { faultOf } from "../output/trouble.js";
import { wantsJson } from "../output/wants.js";

/** From now on what nobody catches ends the process with 2: Node's own 1 would say "broken". */
export function catchAll(argv: readonly string[], result: number, leave: (code: number) => void): void {
  process.on("uncaughtException", (error) => {
    const { line, trouble } = faultOf(error);
    write(2, `${printable(line)}\n`);
    if (wantsJson(argv)) write(result, jsonError(trouble));
    leave(2);
  });
}

function write(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {}
}
