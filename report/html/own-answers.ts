/** The allocator's own answers along a trail, and to every command at a moment, by the step of a search. */
import { explain } from "../../explore/replay/explain.js";
import { Pulse } from "../../explore/search/pulse.js";
import { namedFields } from "../../explore/systems/field-names.js";
import { Lockstep } from "../../explore/systems/lockstep.js";
import { BROKE, MOVED, SKIPPED } from "../../explore/systems/outcome.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition, Field } from "../../model/socket/allocator.js";
import {
  type Answer,
  answerOf,
  contractIn,
  describeAnswer,
  sameAnswer,
  type TraceStep,
  threw,
} from "../../model/trace/trace.js";
import { isThrown } from "../../properties/answers.js";
import type { Violation } from "../../properties/property.js";
import type { Trail } from "./trail.js";

/** What a state that threw when it was looked at was expected to do. */
const LOOKED_AT = "to look at the state";

/** The rule an answer breaks, and how. */
export interface Broken extends Violation {
  readonly rule: string;
}

/** What the allocator answers to one command; `null` where it is not asked. */
export interface Own {
  readonly answer: Answer;
  readonly broken: Broken | null;
}

/** The allocator after a step of the trail. */
export interface OwnMoment {
  /** What it answered to that step; `null` to the beginning, and where it has no such command. */
  readonly own: Own | null;
  /** All its bytes; `null` where they mean something to one instance alone. */
  readonly bytes: Uint8Array | null;
  /** What it holds by the names of its fields, where its door knows them. */
  readonly fields: readonly Field[] | null;
  /** What the step changed in it, in words, with the names that it has for its parts. */
  readonly changes: string;
  /** Whether it is still where the trail is: it answered what stands there, and broke no rule. */
  readonly along: boolean;
}

/** A moment with what is needed to go on from it. */
interface Kept extends OwnMoment {
  readonly words: Int32Array;
}

/** Who can be asked what an allocator does along a trail. */
export interface Answerer {
  readonly name: string;
  /** What is said where it is not asked, since the way there is not one that it went. */
  readonly astray: string;
  /** The allocator after the first `count` of some steps; `null` where it did not go that way. */
  after(steps: readonly TraceStep[], count: number): OwnMoment | null;
  /** What it answers to every command after those steps, by their numbers; `null` where it is not asked. */
  toAll(steps: readonly TraceStep[], count: number): readonly (Own | null)[] | null;
}

export class OwnAnswers implements Answerer {
  readonly astray = "It went another way at an earlier step, so here it is asked no more.";
  private readonly lockstep: Lockstep;
  private readonly start: Kept;
  /** What is known of the way that was asked about last. */
  private steps: readonly TraceStep[] = [];
  private kept: Kept[];
  private all: { readonly kept: Kept; readonly own: readonly (Own | null)[] } | null = null;

  /** Throws a `Misuse` when the definition and the scope do not fit. */
  constructor(
    private readonly trail: Trail,
    private readonly definition: AllocatorDefinition,
    pulse = new Pulse(),
  ) {
    const { counterexample, machine } = trail;
    const contract = contractIn(counterexample) ?? STRICT;
    this.lockstep = new Lockstep(machine.specification, definition, contract, pulse);
    this.lockstep.initial();
    const words = this.lockstep.successors.states.slice(0, this.lockstep.words);
    this.start = { own: null, ...this.content(), changes: "", along: true, words };
    this.kept = [this.start];
  }

  get name(): string {
    return this.definition.name;
  }

  after(steps: readonly TraceStep[], count: number): OwnMoment | null {
    let same = 0;
    while (same < this.steps.length && this.steps[same] === steps[same]) same++;
    this.kept.length = Math.min(this.kept.length, same + 1);
    this.steps = steps;
    while (this.kept.length <= count) {
      const last = this.kept.at(-1)!; // the beginning is always there
      if (!last.along) return null;
      this.kept.push(this.next(last, steps[this.kept.length - 1]!)); // `count` is at most their number
    }
    return this.kept[count]!; // just put there
  }

  toAll(steps: readonly TraceStep[], count: number): readonly (Own | null)[] | null {
    if (this.after(steps, count)?.along !== true) return null;
    const here = this.kept[count]!; // so far was it asked just now
    if (this.all?.kept === here) return this.all.own;
    const own: (Own | null)[] = this.trail.machine.specification.commands.map(() => null);
    for (const c of this.lockstep.offered) own[c] = this.give(c, here.words)?.own ?? null;
    this.all = { kept: here, own };
    return own;
  }

  private next({ words }: Kept, { command, answer }: TraceStep): Kept {
    const c = this.trail.machine.numberOf(command);
    const asked = c !== undefined && this.lockstep.offered.includes(c);
    const { bytes, fields } = this.start;
    let kept = { bytes, fields, changes: "" };
    const keep = () => {
      kept = { ...this.content(), changes: this.lockstep.changedBytes(words) };
    };
    const given = asked ? this.give(c, words, keep) : null;
    if (given === null) return { own: null, ...kept, along: false, words };
    const { own, next } = given;
    const along = own.broken === null && sameAnswer(own.answer, answer);
    return { own, ...kept, along, words: next ?? words };
  }

  /**
   * Gives a command where all is as in `words`, and calls `done` while the allocator is as it left it; `null`
   * where the contract has nobody try it.
   */
  private give(
    c: number,
    words: Int32Array,
    done: () => void = () => {},
  ): { own: Own; next: Int32Array | null } | null {
    const { lockstep } = this;
    const { specification, successors } = lockstep;
    const command = specification.commands[c]!; // the numbers are those of the specification
    lockstep.restore(words, 0);
    specification.look(words, 0);
    const mask = specification.judge(c);
    const outcome = lockstep.step(c, mask, words, 0, 0);
    if (outcome === SKIPPED) return null;
    done();
    const { rule } = lockstep;
    const fell = outcome === BROKE && isThrown(rule);
    const answer = fell ? threw(lockstep.thrown) : answerOf(specification.scope, command, lockstep.answer);
    if (outcome === BROKE) {
      const broken = { rule, ...explain(lockstep, c, mask, answer, words) };
      return { own: { answer, broken }, next: null };
    }
    const next = outcome === MOVED ? successors.states.slice(0, lockstep.words) : null;
    return { own: { answer, broken: next === null ? null : this.brokenBy(next) }, next };
  }

  /** The rule that a state breaks by itself. */
  private brokenBy(words: Int32Array): Broken | null {
    const { lockstep } = this;
    const rule = lockstep.inspect(words, 0, 0);
    if (rule === null) return null;
    const { expected, found } = lockstep.violation ?? {
      expected: LOOKED_AT,
      found: describeAnswer(threw(lockstep.thrown)),
    };
    return { rule, expected, found };
  }

  /** What it holds now. */
  private content(): Pick<OwnMoment, "bytes" | "fields"> {
    const { allocator } = this.lockstep.main;
    const bytes = allocator.local === true ? null : allocator.state.slice();
    return { bytes, fields: allocator.fields?.() ?? namedFields(allocator, allocator.state) };
  }
}
