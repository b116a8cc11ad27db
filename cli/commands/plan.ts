/** `allocheck plan`: what a check will cost, from smaller scopes, and which scope would cost less. */
import type { Command } from "commander";
import { lessOf, type NeededBound } from "../../explore/check/scope-advice.js";
import type { Run } from "../../explore/check/verdict.js";
import { type Cost, costAt, type Guess } from "../../explore/evidence/predict.js";
import { STRICT } from "../../model/contracts/named.js";
import { contractIn } from "../../model/trace/trace.js";
import { describeScope, type Scope } from "../../model/words/scope.js";
import type { Style } from "../../report/lines/style.js";
import { planLines } from "../../report/text/plan-text.js";
import { type ConfigOptions, configOf } from "../input/config-file.js";
import { addExamples, type Example } from "../input/help.js";
import { jobsOf } from "../input/jobs.js";
import { numberOption } from "../input/number-option.js";
import {
  modulesOption,
  type OutputOptions,
  outputsOf,
  reporterOption,
  SCOPE_OPTIONS,
} from "../input/options.js";
import { probePlaces, send } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { nameOf } from "../workers/death.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { runAlone } from "../workers/session.js";
import { Spare } from "../workers/spare.js";

const EXAMPLES: readonly Example[] = [
  ["plan bitmap --frames 6", "states, time and memory of that check"],
  ["plan ./my-allocator.ts --frames 8 --json", "the same for programs"],
];

/** A size that is explored to go by tries no more commands than this, as far as can be told. */
const MOST_TRIED = 300_000;
/** From so many sizes a factor and its change are known. */
const LEAST_SIZES = 3;

/** What is predicted of one scope. */
export interface Prediction extends Guess {
  /** The most frames that were explored to tell. */
  readonly from: number;
}

/** What one check will cost, and what it would cost with less. */
export interface Plan {
  readonly target: string;
  readonly scope: Scope;
  readonly predicted: Prediction;
  /** A rule that it breaks in a scope that was explored to tell, and the frames of that. */
  readonly broken: { readonly rule: string; readonly frames: number } | null;
  readonly advice: readonly {
    readonly bound: NeededBound;
    readonly instead: number;
    readonly of: number;
    /** So many times fewer states. */
    readonly times: number;
    /** The promises that could not come to the test any more. */
    readonly loses: readonly string[];
  }[];
}

interface PlanOptions extends OutputOptions, ConfigOptions {
  readonly contract?: string;
}

/** Adds the command; `finish` gets the exit code. */
export function addPlan(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("plan")
    .summary("predict states, time and memory of a check")
    .description(
      "Explores small scopes and predicts what the scope that is asked for will take. Says which smaller " +
        "scope would take less, and what that would no longer put to the test.",
    )
    .argument("<TARGET...>", "allocators by name or file")
    .option("--config <FILE>", "defaults of a check; allocheck.config.ts here when not given")
    .option("--contract <NAME>", "hold the allocators to this contract instead of their own");
  for (const option of Object.values(SCOPE_OPTIONS)) command.addOption(numberOption(option));
  command
    .addOption(modulesOption())
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action(async (targets: string[], options: PlanOptions) =>
      finish(await plan(targets, options, interrupt)),
    );
  addExamples(command, EXAMPLES);
}

async function plan(targets: readonly string[], options: PlanOptions, interrupt: Interrupt): Promise<number> {
  interrupt.listen();
  const outputs = outputsOf(options);
  probePlaces(outputs, undefined);
  const progress = new Progress(options.quiet !== true);
  const plans: Plan[] = [];
  try {
    const config = await configOf(options, interrupt);
    for (const job of jobsOf(targets, options, config)) plans.push(await planOf(job, interrupt, progress));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error; // what was told so far is told
  }
  const lost = interrupt.happened ? targets.slice(plans.length) : [];
  const lines = (style: Style) => [
    ...planLines(plans, style),
    ...(lost.length === 0 ? [] : [`ended without a result: ${lost.join(", ")}`]),
  ];
  const sent = send(
    outputs,
    { json: { plans, ...(lost.length === 0 ? {} : { lost }) }, lines },
    options.color,
  );
  return interrupt.exitCode ?? (sent ? 0 : 2);
}

async function planOf(job: Job, interrupt: Interrupt, progress: Progress): Promise<Plan> {
  const spare = new Spare();
  try {
    return await planWith(spare, job, interrupt, progress);
  } finally {
    spare.end();
  }
}

async function planWith(spare: Spare, job: Job, interrupt: Interrupt, progress: Progress): Promise<Plan> {
  const { sizes, last, broken } = await explored(spare, job, job.scope, interrupt, progress);
  const scope = { ...last.scope, frames: job.scope.frames };
  const from = sizes.at(-1)?.frames ?? 0;
  const predicted = { ...costAt(sizes, scope.frames), from };
  const advice: Plan["advice"][number][] = [];
  for (const less of lessOf(scope, contractIn(last) ?? STRICT)) {
    const { bound } = less;
    const smaller =
      bound === "frames" ? sizes : (await explored(spare, job, less.scope, interrupt, progress)).sizes;
    const times = predicted.states / costAt(smaller, less.scope.frames).states;
    advice.push({ bound, instead: less.scope[bound], of: scope[bound], times, loses: less.loses });
  }
  return { target: nameOf(job.target), scope, predicted, broken, advice };
}

/** The sizes of 1, 2, 3 frames and so on, below those of a scope, as far as they are small. */
async function explored(
  spare: Spare,
  job: Job,
  scope: Scope,
  interrupt: Interrupt,
  progress: Progress,
): Promise<{ readonly sizes: Cost[]; readonly last: Run; readonly broken: Plan["broken"] }> {
  const sizes: Cost[] = [];
  let last: Run | null = null;
  let broken: Plan["broken"] = null;
  for (let frames = 1; frames <= scope.frames; frames++) {
    if (sizes.length >= LEAST_SIZES && costAt(sizes, frames).tried > MOST_TRIED) break;
    if (interrupt.happened) throw new Interrupted(interrupt);
    const sized: Job = { ...job, scope: { ...scope, frames }, keep: "all", survey: true, ownScopes: false };
    const beside = progress.beside(`${nameOf(job.target)}, ${describeScope(sized.scope)}`);
    last = await runAlone(sized, interrupt, beside, spare);
    beside.end();
    const { states, tried, measured, survey } = last;
    const [found] = last.counterexamples;
    if (found !== undefined) broken ??= { rule: found.rule, frames };
    sizes.push({ frames, states, tried, seconds: measured.seconds, bytes: survey?.bytes ?? 0 });
  }
  if (last === null) throw new Error("internal: a scope has at least one frame");
  return { sizes, last, broken };
}
