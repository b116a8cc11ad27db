/** `allocheck check`: explore allocators, or the specification alone. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { isAnythingAt } from "../../counterexamples/read-text.js";
import { probeDirectory } from "../../counterexamples/write-whole.js";
import { Misuse } from "../../model/basics/misuse.js";
import { written } from "../../report/formats/json.js";
import { REPORTER_NAMES, REPORTERS, type ReporterName } from "../../report/reporters/all.js";
import type { Shard } from "../../report/reporters/event.js";
import { configFile, configOf } from "../input/config-file.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { type JobOptions, jobsOf } from "../input/jobs.js";
import { numberOption } from "../input/number-option.js";
import {
  alphabetOption,
  BUDGET_OPTIONS,
  COMMAND_SECONDS_OPTION,
  mapOption,
  memoryOption,
  modulesOption,
  type OutputOptions,
  outputsAmong,
  reporterOption,
  SCOPE_OPTIONS,
  SUSPICION_OPTION,
  WORKERS_OPTION,
  windowOption,
} from "../input/options.js";
import { BESIDE_OPTION } from "../input/sample-options.js";
import { inShard, shardOption } from "../input/shards.js";
import { boundsSaid, UNDONE, undoneIn } from "../input/undone.js";
import { Blobs } from "../kept/blob.js";
import { wantsCache } from "../kept/cache.js";
import { recordDigests } from "../kept/inputs.js";
import { GithubStep } from "../output/github-step.js";
import { probePlaces } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { Reports } from "../output/reports.js";
import { toStdout } from "../output/terminal.js";
import { isFile } from "../targets/names.js";
import { NAME_A_MODULE, type Target } from "../targets/target.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { exitCodeOf, runAndTell } from "./told-runs.js";
import { watching } from "./watching.js";

const EXAMPLES: readonly Example[] = [
  ["check", "check every sound allocator"],
  ["check ./my-allocator.ts", "check your own"],
  ["check bitmap --frames 5 --slices 2", "check in another scope"],
  ["check bitmap-ignores-slices --save found", "keep the counterexample"],
  ["check bitmap-as-is --contract strict --all", "list where it departs"],
  ["check --spec-only", "check the specification"],
];

/** Where what is told can go: to a report, or to a blob for `merge`. */
type Destination = ReporterName | "blob";
const DESTINATIONS: readonly Destination[] = [...REPORTER_NAMES, "blob"];

interface CheckOptions extends OutputOptions<Destination>, JobOptions {
  readonly workers?: number;
  readonly save?: string;
  readonly verbose?: boolean;
  readonly onlyFailures?: boolean;
  readonly bail?: boolean;
  readonly known?: string;
  readonly shard?: Shard;
  readonly watch?: boolean;
  readonly cache?: boolean;
  readonly config?: string;
  readonly printConfig?: boolean;
}

/** Adds the command; `finish` gets the exit code. */
export function addCheck(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("check")
    .summary("explore every command sequence of allocators in a scope")
    .description(
      "Explores every command sequence of each allocator in lockstep with the specification, " +
        "until nothing new appears, and prints the shortest sequence on which the two part.",
    )
    .argument(
      "[TARGET...]",
      "allocators by name or file; every sound one that comes with allocheck when none is named",
    );
  addExamples(command, EXAMPLES);
  addNote(
    command,
    "Exit codes: 0 holds, 1 broken, 3 unfinished, 4 vacuous, 2 misuse, 130 Ctrl-C, 143 kill, 129 hang-up.",
  );
  command
    .optionsGroup("What is looked for:")
    .option(
      "--first",
      "end at the first finding; by default one of each rule is told of a file, faults first",
    )
    .option("--all", "go on to the end after a finding: the first of each command and rule")
    .option("--contract <NAME>", "hold the allocators to this contract instead of their own")
    .option("--can-always", "also find what can never come back, or never be handed out again")
    .addOption(numberOption(BESIDE_OPTION))
    .option("--grow", "scopes of 1, 2, 3 frames and so on, and what each shows that none before it did")
    .option("--proved", "also prove the rules of its modules for any number of frames; needs z3-solver")
    .option("--spec-only", "explore the specification without an allocator")
    .optionsGroup("Scope:");
  for (const option of Object.values(SCOPE_OPTIONS)) command.addOption(numberOption(option));
  command.addOption(mapOption()).addOption(modulesOption()).addOption(alphabetOption());
  command
    .addOption(windowOption())
    .option("--windows", "the same at the standard places: around frames 8, 32 and 64, and at the pool's end")
    .option("--no-windows", "no window; by default one, across frame 64, where a run is short")
    .optionsGroup("Limits:");
  for (const option of Object.values(BUDGET_OPTIONS)) command.addOption(numberOption(option));
  command.addOption(memoryOption());
  for (const option of [COMMAND_SECONDS_OPTION, SUSPICION_OPTION, WORKERS_OPTION])
    command.addOption(numberOption(option));
  command
    .optionsGroup("Files:")
    .option("--save <DIR>", "save each counterexample as a file in DIR")
    .option("--known <DIR>", "counterexamples in DIR are known: new ones fail, and those that are fixed")
    .addOption(shardOption())
    .option("--config <FILE>", "targets and defaults; allocheck.config.ts here when not given")
    .option("--print-config", "print what would be checked, as JSON, and check nothing");
  for (const { flag, help } of UNDONE) command.option(flag, `${help}, whatever a config says`);
  command
    .option("--cache", "answer what held on the same files from .allocheck/cache; as it does outside of CI")
    .option("--no-cache", "run everything, and keep nothing")
    .option("--watch", "check again whenever a file that was loaded changes")
    .optionsGroup("Output:")
    .addOption(reporterOption(DESTINATIONS))
    .option("--json", "short for --reporter json")
    .option("--verbose", "tell all of every run: outcomes, what was not tried, the claim")
    .option("--only-failures", "tell nothing of runs that hold")
    .option("--bail", "begin nothing more after a run that does not hold")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action(async (targets: string[], options: CheckOptions) =>
      finish(await check(targets, options, interrupt)),
    );
}

