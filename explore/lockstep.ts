/**
 * An allocator and the specification in lockstep: a state is the abstract state and the allocator's bytes.
 *
 * `step` is the one step there is. The search calls it for every command in every state; a replay
 * calls it along a trace. So a replay cannot disagree with the search about what a command means.
 */
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import { lowestBit } from "../model/bits.js";
import { type Contract, insteadEffect } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import { type BoundEffect, bindInstead } from "../model/instead.js";
import { bitsByGroup } from "../model/judgement.js";
import { isMisuse } from "../model/misuse.js";
import type { Specification } from "../model/specification.js";
import { COMMAND_KINDS, codeOf, REASON_IDS } from "../model/vocabulary.js";
import { NO_ANSWER, REFUSAL_WRITES, RESIZED, THREW } from "../properties/answers.js";
import type { Violation } from "../properties/property.js";
import { Calls, offeredCommands } from "./calls.js";
import { Demands, IGNORE, INSTEAD, MAY_REFUSE, REFUSE, SKIP } from "./demands.js";
import type { FindingLog } from "./finding-log.js";
import { makeAllocator } from "./make.js";
import { CALL, COMMAND, GIVE, IDLE, MAKE, NUMBER, OFFERS, Pulse, SCRUB } from "./pulse.js";
import { StateChecks } from "./state-checks.js";
import { StateImage } from "./state-image.js";
import { Successors } from "./successors.js";
import { Tally } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";

/** How a step came out: not tried, nothing changed, a successor was written, or a rule was broken. */
export const SKIPPED = 0;
export const STAYED = 1;
export const MOVED = 2;
export const BROKE = 3;

const ANSWER_IDS = COMMAND_KINDS.map((kind) => `${kind}/${ruleOf(kind).answer?.id ?? "none"}`);
const ANSWERS_FRAME = Uint8Array.from(COMMAND_KINDS, (kind) => (ruleOf(kind).answer === null ? 0 : 1));
const LOWEST_CODE = Math.min(...REASON_IDS.map(codeOf));

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
  private readonly demands: Demands;
  /** The one that is driven, and what is bound to it: another after a command that replaced its state. */
  allocator: Allocator;
  private image: StateImage;
  private readonly specWords: number;
  private calls: Calls;
  private readonly instead: readonly (BoundEffect | null)[];
  checks: StateChecks;

  /** Makes a fresh allocator. Throws a `Misuse` when the definition and the allocator do not fit. */
  constructor(
    readonly specification: Specification,
    private readonly definition: AllocatorDefinition,
    contract: Contract,
    private readonly pulse: Pulse = new Pulse(),
  ) {
    const { scope, commands, layout } = specification;
    this.kinds = specification.kinds;
    this.allocator = this.make(); // first, since one that cannot be made offers nothing
    this.offered = pulse.during(OFFERS, () => offeredCommands(definition, specification));
    this.image = new StateImage(this.allocator.state);
    this.scrubs = this.allocator.scrub !== undefined;
    this.offeredBits = bitsByGroup(specification.judgement.groups, this.offered);
    this.specWords = layout.words;
    this.words = layout.words + this.image.words;
    this.successors = new Successors(this.words, this.offered.length);
    this.demands = new Demands(specification, contract);
    this.tally = new Tally(this.demands, specification);
    this.calls = new Calls(definition.name, this.allocator, specification, this.offered);
    this.instead = commands.map((command) => {
      const effect = insteadEffect(contract, command.kind);
      return effect === null ? null : bindInstead(scope, layout, effect, command);
    });
    this.checks = new StateChecks(this.allocator, specification, this.pulse.cells);
  }

  initial(): void {
    this.successors.states.fill(0, 0, this.specWords);
    this.pulse.during(SCRUB, () => this.allocator.scrub?.());
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
    cells[CALL] = IDLE;
    return found;
  }

  /** Gives one command and goes back; returns how many successors, 0 or 1, were written as number `to`. */
  private tryOne(c: number, mask: number, store: Int32Array, at: number, to: number, log: FindingLog) {
    const outcome = this.step(c, mask, store, at, to * this.words);
    if (outcome <= STAYED) return 0;
    this.restore(store, at);
    if (outcome === BROKE) {
      log.note(this.rule, this.kinds[c]!, c, this.answer);
      return 0;
    }
    this.successors.commands[to] = c;
    this.successors.answers[to] = this.answer;
    return 1;
  }

  inspect(store: Int32Array, at: number, state: number): string | null {
    this.restore(store, at);
    return this.checks.inspect(store, at, state);
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
        this.allocator.scrub!();
        pulse.calling(GIVE);
      }
    } catch (error) {
      pulse.calling(GIVE);
      if (isMisuse(error)) throw error; // what the friendly door cannot copy is no fault of the allocator
      this.thrown = error;
      return this.broke(THREW.id, slot, Number.NaN);
    }
    this.answer = answer;
    if (!this.image.isOf(this.allocator.state)) return this.resized(slot, answer);
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
    const { specification, tally, answer } = this;
    if (asked === REFUSE) return this.broke(this.demands.ifAccepted[slot]!, slot, answer);
    const kind = this.kinds[c]!;
    if (ANSWERS_FRAME[kind] === 1 && !specification.isFree(answer))
      return this.broke(ANSWER_IDS[kind]!, slot, answer);
    tally.transitions++;
    const { states } = this.successors;
    if (asked === INSTEAD) {
      this.copySpec(store, at, to);
      this.instead[c]!(states, to);
    } else specification.effects.apply(c, ANSWERS_FRAME[kind] === 1 ? answer : 0, states, to);
    tally.noteSuccessor(states, to, this.specWords);
    return this.moved(to);
  }

  /** The bytes are elsewhere now, so this allocator cannot be taken back to any state: go on with another. */
  private resized(slot: number, answer: number): number {
    const { specification, definition, image } = this;
    this.violation = image.explainOther(this.allocator.state);
    this.allocator = this.make();
    this.image = new StateImage(this.allocator.state);
    this.calls = new Calls(definition.name, this.allocator, specification, this.offered);
    this.checks = new StateChecks(this.allocator, specification, this.pulse.cells);
    return this.broke(RESIZED.id, slot, answer);
  }

  private make(): Allocator {
    const { pulse, definition, specification } = this;
    return pulse.during(MAKE, () => makeAllocator(definition, specification.scope));
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
