/**
 * What a contract asks for each set of true reasons, and how often each came out.
 *
 * A slot stands for a command kind and the mask of reasons that `Specification.judge` yielded.
 */
import { type Contract, decidingPromise } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import { boundBit, reasonsIn, type Specification } from "../model/specification.js";
import { COMMAND_KINDS, type CommandKind } from "../model/vocabulary.js";

/** What is asked of the allocator where a slot applies. */
export const SKIP = 0;
export const ACCEPT = 1;
export const MAY_REFUSE = 2;
export const REFUSE = 3;
export const INSTEAD = 4;
export const IGNORE = 5;

/** Counts at one moment, over complete levels when taken between them. */
export interface Counts {
  readonly tried: number;
  readonly transitions: number;
  /** `kind:outcome` to how often, without those that never came out; reasons joined by `+`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reachedFull: boolean;
  readonly emptyAgain: boolean;
}

/** The slots of one specification under one contract, with their running counts. */
export class Tally {
  tried = 0;
  transitions = 0;
  /** Whether some state had no free frame, and whether some command led back to all frames free. */
  reachedFull = false;
  emptyAgain = false;
  /** For each command number the slot of its mask 0; the slot of a mask is that plus the mask. */
  readonly base: Int32Array;
  /** What is asked where a slot applies: one of the constants above. */
  readonly asked: Uint8Array;
  readonly counts: Float64Array;
  /** For each slot that must be refused the rule that accepting it breaks. */
  readonly rules: readonly string[];
  /** For each kind the slot that counts legal commands refused with the contract's leave. */
  readonly refusedLegal: Int32Array;
  private readonly names: readonly string[];
  private readonly exhausted: number;

  constructor(specification: Specification, contract: Contract) {
    const names: string[] = [];
    const asked: number[] = [];
    const rules: string[] = [];
    const bases = COMMAND_KINDS.map((kind) => {
      const base = names.length;
      for (let mask = 0; mask < 2 * boundBit(ruleOf(kind)); mask++) {
        names.push(outcomeName(kind, mask));
        asked.push(askedOf(contract, kind, mask));
        rules.push(decidingRule(contract, kind, mask));
      }
      return base;
    });
    this.refusedLegal = Int32Array.from(COMMAND_KINDS, (kind) => names.push(`${kind}:refused`) - 1);
    this.base = Int32Array.from(specification.kinds, (kind) => bases[kind]!);
    this.asked = Uint8Array.from([...asked, ...COMMAND_KINDS.map(() => SKIP)]);
    this.counts = new Float64Array(names.length);
    this.rules = rules;
    this.names = names;
    this.exhausted = specification.views.offset("exhausted");
  }

  /** Looks whether the state that `specification` last looked at has no free frame. */
  noteState(specification: Specification): void {
    if (specification.views.bits[this.exhausted] === 1) this.reachedFull = true;
  }

  /** Looks whether an accepted command led to the abstract state in which every frame is free: all zeros. */
  noteSuccessor(states: Int32Array, at: number, words: number): void {
    for (let w = 0; w < words; w++) if (states[at + w] !== 0) return;
    this.emptyAgain = true;
  }

  /** The counts so far, by name. */
  snapshot(): Counts {
    const outcomes: Record<string, number> = {};
    this.names.forEach((name, slot) => {
      const count = this.counts[slot]!;
      if (count > 0) outcomes[name] = (outcomes[name] ?? 0) + count;
    });
    const { tried, transitions, reachedFull, emptyAgain } = this;
    return { tried, transitions, outcomes, reachedFull, emptyAgain };
  }
}

function outcomeName(kind: CommandKind, mask: number): string {
  const reasons = reasonsIn(kind, mask).sort();
  return `${kind}:${reasons.length === 0 ? "accepted" : reasons.join("+")}`;
}

function decidingRule(contract: Contract, kind: CommandKind, mask: number): string {
  const reasons = reasonsIn(kind, mask);
  return reasons.length === 0 ? "" : `${kind}/${decidingPromise(contract, kind, reasons).reason}`;
}

function askedOf(contract: Contract, kind: CommandKind, mask: number): number {
  const rule = ruleOf(kind);
  const beyond = rule.bound !== null && (mask & boundBit(rule)) !== 0;
  const reasons = reasonsIn(kind, mask);
  if (reasons.length === 0) return beyond ? SKIP : contract.mayRefuse[kind] ? MAY_REFUSE : ACCEPT;
  const { promise } = decidingPromise(contract, kind, reasons);
  switch (promise.kind) {
    case "precondition":
      return SKIP;
    case "must-refuse":
      return REFUSE;
    case "may-ignore":
      return IGNORE;
    case "instead":
      return beyond ? SKIP : INSTEAD;
  }
}
