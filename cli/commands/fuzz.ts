/** `allocheck fuzz`: random sequences in pools that are too large to explore. */
import type { Command } from "commander";
import { REPORTER_NAMES, REPORTERS, type ReporterName } from "../../report/reporters/all.js";
import { type ConfigOptions, configOf } from "../input/config-file.js";
import { type FuzzOptions, fuzzJobs } from "../input/fuzz-jobs.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { numberOption } from "../input/number-option.js";
import {
  alphabetOption,
  BUDGET_OPTIONS,
  COMMAND_SECONDS_OPTION,
  modulesOption,
  type OutputOptions,
  outputsAmong,
  reporterOption,
  SCOPE_OPTIONS,
} from "../input/options.js";
import { COMMANDS_OPTION, POOL_OPTION, SAMPLE_OPTIONS, SEED_OPTION } from "../input/sample-options.js";
import { boundsSaid } from "../input/undone.js";
import { probePlaces } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { Reports } from "../output/reports.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { exitCodeOf, runAndTell } from "./told-runs.js";

const EXAMPLES: readonly Example[] = [
  ["fuzz bitmap", "ten seconds of one allocator at 64 frames"],
  ["fuzz ./my-allocator.ts --frames 1024", "your own, in a larger pool"],
  ["fuzz bitmap-pins-once --save found", "keep the reduced counterexample"],
  ["fuzz bitmap --commands 1000000 --seed 7", "the same every time"],
];

interface Options extends FuzzOptions, ConfigOptions, OutputOptions<ReporterName> {
  readonly save?: string;
  readonly verbose?: boolean;
  readonly onlyFailures?: boolean;
  readonly bail?: boolean;
}

/** Adds the command; `finish` gets the exit code. */
export function addFuzz(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("fuzz")
    .summary("run random command sequences in pools too large to explore")
    .description(
      "Runs random command sequences of each allocator in lockstep with the specification, in a pool of up to " +
        "4,096 frames. What breaks a rule is reduced to the least. What breaks none was sampled, and proves " +
        "nothing.",
    )
    .argument(
      "[TARGET...]",
      "allocators by name or file; those of the config, or every sound one, when none is named",
    );
  addExamples(command, EXAMPLES);
  addNote(command, "Exit codes: 5 sampled, 1 broken, 3 nothing was tried, 2 misuse, 130 Ctrl-C.");
  command.addOption(numberOption(POOL_OPTION));
  command.addOption(numberOption(SCOPE_OPTIONS.cpus).hideHelp()); // who asks is told what there is
  for (const option of SAMPLE_OPTIONS) command.addOption(numberOption(option));
  command
    .addOption(modulesOption())
    .addOption(alphabetOption())
    .addOption(numberOption(COMMANDS_OPTION))
    .addOption(
      numberOption({ ...BUDGET_OPTIONS.maxSeconds, help: "stop after N seconds, 10 when not given" }),
    )
    .addOption(numberOption(SEED_OPTION))
    .option("--contract <NAME>", "hold the allocators to this contract instead of their own")
    .option("--config <FILE>", "targets and defaults; allocheck.config.ts here when not given")
    .option("--save <DIR>", "save each counterexample as a file in DIR")
    .addOption(numberOption(COMMAND_SECONDS_OPTION))
    .addOption(reporterOption(REPORTER_NAMES))
    .option("--json", "short for --reporter json")
    .option("--verbose", "tell all of every run: outcomes, what was not tried, the claim")
    .option("--only-failures", "tell nothing of runs that broke no rule")
    .option("--bail", "begin nothing more after a run that broke a rule")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action(async (targets: string[], options: Options) => finish(await fuzz(targets, options, interrupt)));
}

async function fuzz(targets: readonly string[], options: Options, interrupt: Interrupt): Promise<number> {
  interrupt.listen();
  const config = await configOf(options, interrupt);
  const jobs = fuzzJobs(targets, options, config);
  const outputs = outputsAmong(REPORTER_NAMES, options);
  const places = outputs.map(({ reporter, file }) => ({ file, kind: REPORTERS[reporter] }));
  probePlaces(places, options.save);
  const { color, quiet = false, verbose = false, onlyFailures = false } = options;
  const progress = new Progress(!quiet);
  const reports = new Reports(places, { color, verbose, onlyFailures }, () => progress.end());
  const how = { ...options, said: (job: Job) => boundsSaid(job, config), cache: false };
  const told = await runAndTell({ jobs, shard: null }, how, interrupt, progress, (event) =>
    reports.tell(event),
  );
  return exitCodeOf(told, reports.close(), interrupt);
}
