/**
 * An allocator and the specification in lockstep: a state is the abstract state and the allocator's bytes.
 *
 * `step` is the one step there is. The search calls it for every command in every state; a replay
 * calls it along a trace. So a replay cannot disagree with the search about what a command means.
 */

import { blaming } from "../../model/basics/blame.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { OutOfMemory } from "../../model/basics/out-of-memory.js";
import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition, Role } from "../../model/socket/allocator.js";
import type { Image } from "../../model/socket/image.js";
import { type Growth, growthOf } from "../../model/specification/growth-moves.js";
import type { Specification } from "../../model/specification/specification.js";
import { LOWEST_CODE } from "../../model/words/reasons.js";
import {
  ABOUT_STATE,
  GROWN,
  HANGS,
  NO_ANSWER,
  REFUSAL_WRITES,
  RESIZED,
  thrownRule,
} from "../../properties/answers.js";
import type { Violation } from "../../properties/property.js";
import type { FindingLog } from "../search/finding-log.js";
import { GIVE, Pulse, SCRUB } from "../search/pulse.js";
import { Successors } from "../search/successors.js";
import type { TransitionSystem } from "../search/transition-system.js";
import type { Calls } from "./calls.js";
import { ContractedEffects } from "./contracted-effects.js";
import { Expansion } from "./expansion.js";
import { Instance } from "./instance.js";
import { keepingSlices } from "./kept-slices.js";
import { leaveIn } from "./leave.js";
import { BROKE, MOVED, SKIPPED, STAYED } from "./outcome.js";
import { Placed } from "./placement.js";
import { Tally } from "./tally.js";
import { IGNORE, MAY_REFUSE, MAY_WRITE, OTHER_EFFECT, REFUSE, SKIP, VerdictTable } from "./verdict-table.js";

