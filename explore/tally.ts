/** What was tried so far, and how often each outcome came up. */
import { bitCount } from "../model/bits.js";
import type { Judgement } from "../model/judgement.js";
import type { Specification } from "../model/specification.js";
import { COMMAND_KINDS } from "../model/vocabulary.js";
import { type Demands, SKIP } from "./demands.js";

/** Counts at one moment, over complete levels when taken between them. */
export interface Counts {
  readonly tried: number;
  readonly transitions: number;
  /** `kind:outcome` to how often, without those that never came out; reasons joined by `+`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reachedFull: boolean;
  readonly emptyAgain: boolean;
}

export class Tally {
  tried = 0;
  transitions = 0;
  /** Whether some state had no free frame, and whether some command led back to all frames free. */
  reachedFull = false;
  emptyAgain = false;
  /** How often each slot came out as demanded. */
  readonly counts: Float64Array;
  /** For each kind how often a legal command was refused with the contract's leave. */
  readonly refusedLegal = new Float64Array(COMMAND_KINDS.length);
  /** The commands of one word by their sets of true reasons, while they are counted. */
  private readonly parts: Int32Array;
  private readonly exhausted: number;

  constructor(
    private readonly demands: Demands,
    { judgement, views }: Specification,
  ) {
    this.counts = new Float64Array(demands.names.length);
    this.parts = new Int32Array(1 << Math.max(...judgement.groups.map((group) => group.reasons)));
    this.exhausted = views.offset("exhausted");
  }

  /**
   * Counts the commands of word `w` of group `g` that are in `those`, each in the slot of its true
   * reasons, as coming out as promised, and returns the legal ones among them. A command that comes
   * out otherwise is taken back with `uncount`.
   */
  countWord({ sets, groups }: Judgement, g: number, w: number, those: number): number {
    const { parts, counts } = this;
    const { asked, base: bases } = this.demands;
    const group = groups[g]!;
    const base = bases[group.first]!;
    parts[0] = those;
    for (let i = 0; i < group.reasons; i++) {
      const set = sets[group.at + i * group.words + w]!;
      for (let mask = 0; mask < 1 << i; mask++) {
        const part = parts[mask]!;
        parts[mask] = part & ~set;
        parts[mask | (1 << i)] = part & set;
      }
    }
    for (let mask = 0; mask < 1 << group.reasons; mask++) {
      const part = parts[mask]!;
      if (part === 0 || asked[base + mask] === SKIP) continue;
      const count = bitCount(part);
      this.tried += count;
      counts[base + mask]! += count;
    }
    return asked[base] === SKIP ? 0 : parts[0]!;
  }

  /** Takes back one count of a slot: the command came out otherwise. */
  uncount(slot: number): void {
    this.counts[slot]!--;
  }

  /** A legal command of a kind was refused with the contract's leave: counted as that instead. */
  recount(slot: number, kind: number): void {
    this.uncount(slot);
    this.refusedLegal[kind]!++;
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
    const add = (name: string, count: number) => {
      if (count > 0) outcomes[name] = (outcomes[name] ?? 0) + count;
    };
    this.demands.names.forEach((name, slot) => {
      add(name, this.counts[slot]!);
    });
    COMMAND_KINDS.forEach((kind, k) => {
      add(`${kind}:refused`, this.refusedLegal[k]!);
    });
    const { tried, transitions, reachedFull, emptyAgain } = this;
    return { tried, transitions, outcomes, reachedFull, emptyAgain };
  }
}
