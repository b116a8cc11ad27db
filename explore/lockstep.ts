/**
 * An allocator and the specification in lockstep: a state is the abstract state and the allocator's bytes.
 *
 * `step` is the one step there is. The search calls it for every command in every state; a replay
 * calls it along a trace. So a replay cannot disagree with the search about what a command means.
 */
import type { AllocatorDefinition } from "../model/allocator.js";
import { lowestBit } from "../model/bits.js";
import type { Contract } from "../model/contracts.js";
import { type BoundEffect, bindInsteads } from "../model/instead.js";
import { bitsByGroup } from "../model/judgement.js";
import { isMisuse } from "../model/misuse.js";
import type { Specification } from "../model/specification.js";
import { NO_ANSWER, REFUSAL_WRITES, RESIZED, THREW } from "../properties/answers.js";
import type { Violation } from "../properties/property.js";
import { LOWEST_CODE } from "./answer-tables.js";
import type { Calls } from "./calls.js";
import { Demands, IGNORE, INSTEAD, MAY_REFUSE, REFUSE, SKIP } from "./demands.js";
import type { FindingLog } from "./finding-log.js";
import { Instance } from "./instance.js";
import { BROKE, MOVED, SKIPPED, STAYED } from "./outcome.js";
import { Placement } from "./placement.js";
import { CALL, COMMAND, GIVE, IDLE, NUMBER, Pulse, SCRUB } from "./pulse.js";
import type { StateImage } from "./state-image.js";
import { Successors } from "./successors.js";
import { type Suspicion, suspect } from "./suspicion.js";
import { Tally } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";