async function check(
  targets: readonly string[],
  options: CheckOptions,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.listen();
  if (options.watch !== true || options.printConfig === true)
    return checkOnce(targets, options, interrupt, new Set());
  const config = configFile(options);
  const files = [...targets.filter(isFile), ...(config === undefined ? [] : [config])];
  if (files.length === 0)
    throw new Misuse(
      "nothing-to-watch",
      "there is nothing to watch: no file is named, and there is no config here",
      "name a file: allocheck check --watch ./my-allocator.ts",
    );
  const once = (loaded: Set<string>) => checkOnce(targets, options, interrupt, loaded);
  return watching(
    once,
    files.map((file) => resolve(file)),
    options.quiet === true,
    interrupt,
  );
}

/** Notes the files with a person's code in `loaded`. */
async function checkOnce(
  targets: readonly string[],
  options: CheckOptions,
  interrupt: Interrupt,
  loaded: Set<string>,
): Promise<number> {
  const config = await configOf(options, interrupt, (file) => loaded.add(file));
  // With known findings a run goes on past them, or they would hide what is new.
  const all = options.all === true || options.known !== undefined;
  const jobs = jobsOf(targets, { ...options, all }, config);
  const shard = options.shard ?? null;
  const outputs = outputsAmong(DESTINATIONS, options, config?.reporters);
  if (options.printConfig === true) {
    toStdout(written({ targets: inShard(jobs, shard).map(({ job }) => job), reporters: outputs }));
    return 0;
  }
  for (const { target } of jobs) mustBeThere(target);
  const blobPlaces = outputs.flatMap(({ reporter, file }) => (reporter === "blob" && file ? [file] : []));
  const places = outputs.flatMap(({ reporter, file }) =>
    reporter === "blob" ? [] : [{ file, kind: REPORTERS[reporter] }],
  );
  probePlaces(places, options.save);
  for (const directory of blobPlaces) probeDirectory(directory);
  const { color, quiet = false, verbose = false, onlyFailures = false } = options;
  const progress = new Progress(!quiet);
  progress.loaded = loaded;
  // The formulas are loaded where they are asked for alone.
  const proves = inShard(jobs, shard).some(({ job }) => job.proved === true);
  const proofs = proves ? await (await import("./proofs.js")).Proofs.load(interrupt) : null;
  const known = recordDigests(options.known);
  const blobs = new Blobs(blobPlaces, { shard, jobs, known, loaded });
  const reports = new Reports(places, { color, verbose, onlyFailures }, () => progress.end());
  const pages = outputs.some(({ reporter }) => reporter === "html" || reporter === "blob");
  const cache = wantsCache(options.cache, process.env);
  const inTheWay = {
    said: (job: Job) => boundsSaid(job, config),
    undone: (job: Job) => undoneIn(job, config),
  };
  const how = { ...options, ...inTheWay, proofs, cache, pages };
  const github = new GithubStep(process.env, outputs);
  const told = await runAndTell({ jobs, shard }, how, interrupt, progress, (event) => {
    blobs.tell(event);
    reports.tell(event);
    github.tell(event);
  })
    .catch((error: unknown) => {
      github.fail(error); // what is thrown comes to no report
      throw error;
    })
    .finally(() => proofs?.end());
  return exitCodeOf(told, [...reports.close(), ...blobs.close(), ...github.close()], interrupt);
}

/** What is not there at all is looked for before anything is begun. */
function mustBeThere(target: Target): void {
  if (target.kind === "file" && !isAnythingAt(target.file))
    throw new Misuse("missing-module", `there is no file ${target.file}`, NAME_A_MODULE);
}
