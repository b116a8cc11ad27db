/** `allocheck replay`: what has become of recorded counterexamples. */
import { type Command, Option } from "commander";
import { type Recorded, readCounterexamples } from "../counterexamples/files.js";
import { REPLAY_EXIT_CODES, type Replayed } from "../counterexamples/replay.js";
import { COMMAND_SECONDS } from "../explore/pulse.js";
import { isMisuse, Misuse } from "../model/misuse.js";
import { quoted } from "../model/wording.js";
import { replayLines } from "../report/replay-text.js";
import type { Style } from "../report/style.js";
import { faultOf, type Trouble } from "./death.js";
import { addExamples, addNote, type Example } from "./help.js";
import { type Interrupt, Interrupted } from "./interrupt.js";
import { allocatorNamed, isFile, targetOf } from "./names.js";
import {
  COMMAND_SECONDS_OPTION,
  numberOption,
  type OutputOptions,
  outputsOf,
  reporterOption,
} from "./options.js";
import { probePlaces, send } from "./output.js";
import { replayOn } from "./session.js";

const EXAMPLES: readonly Example[] = [
  ["replay counterexamples/bitmap-frees-twice.free-already-free.json", "what became of one"],
  ["replay counterexamples --expect broken", "fail unless all still break"],
  ["replay bug.json --on bitmap", "try it on another allocator"],
];

interface ReplayOptions extends OutputOptions {
  readonly expect?: "broken";
  readonly on?: string;
  readonly maxCommandSeconds?: number;
}

/** One replay as it is reported. */
export type Told = Recorded & Replayed & { readonly allocator: string };

/** Adds the command; `finish` gets the exit code. */
export function addReplay(program: Command, interrupt: Interrupt, finish: (code: number) => void): void {
  const command = program
    .command("replay")
    .summary("run recorded counterexamples again")
    .description(
      "Puts recorded counterexamples through the same step as the search and tells what became of each.",
    )
    .argument("<FILE|DIR...>", "counterexample files, or directories of them")
    .addOption(new Option("--expect <WHAT>", "what each is to be: broken").argParser(parseExpect))
    .option("--on <TARGET>", "replay on this allocator instead of the recorded one")
    .addOption(numberOption(COMMAND_SECONDS_OPTION))
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action(async (paths: string[], options: ReplayOptions) =>
      finish(await runReplay(paths, options, interrupt)),
    );
  addExamples(command, EXAMPLES);
  addNote(
    command,
    "Exit codes: 0 fixed, answers legally but differently, or (a witness) keeps its rule, 1 still breaks or no longer applies; " +
      "with --expect broken: 0 still breaks, 1 anything else; 2 misuse.",
  );
}

function parseExpect(text: string): "broken" {
  if (text === "broken") return text;
  throw new Misuse("bad-option", `--expect takes broken, not ${quoted(text)}`, "write --expect broken");
}

async function runReplay(
  paths: readonly string[],
  options: ReplayOptions,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.listen();
  const outputs = outputsOf(options);
  // Looked up once before the files: none of them is to blame for this name.
  if (options.on !== undefined && !isFile(options.on)) allocatorNamed(options.on);
  const all = readCounterexamples(paths);
  const { told, errors } = await replayAll(all, options, interrupt);
  probePlaces(outputs, undefined);
  const replays = told.map(({ file, allocator, fate, step, detail, rule, counterexample }) => {
    return { file, allocator, fate, step, detail, rule, recordedRule: counterexample.rule };
  });
  const failed = errors.map(({ file, error: { code, message, remedy } }) => ({
    file,
    code,
    message,
    remedy,
  }));
  const left = all.filter(({ file }) => ![...told, ...errors].some((done) => done.file === file));
  const undone = [
    ...failed.map(({ message }) => `not replayed: ${message}`),
    ...left.map(({ file }) => `not begun: ${file}`),
  ];
  const answered = {
    json: { replays, ...(failed.length > 0 ? { errors: failed } : {}) },
    lines: (style: Style) => [...replayLines(told, style), ...(undone.length > 0 ? ["", ...undone] : [])],
  };
  const troubles = errors.map(({ error }) => error);
  const sent = send(outputs, answered, options.color, troubles);
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  if (!sent) return 2;
  const column = options.expect === "broken" ? "broken" : "normal";
  return Math.max(...told.map(({ fate }) => REPLAY_EXIT_CODES[fate][column]));
}

/** Replays one after the other, until an interrupt. One that cannot be replayed takes nothing from others. */
async function replayAll(all: readonly Recorded[], options: ReplayOptions, interrupt: Interrupt) {
  const told: Told[] = [];
  const errors: { readonly file: string; readonly error: Trouble }[] = [];
  for (const recorded of all)
    try {
      told.push(await about(recorded, options, interrupt));
    } catch (error) {
      if (error instanceof Interrupted && told.length + errors.length > 0) break;
      if (error instanceof Interrupted || all.length === 1) throw error;
      errors.push({ file: recorded.file, error: isMisuse(error) ? error : faultOf(error) });
    }
  return { told, errors };
}

/** What became of one trace; a misuse that it meets with names the file. */
async function about(recorded: Recorded, options: ReplayOptions, interrupt: Interrupt): Promise<Told> {
  try {
    return await tell(recorded, options, interrupt);
  } catch (error) {
    if (!isMisuse(error) || error.message.includes(recorded.file)) throw error;
    throw new Misuse(error.code, `${recorded.file}: ${error.message}`, error.remedy);
  }
}

async function tell(
  recorded: Recorded,
  { on, maxCommandSeconds = COMMAND_SECONDS }: ReplayOptions,
  interrupt: Interrupt,
): Promise<Told> {
  const { counterexample } = recorded;
  const name = on ?? counterexample.module ?? counterexample.allocator;
  if (name === null)
    throw new Misuse(
      "no-allocator",
      `${recorded.file} is a trace of the specification alone`,
      "name an allocator to try it on: --on TARGET",
    );
  const replayed = await replayOn(targetOf(name), counterexample, maxCommandSeconds, interrupt);
  return { ...recorded, ...replayed };
}
