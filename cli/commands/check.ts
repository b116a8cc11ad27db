/** `allocheck check`: explore allocators, or the specification alone. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { saveCounterexample } from "../../counterexamples/files.js";
import { EXIT_CODES, type Run, worst } from "../../explore/check/verdict.js";
import { isMisuse, Misuse } from "../../model/words/misuse.js";
import { written } from "../../report/formats/json.js";
import type { Style } from "../../report/lines/style.js";
import { runLines, summaryLines } from "../../report/text/run-text.js";
import { type Config, findConfig, parseConfig } from "../input/config.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { type JobOptions, jobsOf } from "../input/jobs.js";
import { numberOption } from "../input/number-option.js";
import {
  alphabetOption,
  BUDGET_OPTIONS,
  COMMAND_SECONDS_OPTION,
  memoryOption,
  modulesOption,
  type OutputOptions,
  outputsOf,
  reporterOption,
  SCOPE_OPTIONS,
  SUSPICION_OPTION,
  WORKERS_OPTION,
} from "../input/options.js";
import { type Answered, probePlaces, send, troubleOf } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { toStdout } from "../output/terminal.js";
import { faultOf, type Trouble } from "../output/trouble.js";
import type { Target } from "../targets/target.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runJob } from "../workers/run-job.js";
import { loadValue } from "../workers/session.js";

const EXAMPLES: readonly Example[] = [
  ["check", "check every sound allocator"],
  ["check ./my-allocator.ts", "check your own"],
  ["check bitmap --frames 5 --slices 2", "check in another scope"],
  ["check bitmap-ignores-slices --save .", "keep the counterexample"],
  ["check bitmap-as-is --contract strict --all", "list where it departs"],
  ["check --spec-only", "check the specification"],
];

interface CheckOptions extends OutputOptions, JobOptions {
  readonly workers?: number;
  readonly save?: string;
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
    .option("--all", "go on after a finding: the first of each command and rule")
    .option("--spec-only", "explore the specification without an allocator")
    .option("--contract <NAME>", "hold the allocators to this contract instead of their own")
    .option("--save <DIR>", "save each counterexample as a file in DIR")
    .option("--config <FILE>", "targets and defaults; allocheck.config.ts here when not given")
    .option("--print-config", "print what would be checked, as JSON, and check nothing");
  for (const option of Object.values(SCOPE_OPTIONS)) command.addOption(numberOption(option));
  command.addOption(modulesOption()).addOption(alphabetOption());
  for (const option of Object.values(BUDGET_OPTIONS)) command.addOption(numberOption(option));
  command.addOption(memoryOption());
  command.addOption(numberOption(COMMAND_SECONDS_OPTION));
  command.addOption(numberOption(SUSPICION_OPTION));
  command.addOption(numberOption(WORKERS_OPTION));
  command
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--quiet", "no progress on stderr")
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
  const config = await configOf(options, interrupt);
  const jobs = jobsOf(targets, options, config);
  const outputs = outputsOf(options, config?.reporters);
  if (options.printConfig === true) {
    toStdout(written({ targets: jobs, reporters: outputs }));
    return 0;
  }
  for (const { target } of jobs) mustBeThere(target);
  probePlaces(outputs, options.save);
  const outcome = await runAll(jobs, options, interrupt);
  const { runs, errors, left } = outcome;
  const [only] = errors;
  if (only !== undefined && runs.length === 0 && left.length === 0 && jobs.length === 1) throw only.error;
  const saved: string[] = [];
  const unsaved = troubleOf(() => save(runs, options.save, saved));
  const troubles = [...errors.map(({ error }) => troubleFrom(error)), ...unsaved];
  const sent = send(outputs, answered(outcome, saved), options.color, troubles);
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  return sent ? EXIT_CODES[worst(runs.map(({ verdict }) => verdict))] : 2;
}

/** What is not there at all is looked for before anything is begun. */
function mustBeThere(target: Target): void {
  if (target.kind === "file" && !existsSync(target.file))
    throw new Misuse(
      "missing-module",
      `there is no file ${target.file}`,
      "name a .ts, .mts, .js or .mjs file",
    );
}

/** What came of each target. */
interface Outcome {
  readonly runs: readonly Run[];
  /** The targets that could not be checked. */
  readonly errors: readonly { readonly target: string; readonly error: unknown }[];
  /** What an interrupt left without a run: the target under way when it gave none in time, and the rest. */
  readonly lost: readonly string[];
  readonly left: readonly string[];
}

/** Runs one job after the other. One that fails takes nothing from the others. */
async function runAll(
  jobs: readonly Job[],
  { workers, quiet }: CheckOptions,
  interrupt: Interrupt,
): Promise<Outcome> {
  const progress = new Progress(quiet !== true);
  const runs: Run[] = [];
  const errors: { target: string; error: unknown }[] = [];
  const lost: string[] = [];
  const left = jobs.map(({ target }) => nameOf(target));
  for (const job of jobs) {
    if (interrupt.happened) break;
    const name = nameOf(job.target);
    left.shift();
    progress.begin(name, job.budget.maxSeconds);
    try {
      runs.push(await runJob(job, workers, interrupt, progress));
    } catch (error) {
      if (error instanceof Interrupted) lost.push(name);
      else errors.push({ target: name, error });
    } finally {
      progress.end();
    }
  }
  return { runs, errors, lost, left };
}

/** A misuse as it is, and a fault of ours beside it. */
function troubleFrom(error: unknown): Trouble {
  return isMisuse(error) ? error : faultOf(error).trouble;
}

/** The config that is named, or the one in the working directory. */
async function configOf({ config, specOnly }: CheckOptions, interrupt: Interrupt): Promise<Config | null> {
  const file = config ?? (specOnly === true ? undefined : findConfig());
  return file === undefined ? null : parseConfig(await loadValue(file, interrupt), file);
}

/** Saves every counterexample and notes its file in `saved`. */
function save(runs: readonly Run[], directory: string | undefined, saved: string[]): void {
  if (directory === undefined) return;
  for (const { counterexamples } of runs)
    for (const counterexample of counterexamples)
      saved.push(saveCounterexample(directory, counterexample, saved));
}

function answered({ runs, errors, lost, left }: Outcome, saved: readonly string[]): Answered {
  const told = errors.map(({ target, error }) => {
    const { code, message, remedy } = troubleFrom(error);
    return { target, code, message, remedy };
  });
  const others = { "not checked": told.length, "without a result": lost.length, "not begun": left.length };
  return {
    json: { runs, ...(told.length > 0 ? { errors: told } : {}) },
    lines: (style: Style) => {
      const parts = [
        runs.flatMap((run, i) => [...(i > 0 ? ["", ""] : []), ...runLines(run, style)]),
        saved.map((file) => `saved ${file}`),
        [
          ...told.map(({ target, message }) =>
            message.includes(target) ? `not checked: ${message}` : `not checked: ${target}: ${message}`,
          ),
          ...(lost.length > 0 ? [`ended without a result: ${lost.join(", ")}`] : []),
          ...(left.length > 0 ? [`not begun: ${left.join(", ")}`] : []),
        ],
        summaryLines(runs, others, style),
      ];
      return parts.filter((part) => part.length > 0).flatMap((part, i) => (i > 0 ? ["", ...part] : part));
    },
  };
}
