/** `allocheck replay`: what has become of recorded counterexamples. */
import { type Command, Option } from "commander";
import { counterexampleFiles } from "../../counterexamples/files.js";
import { REPLAY_EXIT_CODES } from "../../counterexamples/replay.js";
import { COMMAND_SECONDS } from "../../explore/search/pulse.js";
import { Misuse } from "../../model/basics/misuse.js";
import { plural, quoted } from "../../model/basics/wording.js";
import { assets } from "../../report/html/assets.js";
import { pageText } from "../../report/html/document.js";
import type { Style } from "../../report/lines/style.js";
import { fateLine, replayLines } from "../../report/text/replay-text.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { numberOption } from "../input/number-option.js";
import {
  COMMAND_SECONDS_OPTION,
  type OutputOptions,
  outputsAmong,
  reporterOption,
} from "../input/options.js";
import { ANSWERED_AS, type Answered, probePlaces, send } from "../output/output.js";
import { type ReplayFailure, type ReplayReport, Replays } from "../runs/replays.js";
import { tracesPage } from "../runs/traces-page.js";
import { allocatorNamed, isFile, targetOf } from "../targets/names.js";
import type { Interrupt } from "../workers/interrupt.js";
import { writeProgram } from "./replay-as.js";

const EXAMPLES: readonly Example[] = [
  ["replay found", "what became of what check --save found kept"],
  ["replay found --expect broken", "fail unless all still break"],
  ["replay found --on bitmap", "try them on another allocator"],
  ["replay bug.json --as c > bug.c", "as a program for gdb and sanitizers"],
];

interface ReplayOptions extends OutputOptions<"html"> {
  readonly expect?: "broken";
  readonly on?: string;
  readonly as?: "c";
  readonly maxCommandSeconds?: number;
}

/** Adds the command; `finish` gets the exit code. */
export function addReplay(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("replay")
    .summary("run recorded counterexamples again")
    .description(
      "Puts recorded counterexamples through the same step as the search and tells what became of each.",
    )
    .argument("<FILE|DIR...>", "counterexample files, or directories of them")
    .addOption(new Option("--expect <WHAT>", "what each is to be: broken").argParser(parseExpect))
    .option("--on <TARGET>", "replay on this allocator instead of the recorded one")
    .addOption(new Option("--as <LANGUAGE>", "write it as a program, and run nothing: c").argParser(parseAs))
    .addOption(numberOption(COMMAND_SECONDS_OPTION))
    .addOption(reporterOption(ANSWERED_AS))
    .option("--json", "short for --reporter json")
    .option("--no-color", "no colour")
    .action(async (paths: string[], options: ReplayOptions) =>
      finish(
        options.as === undefined ? await runReplay(paths, options, interrupt) : writeProgram(paths, options),
      ),
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

function parseAs(text: string): "c" {
  if (text === "c") return text;
  throw new Misuse("bad-option", `--as takes c, not ${quoted(text)}`, "write --as c");
}

async function runReplay(
  paths: readonly string[],
  options: ReplayOptions,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.listen();
  const outputs = outputsAmong(ANSWERED_AS, options);
  const { on, maxCommandSeconds: seconds = COMMAND_SECONDS } = options;
  // Looked up once before the files: none of them is to blame for this name.
  if (on !== undefined && !isFile(on)) allocatorNamed(on);
  const replays = new Replays(counterexampleFiles(paths), { on, seconds }, interrupt);
  await replays.run();
  const { told, failed, left, files } = replays;
  const [only] = failed;
  if (files.length === 1 && only !== undefined) throw only.misuse;
  probePlaces(outputs, undefined);
  const troubles = failed.map(({ misuse }) => misuse);
  const wantsPage = outputs.some(({ reporter }) => reporter === "html");
  const page = wantsPage ? await pageOf(told, interrupt) : "";
  const sent = send(outputs, answered(told, failed, left, page), options.color, troubles);
  if (interrupt.exitCode !== null) return interrupt.exitCode;
  if (!sent) return 2;
  const column = options.expect === "broken" ? "broken" : "normal";
  return Math.max(...told.map(({ fate }) => REPLAY_EXIT_CODES[fate][column]));
}

/** The replays as a page, on which each is beside what it was run on. */
async function pageOf(told: readonly ReplayReport[], interrupt: Interrupt): Promise<string> {
  const shown = told.map((one) => ({
    ...one,
    note: fateLine(one),
    target: () => targetOf(one.module ?? one.allocator),
  }));
  return pageText(await tracesPage(shown, interrupt), assets());
}

function answered(
  told: readonly ReplayReport[],
  failed: readonly ReplayFailure[],
  left: readonly string[],
  page: string,
): Answered {
  const replays = told.map((one) => {
    const { file, allocator, module, fate, step, detail, rule, counterexample, now } = one;
    const code = module === undefined ? {} : { module };
    const other = now === undefined ? {} : { now };
    return {
      file,
      allocator,
      ...code,
      fate,
      step,
      detail,
      rule,
      recordedRule: counterexample.rule,
      ...other,
    };
  });
  const errors = failed.map(({ file, misuse: { code, what, remedy } }) => ({
    file,
    code,
    message: what,
    remedy,
  }));
  return {
    json: { replays, errors, notReplayed: left },
    page: () => page,
    lines: (style: Style) => {
      const some =
        left.length === 0 ? [] : [`not replayed: ${plural(left.length, "file")}, the first ${left[0]}`];
      const parts = [replayLines(told, style), some].filter((part) => part.length > 0);
      return parts.flatMap((part, i) => (i > 0 ? ["", ...part] : part));
    },
  };
}
