/** `allocheck prove`: whether the rules keep the invariants for any number of frames, owners and slices. */
import type { Command } from "commander";
import { writeWhole } from "../../counterexamples/write-whole.js";
import { type Proof, prove } from "../../explore/proof/prove.js";
import { Solver } from "../../explore/proof/solver.js";
import { coveredAmong, type Uncovered } from "../../model/specification/covered.js";
import { inOrder, MODULE_IDS, type ModuleId } from "../../model/words/scope.js";
import { proofScript } from "../../properties/proof/script-file.js";
import { columnsOf, wrap } from "../../report/lines/wrap.js";
import { proofLines } from "../../report/text/proof-text.js";
import { addExamples, addNote, type Example } from "../input/help.js";
import { modulesOption, type OutputOptions, outputsOf, reporterOption } from "../input/options.js";
import { probePlaces, send } from "../output/output.js";
import { toStderr } from "../output/terminal.js";
import type { Interrupt } from "../workers/interrupt.js";

const EXAMPLES: readonly Example[] = [
  ["prove", "the rules of the core"],
  ["prove --all", "each module with those it builds on"],
  ["prove --smt2 core.smt2", "for a solver of your own"],
];

interface ProveOptions extends OutputOptions {
  readonly modules?: readonly ModuleId[];
  readonly all?: boolean;
  readonly smt2?: string;
  readonly quiet?: boolean;
}

/** Adds the command; `finish` gets the exit code. */
export function addProve(program: Command, finish: (code: number) => void, interrupt: Interrupt): void {
  const command = program
    .command("prove")
    .summary("prove the rules for any number of frames")
    .description(
      "Asks z3 whether the rules of the specification keep its invariants for any number of frames, owners " +
        "and slices, and what each rule is needed for. It is about the specification, not about any allocator.",
    )
    .addOption(modulesOption("those of the core when not given"))
    .option("--all", "each module with those it builds on, one after the other")
    .option("--smt2 <FILE>", "write the proof as SMT-LIB, and ask no solver")
    .addOption(reporterOption())
    .option("--json", "short for --reporter json")
    .option("--quiet", "nothing on stderr but misuse and faults")
    .option("--no-color", "no colour")
    .action(async (options: ProveOptions) => finish(await run(options, interrupt)));
  addExamples(command, EXAMPLES);
  addNote(
    command,
    "Exit codes: 0 all is proved, 1 a rule is missing (a state is shown from which an invariant breaks), 3 the " +
      "solver gave up on something or a module has no formulas, 2 misuse. Needs the package z3-solver, but for " +
      "--smt2.",
  );
}

async function run(options: ProveOptions, interrupt: Interrupt): Promise<number> {
  const { modules = ["core"], all = false, smt2, quiet = false, color } = options;
  const outputs = outputsOf(options);
  const asked = all ? MODULE_IDS.map((id) => inOrder([id])) : [modules];
  const { notCovered } = coveredAmong([...new Set(asked.flat())]);
  const covered = asked.filter((set) => coveredAmong(set).notCovered.length === 0);
  if (smt2 !== undefined) {
    writeWhole(smt2, proofScript(covered));
    return notCovered.length === 0 ? 0 : 3;
  }
  probePlaces(outputs, undefined);
  const solver = await Solver.load();
  interrupt.listen();
  const away = interrupt.onInterrupt(() => solver.interrupt());
  const proofs: Proof[] = [];
  try {
    for (const set of covered)
      if (!interrupt.happened)
        proofs.push(
          await prove(set, {
            solver,
            goesOn: () => !interrupt.happened,
            onProgress: (step, done) => progress(quiet, `${set.at(-1)}: ${step}, ${done} done`),
          }),
        );
  } finally {
    progress(quiet, "");
    away();
    solver.end();
  }
  const sent = send(
    outputs,
    {
      json: { proofs, notCovered },
      lines: (style) => [
        ...proofs.flatMap((proof, i) => [...(i === 0 ? [] : [""]), ...proofLines(proof, style)]),
        ...notCovered.flatMap(({ module, why }) =>
          wrap(`not covered: the module ${module} ${why}`, style.width),
        ),
      ],
    },
    color,
  );
  if (!sent) return 2;
  return interrupt.exitCode ?? exitCodeOf(proofs, notCovered);
}

/** A line that is drawn over, on a terminal alone. */
function progress(quiet: boolean, text: string): void {
  if (!quiet && process.stderr.isTTY)
    toStderr(`\r\x1b[K${text.slice(0, columnsOf(process.stderr.columns) - 1)}`);
}

function exitCodeOf(proofs: readonly Proof[], notCovered: readonly Uncovered[]): number {
  const open = proofs.flatMap(({ open }) => open);
  if (open.some(({ kind }) => kind === "broken")) return 1;
  const unsaid = proofs.some(({ rules }) => rules.some(({ unknown }) => unknown.length > 0));
  return open.length > 0 || unsaid || notCovered.length > 0 ? 3 : 0;
}
