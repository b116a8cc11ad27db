/** The command line as a whole: commands, help, and what becomes of a mistake. */
import { Command, CommanderError } from "commander";
import { Misuse } from "../model/misuse.js";
import { show } from "../model/wording.js";
import { jsonError } from "../report/json.js";
import { addCheck } from "./check-command.js";
import { addExport } from "./export-command.js";
import { addInit } from "./init-command.js";
import { addList } from "./list-command.js";
import { complain } from "./output.js";
import { addReplay } from "./replay-command.js";
import { VERSION } from "./version.js";

const EXAMPLES = `Examples:
  $ allocheck init                         write an allocator of your own to begin with
  $ allocheck check                        check every sound allocator, to the last state
  $ allocheck check bitmap-ignores-slices  see a release under a live slice caught
  $ allocheck replay counterexamples       run recorded counterexamples again
  $ allocheck list                         what there is to check, and by which rules
`;

/** Runs a command line and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("allocheck")
    .description("A model checker for allocators of page frames.")
    .version(VERSION)
    .addHelpText("before", EXAMPLES)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const finish = (exitCode: number) => {
    code = exitCode;
  };
  addCheck(program, finish);
  addReplay(program, finish);
  addExport(program, finish);
  addList(program, finish);
  addInit(program, finish);
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return fail(error, wantsJson(argv));
  }
}

/** Says what went wrong in the voice it deserves and returns the exit code. */
function fail(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === "commander.help") return 2;
    return failWith(misuseOf(error), json);
  }
  if (error instanceof Misuse) return failWith(error, json);
  const text = error instanceof Error ? (error.stack ?? error.message) : show(error);
  process.stderr.write(`internal: ${text.replace(/^(Error: )?(internal: )?/, "")}\n`);
  return 2;
}

function failWith(misuse: Misuse, json: boolean): number {
  complain(misuse);
  if (json) process.stdout.write(jsonError(misuse));
  return 2;
}

/** What commander objects to, as a misuse; its own suggestion is the remedy. */
function misuseOf({ message }: CommanderError): Misuse {
  const [what = "", meant] = message.replace(/^error: /, "").split("\n");
  return new Misuse("bad-command-line", what, meant?.replace(/[()]/g, "") ?? "see: allocheck --help");
}

/** Whether the result was to be JSON on stdout, so that an error is too. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) =>
      word === "--json" || word === "--reporter=json" || (word === "json" && argv[i - 1] === "--reporter"),
  );
}
