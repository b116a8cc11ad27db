/**
 * An allocator and the specification in lockstep: a state is the abstract state and the allocator's bytes.
 *
 * `step` is the one step there is. The search calls it for every command in every state; a replay
 * calls it along a trace. So a replay cannot disagree with the search about what a command means.
 */
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import { type Contract, insteadEffect } from "../model/contracts.js";
import { ruleOf } from "../model/core.js";
import { type BoundEffect, bindEffect } from "../model/core-effects.js";
import type { Specification } from "../model/specification.js";
import { COMMAND_KINDS, codeOf, REASON_IDS, reasons } from "../model/vocabulary.js";
import { legalRule, NO_ANSWER, REFUSAL_WRITES, THREW, trueReasonRule } from "../properties/answers.js";
import type { StateCheck, Violation } from "../properties/property.js";
import { STATE_PROPERTIES } from "../properties/state-properties.js";
import { bindCall, offeredCommands } from "./calls.js";
import type { FindingLog } from "./finding-log.js";
import { StateImage } from "./state-image.js";
import { Successors } from "./successors.js";
import { ACCEPT, IGNORE, INSTEAD, MAY_REFUSE, REFUSE, SKIP, Tally } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";

/** How a step came out: not tried, nothing changed, a successor was written, or a rule was broken. */
export const SKIPPED = 0;
export const STAYED = 1;
export const MOVED = 2;
export const BROKE = 3;

const LEGAL_IDS = COMMAND_KINDS.map((kind) => legalRule(kind).id);
const TRUE_REASON_IDS = COMMAND_KINDS.map((kind) => trueReasonRule(kind).id);
const ANSWER_IDS = COMMAND_KINDS.map((kind) => `${kind}/${ruleOf(kind).answer?.id ?? "none"}`);
const ANSWERS_FRAME = COMMAND_KINDS.map((kind) => ruleOf(kind).answer !== null);
const LOWEST_CODE = Math.min(...REASON_IDS.map(codeOf));
/** For each kind and reason code the bit of that reason in the masks of `judge`; 0 for another's reason. */
const REASON_BITS = COMMAND_KINDS.map((kind) => {
  const bits = new Int32Array(1 - LOWEST_CODE);
  ruleOf(kind).reasons.forEach(({ id }, i) => {
    bits[-codeOf(id)] = 1 << i;
  });
  return bits;
});

