/** `allocheck export`: the specification in another tool's language. */
import { type Command, Option } from "commander";
import { writeWhole } from "../../counterexamples/write-whole.js";
import { Misuse } from "../../model/basics/misuse.js";
import { withoutIdle } from "../../model/words/idle-bounds.js";
import { boundsAmong, type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { promelaModel } from "../../report/formats/promela.js";
import { addExamples, type Example } from "../input/help.js";
import { numberOption } from "../input/number-option.js";
import { modulesOption, SCOPE_OPTIONS } from "../input/options.js";
import { toStdout } from "../output/terminal.js";

const EXAMPLES: readonly Example[] = [
  ["export spec --as promela > spec.pml", "a model that Spin reads"],
  ["export spec --as promela --frames 7 --out spec.pml", "in another scope"],
];

interface ExportOptions extends ScopeOptions {
  readonly as: "promela";
  readonly out?: string;
}

/** Adds the command; `finish` gets the exit code. */
export function addExport(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("export")
    .summary("write the specification for another tool")
    .description("Writes the specification of a scope as a model that another checker reads.")
    .argument("<spec>", "what to export")
    .addOption(
      new Option("--as <FORMAT>", "the language of the model").choices(["promela"]).makeOptionMandatory(),
    )
    .option("--out <FILE>", "write to a file instead of stdout");
  for (const option of Object.values(SCOPE_OPTIONS)) command.addOption(numberOption(option));
  command.addOption(modulesOption());
  addExamples(command, EXAMPLES);
  command.action((what: string, { out, modules, ...options }: ExportOptions) => {
    if (what !== "spec")
      throw new Misuse("unknown-export", `there is no export of ${what}`, "use: allocheck export spec");
    const scope = scopeOf({ ...boundsAmong(options), modules });
    const text = promelaModel(withoutIdle(scope, "the specification"));
    if (out === undefined) toStdout(text);
    else writeWhole(out, text);
    finish(0);
  });
}