export class Lockstep implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  readonly hangRule = HANGS.id;
  readonly lastRules = ABOUT_STATE;
  /** What the last step was answered and the rule it broke. */
  answer = 0;
  rule = "";
  /** What the last step threw, or how it lost the state. */
  thrown: unknown = undefined;
  violation: Violation | null = null;
  /** The numbers of the commands the allocator offers. */
  readonly offered: Int32Array;
  private readonly scrubs: boolean;
  private readonly placed: Placed;
  readonly demands: VerdictTable;
  /** The one that is driven, and its parts: another after a command that replaced its state. */
  main: Instance;
  private image: Image;
  private calls: Calls;
  private readonly expansion: Expansion;
  /** The allocator as its contract wants it asked. */
  readonly definition: AllocatorDefinition;
  private readonly specWords: number;
  private readonly effects: ContractedEffects;
  /** Whether a legal command may be refused in a state, where the contract gives leave at all. */
  private readonly leave: (c: number, store: Int32Array, at: number) => boolean;
  /** Where the allocator's own arrays may grow. */
  private readonly growth: Growth | null;

  /**
   * Makes a fresh allocator, and another that `rate` commands of each state are given again. Throws a
   * `Misuse` when the definition and the allocator do not fit.
   */
  constructor(
    readonly specification: Specification,
    asked: AllocatorDefinition,
    contract: Contract,
    readonly pulse: Pulse = new Pulse(),
    rate = 0,
    private readonly role: Role = "main",
  ) {
    const definition = keepingSlices(asked, contract);
    this.definition = definition;
    this.kinds = specification.kinds;
    this.placed = new Placed(specification, definition);
    this.main = new Instance(definition, specification, pulse, undefined, role);
    ({ image: this.image, calls: this.calls, offered: this.offered } = this.main);
    this.scrubs = this.main.allocator.scrub !== undefined;
    this.specWords = specification.layout.words;
    this.words = this.specWords + this.image.words;
    this.successors = new Successors(this.words, this.offered.length);
    this.demands = new VerdictTable(specification, contract);
    this.tally = new Tally(this.demands, specification);
    this.effects = new ContractedEffects(specification, contract);
    this.leave = leaveIn(specification, contract, this.main.allocator.header);
    this.growth = growthOf(specification);
    this.expansion = new Expansion(this, definition, rate);
  }

  get keptBytes(): number {
    return this.main.allocator.keptBytes ?? 0;
  }

  initial(): void {
    this.successors.states.set(this.specification.initial);
    const what = `scrub of ${this.definition.name}, called on a fresh allocator,`;
    const scrub = () => this.main.allocator.scrub?.();
    this.pulse.during(SCRUB, () => blaming("bad-scrub", what, "it only clears bytes that are over", scrub));
    this.image.save(this.successors.states, this.specWords);
  }

  expand(store: Int32Array, at: number, from: number, log: FindingLog, before?: number): number {
    return this.expansion.expand(store, at, from, log, before);
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

  /** A place that is preferred to what command `c` answered, by the placement that is promised. */
  preferredTo(c: number, answer: number): number | null {
    return this.placed.preferredTo(c, answer);
  }

  /** How the allocator's content differs from that of the state at the beginning of `state`, in words. */
  changedBytes(state: Int32Array): string {
    return this.main.changesSince(state, this.specWords);
  }

  /**
   * Gives command number `c`, of which `mask` holds the true reasons, in the state at `store[at]`, which
   * the specification has looked at and whose bytes the allocator holds, and judges the answer. Where it
   * moved, the successor is at `successors.states[to]`; where it broke, `rule` and `answer` say how.
   */
  step(c: number, mask: number, store: Int32Array, at: number, to: number): number {
    const { demands, pulse } = this;
    if (demands.asked[demands.base[c]! + mask] === SKIP) return SKIPPED;
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
      return this.threw(c, mask, error);
    }
    return this.judge(c, mask, answer, store, at, to);
  }

  /** The second half of a step: command `c` threw. */
  threw(c: number, mask: number, error: unknown): number {
    if (error instanceof OutOfMemory) throw error;
    if (isMisuse(error)) throw error; // what the friendly door cannot copy is no fault of the allocator
    this.thrown = error;
    // Bytes that went elsewhere on the way do not come back: no other command is to be blamed for that.
    if (!this.image.isOf(this.main.allocator.state)) this.renew();
    return this.broke(thrownRule(error), this.demands.base[c]! + mask, Number.NaN);
  }

  /** The second half of a step: command `c` was given and `answer` came, whatever that is. */
  judge(c: number, mask: number, answer: number, store: Int32Array, at: number, to: number): number {
    const { demands } = this;
    const slot = demands.base[c]! + mask;
    const asked = demands.asked[slot]!;
    this.answer = answer;
    if (!this.image.isOf(this.main.allocator.state)) return this.resized(slot, answer);
    if (typeof answer !== "number" || (answer | 0) !== answer || answer < LOWEST_CODE)
      return this.broke(NO_ANSWER.id, slot, answer);
    if (asked === IGNORE) {
      if (!this.changed(store, at)) return STAYED;
      this.effects.keep(store, at, this.successors.states, to);
      return this.moved(to);
    }
    return answer < 0 ? this.refused(slot, c, store, at, to) : this.accepted(asked, slot, c, store, at, to);
  }

  private refused(slot: number, c: number, store: Int32Array, at: number, to: number): number {
    const { demands, answer } = this;
    if (demands.asked[slot] === MAY_REFUSE && !this.leave(c, store, at))
      return this.broke(demands.ifRefused[slot]!, slot, answer);
    if (!demands.isRight(slot, answer))
      return this.broke(
        (demands.mayBeRefused(slot) ? demands.ifFalse : demands.ifRefused)[slot]!,
        slot,
        answer,
      );
    const changed = this.changed(store, at);
    if (changed && demands.mayWrite[slot] === 0) return this.broke(REFUSAL_WRITES.id, slot, answer);
    if (demands.asked[slot] === MAY_REFUSE || demands.asked[slot] === OTHER_EFFECT)
      this.tally.recount(slot, this.kinds[c]!);
    if (!changed) return STAYED;
    this.effects.keep(store, at, this.successors.states, to);
    return this.moved(to);
  }

  private accepted(asked: number, slot: number, c: number, store: Int32Array, at: number, to: number) {
    const { tally, answer, successors } = this;
    if (asked === REFUSE || asked === MAY_WRITE)
      return this.broke(this.demands.ifAccepted[slot]!, slot, answer);
    const framed = this.placed.framed[c] === 1;
    // Where arrays grow, what is answered is in the lowest bits alone.
    const given = this.growth === null ? answer : answer & 255;
    const misplaced = framed ? this.placed.broken(c, given) : null;
    if (misplaced !== null) return this.broke(misplaced, slot, answer);
    this.effects.apply(c, framed ? given : 0, asked, store, at, successors.states, to);
    if (this.growth?.move(answer, successors.states, to) === false) return this.broke(GROWN.id, slot, answer);
    tally.transitions++;
    tally.noteSuccessor(successors.states, to, this.specWords);
    return this.moved(to);
  }

  /** The bytes are elsewhere now, so this allocator cannot be taken back to any state: go on with another. */
  private resized(slot: number, answer: number): number {
    this.violation = this.image.explainOther(this.main.allocator.state);
    this.renew();
    return this.broke(RESIZED.id, slot, answer);
  }

  /** Goes on with a fresh allocator: the one before has lost the bytes it was made with. */
  renew(): void {
    this.main = new Instance(this.definition, this.specification, this.pulse, this.main, this.role);
    this.image = this.main.image;
    this.calls = this.main.calls;
  }

  private changed(store: Int32Array, at: number): boolean {
    return this.image.differs(store, at + this.specWords);
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
