/**
 * Several CPUs with fewer states, for a verdict and no trace: sections under a lock are one step each, and
 * CPUs that are alike are sorted.
 *
 * Why no rule is broken unseen. Take any interleaving that breaks one. In a section under lock L let each
 * access be to a cell that everybody accesses under L alone: then no other CPU has accessed it since L was
 * taken, and none has unlocked L. So these accesses, and the unlock, can be made earlier, right after L was
 * taken, and every CPU reads what it read. A section that had not come to its end is run on: nobody else saw
 * any of it. That is an interleaving of this system. A command then is over sooner, so it overlaps fewer
 * others: what explains its answers is among what explained them before, and a contract gives leave to refuse
 * no more often. What nothing explained nothing explains now, and what clients may begin they may still.
 *
 * That everybody accesses a cell under L is looked at by the same search: every access of the interleaving up
 * to the first without L is made here as well, so that the first is seen. The lock that is taken next, and
 * what begins anew, are steps of their own.
 *
 * Why no warning is lost. It is about a cell whose accesses have no lock in common. So no section relies on
 * that cell, each access to it begins a step and is noted, and all are made here that are made at all. Which
 * commands run beside an access would not do: here they are fewer.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Pulse } from "../search/pulse.js";
import { CommonLocks } from "./common-locks.js";
import { CpuOrder } from "./cpu-order.js";
import { MADE } from "./cpu-step.js";
import * as L from "./locals.js";
import { SeveralCpus } from "./several-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";

export class FusedCpus extends SeveralCpus {
  readonly common: CommonLocks;
  /** What sorts CPUs; `null` where each runs a program of its own. */
  private readonly order: CpuOrder | null;

  /** `open` are cells that are known to be accessed without a lock. */
  constructor(
    specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    pulse: Pulse,
    open: readonly number[],
  ) {
    super(specification, definition, contract, { mostSwitches: Number.POSITIVE_INFINITY, pulse });
    this.common = new CommonLocks(this.locals.lockSets, this.memory.layout.length, open);
    const { shared, explanations, memory } = this;
    this.order = definition.steps.perCpu ? null : new CpuOrder(shared, explanations, memory.locks.length);
  }

  /** Makes an access and those that no other CPU can tell from it. */
  override step(store: Int32Array, at: number, cpu: number, local: number, to: number): number {
    const { locals, shared, successors } = this;
    const { states } = successors;
    this.see(local);
    let outcome = super.step(store, at, cpu, local, to);
    const answered = this.read;
    while (outcome === MADE) {
      const next = states[to + shared.cpusAt + cpu]!;
      // What begins anew is a root: a loop of such would never come to an end in here.
      if (next === L.IDLE || locals.isRoot(next) || !this.isInside(next)) break;
      this.see(next);
      outcome = super.step(states, to, cpu, next, to);
    }
    this.read = answered;
    if (outcome === MADE) this.order?.sort(states, to);
    return outcome;
  }

  private see(local: number): void {
    const { kind, place, held } = this.locals;
    if (kind[local]! < L.LOCK) this.common.see(place[local]!, held[local]!);
  }

  /** Whether the next access of a local state is within a section that it is in. */
  private isInside(local: number): boolean {
    const { kind, place, held, lockSets } = this.locals;
    if (kind[local] === L.UNLOCK) return lockSets.sets[held[local]!]!.includes(place[local]!);
    return kind[local]! < L.LOCK && this.common.relyOn(place[local]!, held[local]!);
  }
}
