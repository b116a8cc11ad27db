/**
 * Doubts what the search rests on: that the bytes of a state decide what the allocator does next.
 *
 * In every state some commands are given once more, to a second instance with another past: in the same
 * state it was given another command, or was looked at, and then the bytes were written back. Where there
 * is a `scrub`, a further command follows on the bytes exactly as the allocator left them. Which commands
 * is drawn from the content of the state: not from order, time or the number of workers.
 */

import { isMisuse } from "../../model/basics/misuse.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { HIDDEN_STATE, SCRUB_MATTERS } from "../../properties/answers.js";
import type { FindingLog } from "../search/finding-log.js";
import { CALL, COMMAND, GIVE, type Pulse, SCRUB, TURN } from "../search/pulse.js";
import type { Successors } from "../search/successors.js";
import { hashOf } from "../search/visited.js";
import { CommandDraw } from "./command-draw.js";
import { Instance } from "./instance.js";
import { Random } from "./random.js";
import type { VerdictTable } from "./verdict-table.js";

/** How many commands of each state are run again, on average, when nobody says otherwise. */
export const STANDARD_SUSPICION = 0.25;
/** Every command of every state, after every other: for a close look at a few states. */
export const EXHAUSTIVE = Number.POSITIVE_INFINITY;

/** The rules under which doubts are noted; only a close look says which rule it is. */
export const SUSPECTED: readonly string[] = [HIDDEN_STATE.id, SCRUB_MATTERS.id];

/**
 * How many in states so few commands from the initial one: most that is hidden shows there already, a
 * small search has few other states, and in a large one these are too few to cost anything.
 */
const NEAR_START = 16;
const NEAR_DEPTH = 2;

/** A past that is no command: the state was looked at by all that looks at states. */
const LOOKED_AT = -1;
/** One sample in so many has it. */
const LOOKS = 32;
/** Farther on, after one sample in so many, another command follows, on bytes that nobody scrubbed. */
const UNSCRUBBED = 4;

/** What the search and its doubts share. */
interface Searched {
  readonly specification: Specification;
  readonly demands: VerdictTable;
  readonly successors: Successors;
  readonly pulse: Pulse;
}

/** The doubts about an allocator that is driven as `main`; `null` at rate 0. */
export function resamplingOf(
  main: Instance,
  definition: AllocatorDefinition,
  searched: Searched,
  rate: number,
): Resampling | null {
  if (rate === 0) return null;
  // Bytes that mean something in one thread may mean something in one instance alone.
  const twin =
    main.allocator.local === true
      ? main
      : new Instance(definition, searched.specification, searched.pulse, main, "twin");
  return new Resampling(main, twin, searched, rate);
}

export class Resampling {
  private readonly specification: Specification;
  private readonly successors: Successors;
  private readonly pulse: Pulse;
  private readonly specWords: number;
  /** How many words of a state choose its samples. */
  private readonly hashed: number;
  private readonly scrubs: boolean;
  private readonly reference: Int32Array;
  /** How many commands of each state are run again at least, and how many times in 2^31 it is one more. */
  private readonly least: number;
  private readonly oftenMore: number;
  private readonly random = new Random();
  private readonly draw: CommandDraw;
  /** What the first instance answered to one command, and to the next. */
  private answer = 0;
  private second = 0;

  /** `twin` may be `main` itself, where the bytes of one instance mean nothing to another. */
  constructor(
    private readonly main: Instance,
    private readonly twin: Instance,
    { specification, demands, successors, pulse }: Searched,
    private readonly rate: number,
  ) {
    const { words } = successors;
    this.specification = specification;
    this.successors = successors;
    this.pulse = pulse;
    this.specWords = specification.layout.words;
    // The numbers of snapshots depend on the order in which contents were met.
    this.hashed = main === twin ? this.specWords : words;
    this.scrubs = main.allocator.scrub !== undefined;
    this.least = Math.floor(rate);
    this.oftenMore = (rate % 1) * 2 ** 31;
    this.reference = new Int32Array(words - this.specWords);
    this.draw = new CommandDraw(main.offered, { demands, successors }, this.random);
  }

  /**
   * Doubts the state at `store[at]`, which the specification has looked at, whose commands broke nothing
   * and whose successors have the numbers `from` to `to`. What disagrees is noted in the log.
   */
  sample(store: Int32Array, at: number, from: number, to: number, log: FindingLog): void {
    if (this.rate === EXHAUSTIVE) this.sampleAll(store, at, from, to, log);
    else this.sampleSome(store, at, from, to, log);
  }

  private sampleSome(store: Int32Array, at: number, from: number, to: number, log: FindingLog): void {
    const near = log.depth <= NEAR_DEPTH;
    const times = near ? Math.max(NEAR_START, this.least) : this.timesAt(store, at);
    if (times === 0) return;
    this.random.begin(hashOf(store, at, this.hashed));
    for (let n = 0; n < times; n++) {
      const c = this.draw.pick(from, to);
      if (c < 0) return;
      const { led } = this.draw;
      const past = this.random.draw() % LOOKS === 0 ? LOOKED_AT : this.draw.pick(from, to);
      this.doubt(c, led, past, store, at, log);
      // To look at another state costs more than the commands do.
      if (!this.scrubs || (!near && this.random.draw() % UNSCRUBBED !== 0)) continue;
      this.lookAfter(c, store, at, from, to);
      this.doubtScrub(c, this.draw.pick(0, 0), store, at, log);
      if (n + 1 < times) this.specification.look(store, at);
    }
  }

