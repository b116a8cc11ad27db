/** `allocheck merge`: the blobs of all shards of a check as one report, with its exit code. */
import type { Command } from "commander";
import { EXIT_CODES } from "../../explore/check/verdict.js";
import { REPORTER_NAMES, REPORTERS, type ReporterName } from "../../report/reporters/all.js";
import { type CheckEvent, verdictOf } from "../../report/reporters/event.js";
import { atTheEnd } from "../../report/reporters/reporter.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { type OutputOptions, outputsAmong, reporterOption } from "../input/options.js";
import { mergedEvents, type ReadBlob, requireOneCheck } from "../kept/merged.js";
import { readBlobs } from "../kept/read-blobs.js";
import { GithubStep } from "../output/github-step.js";
import { complain, probePlaces } from "../output/output.js";
import { Reports } from "../output/reports.js";
import type { Trouble } from "../output/trouble.js";

const EXAMPLES: readonly Example[] = [
  ["merge blobs", "all shards as one report"],
  ["merge blobs --reporter junit:it.xml", "in any format of check"],
];

interface MergeOptions extends OutputOptions<ReporterName> {
  readonly verbose?: boolean;
  readonly onlyFailures?: boolean;
}

/** Adds the command; `finish` gets the exit code. */
export function addMerge(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("merge")
    .summary("put the shards of a check together")
    .description(
      "Reads what check --shard I/N --reporter blob:DIR wrote on every machine, and reports it as one check.",
    )
    .argument("<DIR...>", "directories of blobs, or blobs")
    .addOption(reporterOption(REPORTER_NAMES))
    .option("--json", "short for --reporter json")
    .option("--verbose", "tell all of every run")
    .option("--only-failures", "tell nothing of runs that hold")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action((paths: string[], options: MergeOptions) => finish(merge(paths, options)));
  addExamples(command, EXAMPLES);
  addNote(
    command,
    "Exit codes: those of check, of the gravest run; 2 where a shard is missing, given twice, of another " +
      "check or another allocheck, or where a target could not be checked.",
  );
}

function merge(paths: readonly string[], options: MergeOptions): number {
  const outputs = outputsAmong(REPORTER_NAMES, options);
  const { color, quiet = false, verbose = false, onlyFailures = false } = options;
  const github = new GithubStep(process.env, outputs);
  try {
    const blobs = readBlobs(paths);
    requireOneCheck(blobs);
    probePlaces(outputs, undefined);
    const places = outputs.map(({ reporter, file }) => ({ file, kind: REPORTERS[reporter] }));
    const reports = new Reports(places, { color, verbose, onlyFailures }, () => {});
    const events = mergedEvents(blobs);
    for (const event of events) {
      reports.tell(event);
      github.tell(event);
    }
    if (!quiet) for (const cut of blobs.flatMap(unfinished)) complain(cut);
    const troubles = [...events.flatMap(failureIn), ...reports.close(), ...github.close()];
    for (const trouble of troubles) complain(trouble);
    return troubles.length === 0 ? EXIT_CODES[verdictIn(events)] : 2;
  } catch (error) {
    github.fail(error);
    throw error;
  }
}

function failureIn(event: CheckEvent): Trouble[] {
  return event.kind === "failure" ? [{ ...event, what: event.message }] : [];
}

/** A shard that somebody ended: the runs that it left are no fault of an allocator. */
function unfinished({ file, blob: { events, shard } }: ReadBlob): Trouble[] {
  const cut = events.some((event) => event.kind === "end" && event.because === "interrupt");
  const what = `shard ${shard.index} of ${shard.of} was ended before it was done (${file})`;
  return cut ? [{ code: "shard-unfinished", what, remedy: "run it again, and merge again" }] : [];
}

function verdictIn(events: readonly CheckEvent[]) {
  let verdict: ReturnType<typeof verdictOf> = "unfinished";
  const fold = atTheEnd((whole) => {
    verdict = verdictOf(whole);
    return "";
  });
  for (const event of events) fold(event);
  return verdict;
}
