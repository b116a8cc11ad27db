/** What several CPUs did so far, and how their commands came out. */
import type { Specification } from "../../model/specification/specification.js";
import type { Counter, Counts } from "../search/transition-system.js";
import type { VerdictTable } from "../systems/verdict-table.js";
import type { Explanations } from "./explanations.js";

export class SteppedTally implements Counter {
  /** Accesses made, commands begun, and how many accesses broke a rule. */
  transitions = 0;
  begun = 0;
  broken = 0;
  private reachedFull = false;
  private emptyAgain = false;
  private readonly counts: Float64Array;
  private readonly left: Float64Array;
  /** Sets of explanations that were looked at. */
  private readonly noted: boolean[] = [];
  private readonly exhausted: number;

  constructor(
    private readonly demands: VerdictTable,
    private readonly specification: Specification,
  ) {
    this.counts = new Float64Array(demands.names.length);
    this.left = new Float64Array(demands.names.length);
    this.exhausted = specification.views.offsets.exhausted;
  }

  /** A command came out as a slot says. */
  count(slot: number): void {
    this.counts[slot]!++;
  }

  /** A command was not begun, since a slot leaves it to the client. */
  leave(slot: number): void {
    this.left[slot]!++;
  }

  /** Looks whether in a set of explanations no frame is free, or all are as at the beginning. */
  note({ sets, width, stateWords }: Explanations, number: number): void {
    if (this.noted[number] === true) return;
    this.noted[number] = true;
    const set = sets[number]!; // the caller's number of a set
    const { specification } = this;
    for (let at = 0; at < set.length; at += width) {
      specification.views.look(set, at);
      if (specification.views.bits[this.exhausted] === 1) this.reachedFull = true;
      if (set.subarray(at, at + stateWords).every((word, w) => word === specification.initial[w]))
        this.emptyAgain = true;
    }
  }

  snapshot(): Counts {
    const outcomes: Record<string, number> = {};
    const leftToClient: Record<string, number> = {};
    const add = (to: Record<string, number>, name: string, count: number) => {
      if (count > 0) to[name] = (to[name] ?? 0) + count;
    };
    this.demands.names.forEach((name, slot) => {
      add(outcomes, name, this.counts[slot]!);
      if (this.demands.leftToClient[slot] === 1)
        add(leftToClient, this.demands.ifAccepted[slot]!, this.left[slot]!);
    });
    const { transitions, begun, broken, reachedFull, emptyAgain } = this;
    return { tried: begun, transitions, broken, outcomes, leftToClient, reachedFull, emptyAgain };
  }

  save(): void {
    throw ONE_WORKER;
  }

  sum(): Counts {
    throw ONE_WORKER;
  }
}

/** The numbers of local states mean something in one thread alone. */
const ONE_WORKER = new Error("internal: several workers search the states of several CPUs");
