/** `allocheck view`: recorded traces, or what a check of allocators finds, as a page to look at. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { readCounterexamples } from "../../counterexamples/files.js";
import { probeFile, writeWhole } from "../../counterexamples/write-whole.js";
import { isMisuse, Misuse } from "../../model/basics/misuse.js";
import { assets } from "../../report/html/assets.js";
import { pageText } from "../../report/html/document.js";
import { HTML_REPORTER } from "../../report/reporters/html.js";
import { addExamples, type Example } from "../input/help.js";
import { jobsOf } from "../input/jobs.js";
import { complain } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { Reports } from "../output/reports.js";
import { toStdout } from "../output/terminal.js";
import { targetFor } from "../runs/replays.js";
import { tracesPage } from "../runs/traces-page.js";
import { allocatorNamed, isFile, isModule } from "../targets/names.js";
import type { Interrupt } from "../workers/interrupt.js";
import { runAndTell } from "./told-runs.js";

const EXAMPLES: readonly Example[] = [
  ["view bug.json --out bug.html", "one that check --save kept, as a page"],
  ["view findings --out findings.html", "all of a directory on one page"],
  ["view bitmap-pins-once --out bug.html", "check an allocator, and look"],
];

interface ViewOptions {
  readonly out?: string;
}

/** Adds the command; `finish` gets the exit code: 0 when the page is written, whatever it shows. */
export function addView(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("view")
    .summary("write counterexamples as a page to look at")
    .description(
      "Writes counterexamples, or what a check of allocators finds, as one HTML file that needs nothing else: " +
        "commands on the left, memory on the right, and at any step what the specification says of every command.",
    )
    .argument("<FILE|DIR|NAME...>", "counterexample files, directories of them, or allocators to check")
    .option("--out <FILE>", "write to a file instead of stdout");
  addExamples(command, EXAMPLES);
  command.action(async (paths: string[], { out }: ViewOptions) => {
    if (out !== undefined) probeFile(out);
    if (paths.includes("-"))
      throw new Misuse(
        "bad-command-line",
        "view reads files, and no pipe",
        "name files, or directories of them",
      );
    if (out === undefined && process.stdout.isTTY)
      throw new Misuse(
        "bad-command-line",
        "a page is 100 kB and more of HTML, and this is a terminal",
        "name a file: --out page.html",
      );
    const targets = paths.filter(isTarget);
    for (const target of targets) mustBeThere(target);
    if (targets.length > 0 && targets.length < paths.length)
      throw new Misuse(
        "bad-command-line",
        `${targets[0]} is an allocator, and ${paths.find((path) => !isTarget(path))} holds counterexamples`,
        "name either allocators or counterexamples",
      );
    finish(
      await (targets.length > 0 ? viewCheck(targets, out, interrupt) : viewTraces(paths, out, interrupt)),
    );
  });
}

/** Whether a word is meant for an allocator: a module, or a name where there is no such file. */
function isTarget(word: string): boolean {
  return isModule(word) || (!existsSync(word) && /^[\w-]+$/.test(word));
}

/** Throws a `Misuse` for a name that is neither an allocator's nor a file's. */
function mustBeThere(word: string): void {
  try {
    if (!isFile(word)) allocatorNamed(word);
  } catch (error) {
    if (!isMisuse(error)) throw error;
    throw new Misuse(error.code, `${error.what}, nor a file or directory of that name`, error.remedy);
  }
}

async function viewTraces(paths: readonly string[], out: string | undefined, interrupt: Interrupt) {
  interrupt.listen();
  const recorded = readCounterexamples(paths);
  const shown = recorded.map((one) => ({ ...one, target: () => targetFor(one, undefined) }));
  const text = pageText(await tracesPage(shown, interrupt), assets());
  if (out === undefined) toStdout(text);
  else writeWhole(out, text);
  return 0;
}

async function viewCheck(targets: readonly string[], out: string | undefined, interrupt: Interrupt) {
  interrupt.listen();
  const progress = new Progress(true);
  const wanted = { color: false, verbose: false, onlyFailures: false };
  const reports = new Reports([{ file: out ?? null, kind: HTML_REPORTER }], wanted, () => progress.end());
  const jobs = jobsOf(targets, { all: true }, null);
  const tell = (event: Parameters<typeof reports.tell>[0]) => reports.tell(event);
  const how = { cache: false, pages: true };
  const { troubles, alone } = await runAndTell({ jobs, shard: null }, how, interrupt, progress, tell);
  if (alone !== null) throw alone.error;
  const toSay = [...troubles, ...reports.close()];
  for (const trouble of toSay) complain(trouble);
  return interrupt.exitCode ?? (toSay.length === 0 ? 0 : 2);
}
