/** Several CPUs of which each has commands of its own to run, one after the other, and no others. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { FindingLog } from "../search/finding-log.js";
import type { Pulse } from "../search/pulse.js";
import { SeveralCpus } from "./several-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";

/** For each CPU the numbers of its commands, in their order. */
export type Script = readonly (readonly number[])[];

/** How many of its commands a CPU has begun, as a byte of one word. */
const BITS = 8;
export const MOST_SCRIPTED = (1 << BITS) - 1;

export class ScriptedCpus extends SeveralCpus {
  /** For each CPU how many of its commands were begun in some interleaving. */
  readonly most: number[];
  /** Whether one interleaving has begun them all. */
  hasBegunAll = false;
  private readonly whole: number;

  constructor(
    specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    private readonly script: Script,
    pulse: Pulse,
  ) {
    super(specification, definition, contract, { mostSwitches: Number.POSITIVE_INFINITY, pulse, further: 1 });
    this.most = script.map(() => 0);
    this.whole = script.reduce((word, own, cpu) => word | (own.length << (BITS * cpu)), 0);
  }

  protected override beginEach(
    store: Int32Array,
    at: number,
    cpu: number,
    from: number,
    log: FindingLog,
    before: number,
  ): number {
    const { furtherAt } = this.shared;
    const begun = (store[at + furtherAt]! >>> (BITS * cpu)) & MOST_SCRIPTED;
    const c = this.script[cpu]?.[begun];
    if (c === undefined || cpu * this.commands + c >= before) return from;
    const found = this.beginOne(store, at, cpu, c, from, log);
    if (found > from) {
      const word = (store[at + furtherAt]! + (1 << (BITS * cpu))) | 0;
      this.successors.states[from * this.words + furtherAt] = word;
      this.most[cpu] = Math.max(this.most[cpu]!, begun + 1);
      if (word === this.whole) this.hasBegunAll = true;
    }
    return found;
  }
}
