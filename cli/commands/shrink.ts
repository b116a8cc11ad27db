/** `allocheck shrink`: a trace reduced to the least, recorded, written by hand or logged by a machine. */
import { statSync } from "node:fs";
import type { Command as Program } from "commander";
import { readRecorded, saveCounterexample } from "../../counterexamples/files.js";
import { moduleAt } from "../../counterexamples/module-path.js";
import { isAnythingAt } from "../../counterexamples/read-text.js";
import { boundsOfLog, parseLog } from "../../counterexamples/trace-log.js";
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import { plural } from "../../model/basics/wording.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { BOUND_IDS, BOUNDS, eachOf, MOST_SAMPLED_FRAMES } from "../../model/words/bounds.js";
import { boundsAmong, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import type { Style } from "../../report/lines/style.js";
import { programLines } from "../../report/trace/program.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { type LogText, logText } from "../input/log-text.js";
import { numberOption } from "../input/number-option.js";
import {
  COMMAND_SECONDS_OPTION,
  modulesOption,
  type OutputOptions,
  outputsOf,
  reporterOption,
} from "../input/options.js";
import { POOL_OPTION, SAMPLE_OPTIONS } from "../input/sample-options.js";
import { probePlaces, send } from "../output/output.js";
import { Progress } from "../output/progress.js";
import { runJob } from "../runs/run-job.js";
import { contractNamed } from "../targets/by-name.js";
import { isNamed, targetOf } from "../targets/names.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";

const EXAMPLES: readonly Example[] = [
  ["shrink found/long.json", "a recorded counterexample"],
  ["shrink bitmap-pins-once --from machine.log", "a log of commands, one a line"],
  ["shrink ./my-allocator.ts --from machine.log --save found", "and keep what is left"],
];

interface Options extends Omit<ScopeOptions, "map">, OutputOptions {
  readonly from?: string;
  readonly contract?: string;
  readonly save?: string;
  readonly maxCommandSeconds?: number;
}

/** Adds the command; `finish` gets the exit code. */
export function addShrink(program: Program, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("shrink")
    .summary("reduce a trace that breaks a rule to the least")
    .description(
      "Reduces a recorded counterexample, or with --from a log of commands, to a shortest trace that breaks the " +
        "same rule, and says how short it is known to be.",
    )
    .argument("<FILE|TARGET>", "a counterexample file; with --from the allocator, by name or file");
  addExamples(command, EXAMPLES);
  addNote(
    command,
    "A log has one command a line, as reports print them: reserve 0..4 owner 1, alloc, free 3. What stands behind " +
      "# or -> is a comment, and numbers may be in hex. What was refused may be left out. Exit codes: 1 reduced, 2 misuse, also where no rule " +
      "is broken, 130 Ctrl-C.",
  );
  command.option("--from <LOG>", "a text with one command a line; - reads what is piped in").addOption(
    numberOption({
      ...POOL_OPTION,
      help: "page frames of a log's pool; as many as it names when not given",
    }),
  );
  for (const option of SAMPLE_OPTIONS) command.addOption(numberOption(option));
  command
    .addOption(modulesOption())
    .option("--contract <NAME>", "hold the allocator to this contract instead of its own")
    .option("--save <DIR>", "save the reduced counterexample as a file in DIR")
    .addOption(numberOption(COMMAND_SECONDS_OPTION))
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action(async (named: string, options: Options) => finish(await shrink(named, options, interrupt)));
}

async function shrink(named: string, options: Options, interrupt: Interrupt): Promise<number> {
  interrupt.listen();
  const outputs = outputsOf(options);
  const { from } = options;
  const job =
    from === undefined ? recordedJob(named, options) : logJob(named, await logText(from, interrupt), options);
  probePlaces(outputs, options.save);
  const progress = new Progress(options.quiet !== true);
  const { counterexamples } = await runJob(job, 1, interrupt, progress);
  const [counterexample] = counterexamples;
  if (counterexample === undefined) throw new Error("internal: a trace was reduced to none");
  const saved = options.save === undefined ? [] : [saveCounterexample(options.save, counterexample)];
  const lines = (style: Style) => [
    ...programLines(counterexample, style),
    ...saved.flatMap((file) => ["", `saved ${file}`]),
  ];
  const sent = send(outputs, { json: { counterexample, saved }, lines }, options.color);
  return interrupt.exitCode ?? (sent ? 1 : 2);
}

/** What every such job has. */
const HOW = { budget: {}, keep: "first" } as const;

/** The job of a recorded counterexample, in its own scope and under its own contract. */
function recordedJob(file: string, { maxCommandSeconds = COMMAND_SECONDS, contract }: Options): Job {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Misuse("not-shrunk", `${file} is a directory`, "name one counterexample file");
  if (!isAnythingAt(file) && isNamed(file))
    throw new Misuse(
      "not-shrunk",
      `${file} is an allocator, and no trace`,
      "name a counterexample file, or a log of commands: --from LOG",
    );
  const { counterexample } = readRecorded(file);
  const { allocator, module, scope, steps, rule, cpus } = counterexample;
  if (allocator === null || counterexample.format === "allocheck-witness")
    throw new Misuse("not-shrunk", `${file} breaks no rule of an allocator`, "name a counterexample of one");
  if (cpus !== undefined)
    throw new Misuse(
      "not-shrunk",
      `${file} is of several CPUs: a check finds the trace with the fewest switches`,
      "check its allocator with --cpus",
    );
  const commands = steps.map(({ command }) => command);
  const asked = contract ?? contractOf(counterexample);
  return {
    ...HOW,
    target: module === undefined ? targetOf(allocator) : { kind: "file", file: moduleAt(file, module) },
    ...(asked === undefined ? {} : { contract: contractNamed(asked).id }),
    scope,
    widen: false,
    forAll: BOUND_IDS, // whatever was recorded
    maxCommandSeconds,
    shrink: { commands, rule },
  };
}

/** The name of the contract that was recorded; a file's own may be known to that file alone. */
function contractOf({ contract, module }: Counterexample): string | undefined {
  return module === undefined ? contract : undefined;
}

/** What commands name by numbers; how many slices they keep alive is not known before they run. */
const NAMED = ["frames", "owners", "zones", "nodes", "handles"] as const;

/** What to do with numbers that are too large. */
const SMALLER = {
  frames: "the first frame of a pool is 0: take its number off all others",
  owners: "number from 1 on those who hold anything at the fault, and leave out the others",
  zones: "number zones from 1 on",
  nodes: "number nodes from 1 on",
  handles: "number slots from 0 on",
} as const;

/** Throws a `Misuse` where commands lie outside what is asked for, or can be: no rule is about such. */
function requireRoom(file: string, fits: ReturnType<typeof boundsOfLog>, options: Options): void {
  for (const name of NAMED) {
    const most = name === "frames" ? MOST_SAMPLED_FRAMES : BOUNDS[name].most;
    if (fits[name] > most)
      throw new Misuse(
        "bad-scope",
        `the commands of ${file} need ${plural(fits[name], name.slice(0, -1))}, and there are ${most} at most`,
        SMALLER[name],
      );
    const { [name]: asked = fits[name] } = options;
    if (fits[name] > asked)
      throw new Misuse(
        "bad-scope",
        `the commands of ${file} need ${plural(fits[name], name.slice(0, -1))}, and ${asked} are asked for`,
        `leave out --${name}, or say --${name} ${fits[name]}`,
      );
  }
}

/** The job of a log, in the least scope that it fits. */
function logJob(target: string, { text, source: file }: LogText, options: Options): Job {
  const { modules, contract, maxCommandSeconds = COMMAND_SECONDS } = options;
  if (text.trimStart().startsWith("{"))
    throw new Misuse(
      "bad-log",
      `${file} is JSON and no log, which is one command a line`,
      `for a saved counterexample: allocheck shrink ${file}`,
    );
  const commands = parseLog(text, file);
  if (commands.length === 0)
    throw new Misuse("empty-file", `${file} holds no command`, "write one command a line: alloc");
  const fits = boundsOfLog(commands, options.units);
  requireRoom(file, fits, options);
  const { frames, slices } = fits;
  const least = eachOf(NAMED, ({ standard }, name) => Math.max(standard, fits[name]));
  const bounds = {
    ...least,
    frames,
    slices: Math.min(BOUNDS.slices.most, Math.max(BOUNDS.slices.standard, slices)),
    ...boundsAmong(options),
  };
  return {
    ...HOW,
    target: targetOf(target),
    ...(contract === undefined ? {} : { contract: contractNamed(contract).id }),
    scope: scopeOf({ ...bounds, ...(modules === undefined ? {} : { modules }) }, MOST_SAMPLED_FRAMES),
    widen: modules === undefined,
    // A command that names a zone of an allocator without zones is not offered, which is said of it.
    forAll: NAMED.filter((name) => options[name] === undefined),
    maxCommandSeconds,
    shrink: { commands, rule: null },
  };
}
