/**
 * All commands of one state, given one after the other from the same bytes.
 *
 * Nine of ten are refused, rightly and without a change. Those take a short way here, which keeps what it
 * needs in locals; whatever it does not know to be right goes the whole way, through `Lockstep`.
 */

import { lowestBit } from "../../model/basics/bits.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { bitsByGroup } from "../../model/specification/refusal-sets.js";
import { LOWEST_CODE } from "../../model/words/reasons.js";
import type { FindingLog } from "../search/finding-log.js";
import { CALL, COMMAND, GIVE, IDLE, NUMBER } from "../search/pulse.js";
import type { Instance } from "./instance.js";
import type { Lockstep } from "./lockstep.js";
import { BROKE, STAYED } from "./outcome.js";
import { type Resampling, resamplingOf } from "./resampling.js";
import { FEW_REASONS } from "./tally.js";
import { REFUSE } from "./verdict-table.js";

/** How far the command at which the short way ended had come. */
const NOT_GIVEN = 0;
const ANSWERED = 1;
const THREW = 2;

export class Expansion {
  /** The commands offered, as bit sets: for each group of the judgement, for each of its words. */
  private readonly offered: readonly Int32Array[];
  private suspicion: Resampling | null;
  /** The instance that `suspicion` is about. */
  private main: Instance;
  /** Whether a command broke a rule in the state being expanded. */
  private broke = false;
  /** How the short way ended: how far its last command had come, and what it was answered or threw. */
  private ended = NOT_GIVEN;
  private answer = 0;
  private thrown: unknown = undefined;

  /** `rate` is how many commands of each state, on average, are given again to another instance. */
  constructor(
    private readonly lockstep: Lockstep,
    private readonly definition: AllocatorDefinition,
    private readonly rate: number,
  ) {
    this.offered = bitsByGroup(lockstep.specification.judgement.groups, lockstep.offered);
    this.main = lockstep.main;
    this.suspicion = resamplingOf(this.main, definition, lockstep, rate);
  }

  /** What `TransitionSystem.expand` says. */
  expand(store: Int32Array, at: number, from: number, log: FindingLog, before?: number): number {
    const { lockstep } = this;
    const { specification, tally } = lockstep;
    const { judgement } = specification;
    const { groups } = judgement;
    const offered = before === undefined ? this.offered : this.offeredBefore(before);
    // Plain stores: what a method of the pulse would add, the compiler no longer inlines.
    const { cells } = lockstep.pulse;
    cells[NUMBER] = log.state;
    cells[CALL] = GIVE;
    specification.look(store, at);
    tally.noteState(specification);
    lockstep.restore(store, at);
    this.broke = false;
    let found = from;
    for (let g = 0; g < groups.length; g++)
      for (let w = 0; w < groups[g]!.words; w++) {
        const those = offered[g]![w]!;
        if (those === 0) continue;
        tally.countAll(judgement, g, w, those);
        found = this.giveWord(g, w, those, store, at, found, log);
      }
    if (before === undefined && (!this.broke || log.goesOn)) this.doubt(store, at, from, found, log);
    cells[CALL] = IDLE;
    return found;
  }

  /** Gives the commands of word `w` of group `g` that are in `those`; returns the number after the last. */
  private giveWord(
    g: number,
    w: number,
    those: number,
    store: Int32Array,
    at: number,
    from: number,
    log: FindingLog,
  ): number {
    const { lockstep } = this;
    const { first } = lockstep.specification.judgement.groups[g]!;
    let found = from;
    for (let bits = those; bits !== 0; bits &= bits - 1) {
      bits = this.giveRefused(g, w, bits, store, at);
      if (bits === 0) break;
      const c = first + 32 * w + lowestBit(bits);
      const outcome = this.goOn(c, store, at, found * lockstep.words);
      if (outcome <= STAYED) continue;
      lockstep.restore(store, at);
      if (outcome === BROKE) {
        this.broke = true;
        log.note(lockstep.rule, lockstep.kinds[c]!, c, lockstep.answer);
        continue;
      }
      lockstep.successors.commands[found] = c;
      lockstep.successors.answers[found] = lockstep.answer;
      found++;
    }
    return found;
  }

  /**
   * Gives commands as long as they must be refused and are, without a change. Returns those that are left,
   * the first of which is another; `ended` says how far that one has come.
   */
  private giveRefused(g: number, w: number, those: number, store: Int32Array, at: number): number {
    const { demands, specification, pulse } = this.lockstep;
    const { allocator, calls, image } = this.lockstep.main;
    const { judgement, layout } = specification;
    const { cells } = pulse;
    const { asked } = demands;
    const group = judgement.groups[g]!;
    const first = group.first + 32 * w;
    const base = demands.base[first]!;
    const set0 = judgement.refusedBy(0, g, w);
    const set1 = judgement.refusedBy(1, g, w);
    const set2 = judgement.refusedBy(2, g, w);
    const bytes = at + layout.words;
    this.ended = NOT_GIVEN;
    if (allocator.scrub !== undefined || group.reasons > FEW_REASONS) return those;
    let bits = those;
    try {
      for (; bits !== 0; bits &= bits - 1) {
        const bit = lowestBit(bits);
        const mask = ((set0 >>> bit) & 1) | (((set1 >>> bit) & 1) << 1) | (((set2 >>> bit) & 1) << 2);
        const slot = base + mask;
        if (asked[slot] !== REFUSE) return bits;
        cells[COMMAND] = first + bit;
        const answer = calls.give(first + bit);
        const isRight =
          typeof answer === "number" &&
          (answer | 0) === answer &&
          answer < 0 &&
          answer >= LOWEST_CODE &&
          demands.isRight(slot, answer);
        if (isRight && image.isOf(allocator.state) && !image.hasChanged(store, bytes)) continue;
        this.ended = ANSWERED;
        this.answer = answer;
        return bits;
      }
    } catch (error) {
      this.ended = THREW;
      this.thrown = error;
    }
    return bits;
  }

  /** Takes the whole way with a command, from where the short one ended. */
  private goOn(c: number, store: Int32Array, at: number, to: number): number {
    const { lockstep, ended } = this;
    lockstep.pulse.cells[COMMAND] = c;
    const mask = lockstep.specification.judge(c);
    switch (ended) {
      case NOT_GIVEN:
        return lockstep.step(c, mask, store, at, to);
      case ANSWERED:
        return lockstep.judge(c, mask, this.answer, store, at, to);
      default:
        return lockstep.threw(c, mask, this.thrown);
    }
  }

  private doubt(store: Int32Array, at: number, from: number, to: number, log: FindingLog): void {
    const { lockstep } = this;
    if (this.main !== lockstep.main) this.suspectAnew();
    if (this.suspicion === null) return;
    this.suspicion.sample(store, at, from, to, log);
    if (this.suspicion.whole) return;
    lockstep.renew();
    this.suspectAnew();
  }

  private suspectAnew(): void {
    this.main = this.lockstep.main;
    this.suspicion = resamplingOf(this.main, this.definition, this.lockstep, this.rate);
  }

  private offeredBefore(command: number): Int32Array[] {
    const { specification, offered } = this.lockstep;
    return bitsByGroup(
      specification.judgement.groups,
      offered.filter((c) => c < command),
    );
  }
}
