/** `allocheck view`: recorded traces as a page to look at. */
import type { Command } from "commander";
import { readCounterexamples } from "../../counterexamples/files.js";
import { probeFile, writeWhole } from "../../counterexamples/write-whole.js";
import { assets } from "../../report/html/assets.js";
import { pageText } from "../../report/html/document.js";
import { pageOf } from "../../report/html/page-of.js";
import { addExamples, type Example } from "../input/help.js";

import { toStdout } from "../output/terminal.js";
import { VERSION } from "../output/version.js";
import { bytesAlong } from "../targets/bytes-along.js";

const EXAMPLES: readonly Example[] = [
  ["view bug.json --out bug.html", "one that check --save kept, as a page"],
  ["view findings --out findings.html", "all of a directory on one page"],
];

/** Adds the command; `finish` gets the exit code. */
export function addView(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("view")
    .summary("write recorded counterexamples as a page to look at")
    .description(
      "Writes counterexamples as one HTML file that needs nothing else: commands on the left, memory on the " +
        "right, and at any step what the specification says of every command.",
    )
    .argument("<FILE|DIR...>", "counterexample files, or directories of them")
    .option("--out <FILE>", "write to a file instead of stdout");
  addExamples(command, EXAMPLES);
  command.action((paths: string[], { out }: { readonly out?: string }) => {
    if (out !== undefined) probeFile(out);
    const recorded = readCounterexamples(paths).map((one) => ({
      ...one,
      bytes: bytesAlong(one.counterexample),
    }));
    const text = pageText(pageOf(recorded, VERSION), assets());
    if (out === undefined) toStdout(text);
    else writeWhole(out, text);
    finish(0);
  });
}