export class Lockstep implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  /** What the last step was answered and the rule it broke. */
  answer = 0;
  rule = "";
  /** What the last step threw, or how it lost the state. */
  thrown: unknown = undefined;
  violation: Violation | null = null;
  /** The numbers of the commands the allocator offers. */
  readonly offered: Int32Array;
  /** The same as bit sets: for each group of the judgement, for each of its words. */
  private readonly offeredBits: readonly Int32Array[];
  /** The masks of the commands of one word, while they are tried. */
  private readonly masks = new Uint8Array(32);
  private readonly scrubs: boolean;
  private readonly placement: Placement;
  readonly demands: Demands;
  /** The one that is driven, and its parts: another after a command that replaced its state. */
  main: Instance;
  private image: StateImage;
  private calls: Calls;
  private suspicion: Suspicion | null;
  /** Whether a command broke a rule in the state being expanded. */
  private brokeHere = false;
  private readonly specWords: number;
  private readonly instead: readonly (BoundEffect | null)[];

  /**
   * Makes a fresh allocator, and another that `rate` commands of each state are given again. Throws a
   * `Misuse` when the definition and the allocator do not fit.
   */
  constructor(
    readonly specification: Specification,
    private readonly definition: AllocatorDefinition,
    contract: Contract,
    readonly pulse: Pulse = new Pulse(),
    private readonly rate = 0,
  ) {
    this.kinds = specification.kinds;
    this.placement = new Placement(specification, definition);
    this.main = new Instance(definition, specification, pulse);
    ({ image: this.image, calls: this.calls, offered: this.offered } = this.main);
    this.scrubs = this.main.allocator.scrub !== undefined;
    this.offeredBits = bitsByGroup(specification.judgement.groups, this.offered);
    this.specWords = specification.layout.words;
    this.words = this.specWords + this.image.words;
    this.successors = new Successors(this.words, this.offered.length);
    this.demands = new Demands(specification, contract);
    this.tally = new Tally(this.demands, specification);
    this.instead = bindInsteads(contract, specification);
    this.suspicion = suspect(this.main, definition, this, rate);
  }

  initial(): void {
    this.successors.states.fill(0, 0, this.specWords);
    this.pulse.during(SCRUB, () => this.main.allocator.scrub?.());
    this.image.save(this.successors.states, this.specWords);
  }

  expand(store: Int32Array, at: number, from: number, log: FindingLog, before?: number): number {
    const { specification, tally, masks } = this;
    // Plain stores: what a method of the pulse would add, the compiler no longer inlines of the step.
    const { cells } = this.pulse;
    const { groups } = specification.judgement;
    const few = before === undefined ? null : this.offered.filter((c) => c < before);
    const tried = few === null ? this.offeredBits : bitsByGroup(groups, few);
    cells[NUMBER] = log.state;
    cells[CALL] = GIVE;
    specification.look(store, at);
    tally.noteState(specification);
    this.restore(store, at);
    this.brokeHere = false;
    let found = from;
    for (let g = 0; g < groups.length; g++) {
      const { first, words } = groups[g]!;
      for (let w = 0; w < words; w++) {
        const offered = tried[g]![w]!;
        if (offered === 0) continue;
        tally.countAll(specification.judgement, g, w, offered);
        specification.judgement.masks(g, w, masks);
        for (let bits = offered; bits !== 0; bits &= bits - 1) {
          const bit = lowestBit(bits);
          const c = first + 32 * w + bit;
          cells[COMMAND] = c;
          found += this.tryOne(c, masks[bit]!, store, at, found, log);
        }
      }
    }
    const { suspicion } = this;
    if (suspicion !== null && !this.brokeHere && before === undefined) {
      suspicion.sample(store, at, from, found, log);
      if (!suspicion.whole) this.renew();
    }
    cells[CALL] = IDLE;
    return found;
  }

  /** Gives one command and goes back; returns how many successors, 0 or 1, were written as number `to`. */
  private tryOne(c: number, mask: number, store: Int32Array, at: number, to: number, log: FindingLog) {
    const outcome = this.step(c, mask, store, at, to * this.words);
    if (outcome <= STAYED) return 0;
    this.restore(store, at);
    if (outcome === BROKE) {
      this.brokeHere = true;
      log.note(this.rule, this.kinds[c]!, c, this.answer);
      return 0;
    }
    this.successors.commands[to] = c;
    this.successors.answers[to] = this.answer;
    return 1;
  }

  inspect(store: Int32Array, at: number, state: number): string | null {
    this.restore(store, at);
    const looked = this.main.lookAt(store, at, at + this.specWords, state);
    if (looked === null) return null;
    this.violation = looked.violation;
    this.thrown = looked.thrown;
    return looked.rule;
  }

  /** Puts the bytes of the state at `store[at]` into the allocator. */
  restore(store: Int32Array, at: number): void {
    this.image.load(store, at + this.specWords);
  }

  /** How the allocator's bytes differ from those of the state at the beginning of `state`, in words. */
  changedBytes(state: Int32Array): string {
    return this.image.describeChange(state, this.specWords);
  }

  /**
   * Gives command number `c`, of which `mask` holds the true reasons, in the state at `store[at]`, which
   * the specification has looked at and whose bytes the allocator holds, and judges the answer. Where it
   * moved, the successor is at `successors.states[to]`; where it broke, `rule` and `answer` say how.
   */
  step(c: number, mask: number, store: Int32Array, at: number, to: number): number {
    const { demands, pulse } = this;
    const slot = demands.base[c]! + mask;
    const asked = demands.asked[slot]!;
    if (asked === SKIP) return SKIPPED;
    let answer: number;
    try {
      answer = this.calls.give(c);
      if (this.scrubs) {
        pulse.calling(SCRUB);
        this.main.allocator.scrub!();
        pulse.calling(GIVE);
      }
    } catch (error) {
      pulse.calling(GIVE);
      if (isMisuse(error)) throw error; // what the friendly door cannot copy is no fault of the allocator
      this.thrown = error;
      return this.broke(THREW.id, slot, Number.NaN);
    }
    this.answer = answer;
    if (!this.image.isOf(this.main.allocator.state)) return this.resized(slot, answer);
    if (typeof answer !== "number" || (answer | 0) !== answer || answer < LOWEST_CODE)
      return this.broke(NO_ANSWER.id, slot, answer);
    if (asked === IGNORE) {
      if (!this.changed(store, at)) return STAYED;
      this.copySpec(store, at, to);
      return this.moved(to);
    }
    return answer < 0 ? this.refused(slot, c, store, at) : this.accepted(asked, slot, c, store, at, to);
  }

  private refused(slot: number, c: number, store: Int32Array, at: number): number {
    const { demands, answer } = this;
    const right = demands.rightCodes[slot]!;
    if (((right >>> -answer) & 1) === 0)
      return this.broke(right === 0 ? demands.ifRefused[slot]! : demands.ifFalse[slot]!, slot, answer);
    if (this.changed(store, at)) return this.broke(REFUSAL_WRITES.id, slot, answer);
    if (demands.asked[slot] === MAY_REFUSE) this.tally.recount(slot, this.kinds[c]!);
    return STAYED;
  }

  private accepted(asked: number, slot: number, c: number, store: Int32Array, at: number, to: number) {
    const { specification, tally, answer, successors } = this;
    if (asked === REFUSE) return this.broke(this.demands.ifAccepted[slot]!, slot, answer);
    const framed = this.placement.framed[c] === 1;
    const misplaced = framed ? this.placement.broken(c, answer) : null;
    if (misplaced !== null) return this.broke(misplaced, slot, answer);
    tally.transitions++;
    if (asked === INSTEAD) {
      this.copySpec(store, at, to);
      this.instead[c]!(successors.states, to);
    } else specification.effects.apply(c, framed ? answer : 0, successors.states, to);
    tally.noteSuccessor(successors.states, to, this.specWords);
    return this.moved(to);
  }

  /** The bytes are elsewhere now, so this allocator cannot be taken back to any state: go on with another. */
  private resized(slot: number, answer: number): number {
    this.violation = this.image.explainOther(this.main.allocator.state);
    this.renew();
    return this.broke(RESIZED.id, slot, answer);
  }

  private renew(): void {
    this.main = new Instance(this.definition, this.specification, this.pulse, this.main);
    this.image = this.main.image;
    this.calls = this.main.calls;
    this.suspicion = suspect(this.main, this.definition, this, this.rate);
  }

  private changed(store: Int32Array, at: number): boolean {
    return this.image.differs(store, at + this.specWords);
  }

  private copySpec(store: Int32Array, at: number, to: number): void {
    const { states } = this.successors;
    for (let w = 0; w < this.specWords; w++) states[to + w] = store[at + w]!;
  }

  /** Adds the allocator's bytes to the successor. */
  private moved(to: number): number {
    this.image.save(this.successors.states, to + this.specWords);
    return MOVED;
  }

  private broke(rule: string, slot: number, answer: number): number {
    this.tally.uncount(slot);
    this.rule = rule;
    this.answer = answer;
    return BROKE;
  }
}