export class Lockstep implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: Tally;
  readonly allocator: Allocator;
  /** What the last step was answered and the rule it broke. */
  answer = 0;
  rule = "";
  /** What the last step threw, or how the last state inspected broke its rule. */
  thrown: unknown = undefined;
  violation: Violation | null = null;
  /** The numbers of the commands the allocator offers. */
  readonly offered: Int32Array;
  private readonly image: StateImage;
  private readonly specWords: number;
  private readonly calls: readonly (() => number)[];
  private readonly instead: readonly (BoundEffect | null)[];
  private readonly checks: readonly { readonly id: string; readonly check: StateCheck }[];

  /** Makes a fresh allocator. Throws a `Misuse` when the definition and the allocator do not fit. */
  constructor(
    readonly specification: Specification,
    definition: AllocatorDefinition,
    contract: Contract,
  ) {
    const { scope, commands, layout } = specification;
    this.kinds = specification.kinds;
    this.offered = offeredCommands(definition, specification);
    this.allocator = definition.make(scope);
    this.image = new StateImage(this.allocator.state);
    this.specWords = layout.words;
    this.words = layout.words + this.image.words;
    this.successors = new Successors(this.words, this.offered.length);
    this.tally = new Tally(specification, contract);
    const offered = new Set(this.offered);
    this.calls = commands.map((command, c) =>
      offered.has(c) ? bindCall(definition.name, this.allocator, command) : notOffered,
    );
    this.instead = commands.map((command) => {
      const effect = insteadEffect(contract, command.kind);
      return effect === null ? null : bindEffect(scope, layout, effect, command);
    });
    this.checks = STATE_PROPERTIES.flatMap(({ id, bind }) => {
      const check = bind(this.allocator, specification);
      return check === null ? [] : [{ id, check }];
    });
  }

  initial(): void {
    this.successors.states.fill(0, 0, this.specWords);
    this.allocator.scrub?.();
    this.image.save(this.successors.states, this.specWords);
  }

  expand(store: Int32Array, at: number, log: FindingLog): number {
    const { specification, successors, words, tally, offered } = this;
    specification.look(store, at);
    tally.noteState(specification);
    this.restore(store, at);
    let tried = 0;
    let found = 0;
    for (let i = 0; i < offered.length; i++) {
      const c = offered[i]!;
      const outcome = this.step(c, store, at, found * words);
      if (outcome === SKIPPED) continue;
      tried++;
      if (outcome === STAYED) continue;
      if (outcome === MOVED) {
        successors.commands[found] = c;
        successors.answers[found] = this.answer;
        found++;
      } else log.note(this.rule, specification.kinds[c]!, c, this.answer);
      this.restore(store, at);
    }
    tally.tried += tried;
    return found;
  }

  inspect(store: Int32Array, at: number): string | null {
    this.restore(store, at);
    for (const { id, check } of this.checks) {
      try {
        this.violation = check(store, at);
      } catch (error) {
        this.thrown = error;
        return THREW.id;
      }
      if (this.violation !== null) return id;
    }
    return null;
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
   * Gives command number `c` in the state at `store[at]`, which the specification has looked at and
   * whose bytes the allocator holds, and judges the answer. Where it moved, the successor is at
   * `successors.states[to]`; where it broke, `rule` and `answer` say how.
   */
  step(c: number, store: Int32Array, at: number, to: number): number {
    const { specification, tally } = this;
    const mask = specification.judge(c);
    const slot = tally.base[c]! + mask;
    const asked = tally.asked[slot]!;
    if (asked === SKIP) return SKIPPED;
    let answer: number;
    this.thrown = undefined;
    try {
      answer = this.calls[c]!();
      this.allocator.scrub?.();
    } catch (error) {
      this.thrown = error;
      return this.broke(THREW.id, Number.NaN);
    }
    this.answer = answer;
    if ((answer | 0) !== answer || answer < LOWEST_CODE) return this.broke(NO_ANSWER.id, answer);
    if (asked === IGNORE) {
      tally.counts[slot]!++;
      return this.image.differs(store, at + this.specWords) ? this.moved(null, store, at, to) : STAYED;
    }
    return answer >= 0
      ? this.accepted(asked, slot, c, store, at, to)
      : this.refused(asked, slot, mask, c, store, at);
  }

  private accepted(asked: number, slot: number, c: number, store: Int32Array, at: number, to: number) {
    const { specification, tally, answer } = this;
    if (asked === REFUSE) return this.broke(tally.rules[slot]!, answer);
    const kind = specification.kinds[c]!;
    if (ANSWERS_FRAME[kind] && !this.isFree(answer)) return this.broke(ANSWER_IDS[kind]!, answer);
    tally.counts[slot]!++;
    tally.transitions++;
    return this.moved(asked === INSTEAD ? this.instead[c]! : specification.effectOf(c), store, at, to);
  }

  private refused(asked: number, slot: number, mask: number, c: number, store: Int32Array, at: number) {
    const { specification, tally, answer } = this;
    const kind = specification.kinds[c]!;
    if (asked === ACCEPT || asked === INSTEAD) return this.broke(LEGAL_IDS[kind]!, answer);
    if (answer !== reasons.REFUSED && (REASON_BITS[kind]![-answer]! & mask) === 0)
      return this.broke(TRUE_REASON_IDS[kind]!, answer);
    if (this.image.differs(store, at + this.specWords)) return this.broke(REFUSAL_WRITES.id, answer);
    tally.counts[asked === MAY_REFUSE ? tally.refusedLegal[kind]! : slot]!++;
    return STAYED;
  }

  /** Writes the successor: the abstract state after the effect (`null` for none) and the allocator's bytes. */
  private moved(effect: BoundEffect | null, store: Int32Array, at: number, to: number): number {
    const { specWords, answer } = this;
    const { states } = this.successors;
    for (let w = 0; w < specWords; w++) states[to + w] = store[at + w]!;
    if (effect !== null) {
      effect(states, to, answer);
      this.tally.noteSuccessor(states, to, specWords);
    }
    this.image.save(states, to + specWords);
    return MOVED;
  }

  private broke(rule: string, answer: number): number {
    this.rule = rule;
    this.answer = answer;
    return BROKE;
  }

  private isFree(frame: number): boolean {
    const { scope } = this.specification;
    return frame < scope.frames && this.specification.inView("free", frame);
  }
}

function notOffered(): number {
  throw new Error("internal: a command that is not offered was called");
}
