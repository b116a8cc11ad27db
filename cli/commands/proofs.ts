/** `--proved`: what is proved of the rules, beside each run; once for all runs of the same modules. */
import type { Run } from "../../explore/check/verdict.js";
import { type Proof, prove } from "../../explore/proof/prove.js";
import { provedOf } from "../../explore/proof/proved.js";
import { Solver } from "../../explore/proof/solver.js";
import { coveredAmong } from "../../model/specification/covered.js";
import type { ModuleId } from "../../model/words/scope.js";
import type { Interrupt } from "../workers/interrupt.js";

/** The proofs of one command; `end` lets the process go. */
export class Proofs {
  private readonly made = new Map<string, Proof>();

  private constructor(
    private readonly solver: Solver,
    private readonly interrupt: Interrupt,
  ) {}

  /** Loads the solver. Throws a `Misuse` where it is not installed. */
  static async load(interrupt: Interrupt): Promise<Proofs> {
    return new Proofs(await Solver.load(), interrupt);
  }

  /** The run with what is proved of its modules; as it is where somebody has pressed Ctrl-C. */
  async beside(run: Run): Promise<Run> {
    if (this.interrupt.happened) return run;
    const { covered, notCovered } = coveredAmong(run.scope.modules);
    const proved = provedOf(await this.of(covered), notCovered);
    return { ...run, evidence: [...(run.evidence ?? []), proved] };
  }

  end(): void {
    this.solver.end();
  }

  private async of(modules: readonly ModuleId[]): Promise<Proof> {
    const key = modules.join("+");
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const { solver, interrupt } = this;
    const away = interrupt.onInterrupt(() => solver.interrupt());
    try {
      const goesOn = () => !interrupt.happened;
      const proof = await prove(modules, { solver, knockOuts: false, goesOn });
      this.made.set(key, proof);
      return proof;
    } finally {
      away();
    }
  }
}
