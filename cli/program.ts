/** The command line as a whole: commands, help, and what becomes of a mistake. */
import { Command, CommanderError, Help } from "commander";
import { Misuse } from "../model/basics/misuse.js";
import { suggestion } from "../model/basics/suggestion.js";
import { jsonError } from "../report/formats/json.js";
import { wrap } from "../report/lines/wrap.js";
import { addExamples, type Example, helpWidth } from "./input/help.js";
import { complain, troubleOf } from "./output/output.js";
import { toStderr, toStdout } from "./output/terminal.js";
import { faultOf } from "./output/trouble.js";
import { VERSION } from "./output/version.js";
import { wantsJson, wantsQuiet } from "./output/wants.js";
import { INTERRUPTED, Interrupt, Interrupted } from "./workers/interrupt.js";

const EXAMPLES: readonly Example[] = [
  ["init", "begin an allocator of your own"],
  ["check", "check every sound allocator"],
  ["check bitmap-ignores-slices --save found", "a release under a slice"],
  ["replay found", "run the saved counterexample again"],
  ["list", "what to check, and by which rules"],
  ["explain release/live-slice", "a rule, kept and broken"],
];
/** The commands in the order of the help. What a command imports is most of its start, so it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  check: async () => (await import("./commands/check.js")).addCheck,
  plan: async () => (await import("./commands/plan.js")).addPlan,
  fuzz: async () => (await import("./commands/fuzz.js")).addFuzz,
  shrink: async () => (await import("./commands/shrink.js")).addShrink,
  merge: async () => (await import("./commands/merge.js")).addMerge,
  replay: async () => (await import("./commands/replay.js")).addReplay,
  view: async () => (await import("./commands/view.js")).addView,
  export: async () => (await import("./commands/export.js")).addExport,
  boot: async () => (await import("./commands/boot.js")).addBoot,
  prove: async () => (await import("./commands/prove.js")).addProve,
  docs: async () => (await import("./commands/docs.js")).addDocs,
  explain: async () => (await import("./commands/explain.js")).addExplain,
  list: async () => (await import("./commands/list.js")).addList,
  init: async () => (await import("./commands/init.js")).addInit,
  flags: async () => (await import("./commands/flags.js")).addFlags,
};
const NAMES = Object.keys(COMMANDS);

/** Adds a command to the program; `finish` gets the exit code. */
type AddCommand = (program: Command, finish: (code: number) => void, interrupt: Interrupt) => void;

/** Beside a long option a description still wraps when it has so many columns. */
const NARROW = 20;

/** Runs a command line and returns the exit code. An interrupt is listened to while there is what to keep. */
export async function main(argv: readonly string[], interrupt = new Interrupt()): Promise<number> {
  let code = 0;
  const program = new Command("allocheck")
    .description("A model checker for allocators of page frames.")
    .version(VERSION)
    .exitOverride()
    .configureHelp({
      minWidthToWrap: NARROW,
      formatItem: (term, termWidth, description, helper) =>
        description === "" || (helper.helpWidth ?? 80) - termWidth - 4 >= NARROW
          ? Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
          : [
              `  ${term}`,
              ...wrap(description, (helper.helpWidth ?? 80) - 6).map((line) => `      ${line}`),
            ].join("\n"),
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace("[options] ", "")}`,
    })
    .configureOutput({
      writeOut: toStdout,
      writeErr: toStderr,
      outputError: () => {},
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    });
  addExamples(program, EXAMPLES);
  const finish = (exitCode: number) => {
    code = exitCode;
  };
  try {
    const topic = helpTopic(argv);
    if (topic !== undefined && !NAMES.includes(topic)) throw noHelp(topic);
    for (const name of needed(argv)) (await COMMANDS[name]?.())?.(program, finish, interrupt);
    for (const command of program.commands) command.copyInheritedSettings(program);
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof Interrupted) {
      if (wantsJson(argv)) toStdout(jsonError(INTERRUPTED));
      else if (!wantsQuiet(argv)) toStderr(`allocheck: ${INTERRUPTED.what}\n`);
      return error.exitCode;
    }
    if (!(error instanceof CommanderError)) return fail(error, wantsJson(argv));
    if (error.exitCode === 0) return 0;
    if (error.code === "commander.help") return 2;
    const command = NAMES.find((name) => name === argv[0]);
    const elsewhere = await optionElsewhere(error, command);
    return fail(elsewhere ?? misuseOf(error, command), wantsJson(argv));
  } finally {
    interrupt.deafen();
  }
}

/** The commands that a command line needs: the one it names, all for the help and where it names none. */
function needed([first, second]: readonly string[]): readonly string[] {
  if (first === "--version" || first === "-V") return [];
  const named = first === "help" ? second : first;
  return NAMES.includes(named ?? "") ? NAMES.filter((name) => name === named) : NAMES;
}

/** Says what went wrong in the voice it deserves and returns the exit code. */
export function fail(error: unknown, json: boolean): number {
  if (error instanceof Misuse) return failWith(error, json);
  const { line, trouble } = faultOf(error);
  toStderr(`${line}\n`);
  if (json) toStdout(jsonError(trouble));
  return 2;
}

function failWith(misuse: Misuse, json: boolean): number {
  complain(misuse);
  // Where stdout cannot be written either, stderr has said enough.
  if (json) troubleOf(() => toStdout(jsonError(misuse)));
  return 2;
}

/** What commander objects to, as a misuse in our manner of speaking; its own suggestion is the remedy. */
function misuseOf({ message }: CommanderError, command: string | undefined): Misuse {
  const meant = /\n\(Did (you mean .*\?)\)$/.exec(message);
  const what = message
    .slice(0, meant?.index)
    .replace(/^error: /, "")
    .replace(/^option '(.*)' argument missing$/, "$1 needs a value")
    .replace(/\. Expected (.*)\.$/, ": expected $1");
  const help = ["allocheck", ...(command === undefined ? [] : [command]), "--help"].join(" ");
  return new Misuse("bad-command-line", what, meant === null ? `see: ${help}` : `did ${meant[1]}`);
}

/** An option that another command has is told with it: one that is spelt alike is not what was meant. */
async function optionElsewhere({ code, message }: CommanderError, own: string | undefined) {
  const option = /^error: unknown option '(--[^=']+)/.exec(message)?.[1];
  if (code !== "commander.unknownOption" || option === undefined || own === undefined) return null;
  const all = new Command();
  for (const add of Object.values(COMMANDS)) (await add())(all, () => {}, new Interrupt());
  const having = all.commands.filter(({ options }) => options.some(({ long }) => long === option));
  if (having.length === 0) return null;
  const names = having.map((command) => command.name()).join(", ");
  const remedy = `it is an option of ${names}; see: allocheck ${own} --help`;
  return new Misuse("bad-command-line", `${own} takes no ${option}`, remedy);
}

/** What help is asked about: `help TOPIC` or `TOPIC --help`. */
function helpTopic([first, ...rest]: readonly string[]): string | undefined {
  if (first === "help") return rest.find((word) => !word.startsWith("-"));
  const asked = rest.some((word) => word === "--help" || word === "-h");
  return asked && first?.startsWith("-") === false ? first : undefined;
}

/** Of an unknown command there is no help; commander would show its own, as if nothing were wrong. */
function noHelp(topic: string): Misuse {
  const close = suggestion(topic, NAMES);
  const remedy = close === undefined ? "see: allocheck --help" : `did you mean ${close}?`;
  return new Misuse("bad-command-line", `unknown command '${topic}'`, remedy);
}