  /** How many commands of a state are run again, drawn from the abstract state alone: most have none. */
  private timesAt(store: Int32Array, at: number): number {
    let drawn = 0;
    for (let w = 0; w < this.specWords; w++) {
      drawn = Math.imul(drawn ^ store[at + w]!, 0x85ebca6b);
      drawn ^= drawn >>> 15;
    }
    return this.least + (Math.imul(drawn, 0xc2b2ae35) >>> 1 < this.oftenMore ? 1 : 0);
  }

  /** Whether both instances still have the bytes they were made with. */
  get whole(): boolean {
    return this.main.whole && this.twin.whole;
  }

  private sampleAll(store: Int32Array, at: number, from: number, to: number, log: FindingLog): void {
    const tried = this.draw.tried();
    for (const c of tried) {
      const answer = this.giveFirst(c, store, at);
      for (const past of [LOOKED_AT, ...tried])
        if (!this.isSame(answer, this.giveAfter(past, c, store, at, log))) this.note(c, answer, log);
    }
    if (!this.scrubs) return;
    for (const c of tried) {
      this.lookAfter(c, store, at, from, to);
      for (const next of this.draw.tried()) this.doubtScrub(c, next, store, at, log);
    }
  }

  /**
   * Gives command `c` to the second instance after another past. How it comes out on the first is what
   * the search has just seen, where `led` is the number of the successor; else it is given to both.
   */
  private doubt(c: number, led: number, past: number, store: Int32Array, at: number, log: FindingLog): void {
    const { twin, successors, specWords } = this;
    if (led < 0) {
      const answer = this.giveFirst(c, store, at);
      if (!this.isSame(answer, this.giveAfter(past, c, store, at, log))) this.note(c, answer, log);
      return;
    }
    const answer = successors.answers[led]!;
    const other = this.giveAfter(past, c, store, at, log);
    if (answer !== other || twin.image.differs(successors.states, led * successors.words + specWords))
      this.note(c, answer, log);
  }

  private note(c: number, answer: number, log: FindingLog): void {
    log.note(HIDDEN_STATE.id, this.specification.kinds[c]!, c, answer);
  }

  /** Gives command `c` to the first instance and keeps the bytes it leaves as the reference. */
  private giveFirst(c: number, store: Int32Array, at: number): number {
    const { main } = this;
    main.image.load(store, at + this.specWords);
    const answer = this.give(main, c, true);
    main.image.save(this.reference, 0);
    return answer;
  }

  /** Gives command `c` to the second instance, which has been through something else in that state. */
  private giveAfter(past: number, c: number, store: Int32Array, at: number, log: FindingLog): number {
    const { twin } = this;
    const bytes = at + this.specWords;
    twin.image.load(store, bytes);
    this.pulse.cells[TURN]!++;
    if (past === LOOKED_AT) twin.lookAt(store, at, bytes, log.state);
    else this.give(twin, past, true);
    twin.image.load(store, bytes);
    return this.give(twin, c, true);
  }

  /** Gives two commands in a row, with a scrub between them and without. */
  private doubtScrub(c: number, next: number, store: Int32Array, at: number, log: FindingLog): void {
    if (next < 0) return;
    const { main, twin, reference } = this;
    const bytes = at + this.specWords;
    main.image.load(store, bytes);
    this.answer = this.give(main, c, true);
    this.second = this.give(main, next, true);
    main.image.save(reference, 0);
    twin.image.load(store, bytes);
    const unscrubbed = this.give(twin, c, false);
    const second = this.give(twin, next, true);
    if (Object.is(this.answer, unscrubbed) && this.isSame(this.second, second)) return;
    log.noteAhead(SCRUB_MATTERS.id, c, this.answer, { command: next, answer: this.second });
  }

  /** Whether the second instance came to the same answer and the same bytes as the first. */
  private isSame(answer: number, other: number): boolean {
    if (typeof answer !== "number") return true; // the search judges what is no answer
    return Object.is(answer, other) && !this.twin.image.differs(this.reference, 0);
  }

  /** What was thrown is as good as `NaN`, which nobody may answer. */
  private give({ allocator, calls }: Instance, c: number, scrub: boolean): number {
    const { cells } = this.pulse;
    cells[TURN]!++;
    cells[COMMAND] = c;
    cells[CALL] = GIVE;
    try {
      const answer = calls.give(c);
      cells[CALL] = SCRUB;
      if (scrub && this.scrubs) allocator.scrub!(); // there is one: `scrubs` says so
      return answer;
    } catch (error) {
      if (isMisuse(error)) throw error;
      return Number.NaN;
    }
  }

  /** Lets the specification look at the state that command `c` leads to, which may be the same one. */
  private lookAfter(c: number, store: Int32Array, at: number, from: number, to: number): void {
    const { specification, successors } = this;
    let i = from;
    while (i < to && successors.commands[i] !== c) i++;
    if (i < to) specification.look(successors.states, i * successors.words);
    else specification.look(store, at);
  }
}
