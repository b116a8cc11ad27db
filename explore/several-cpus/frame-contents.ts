/**
 * Who may touch what is in a frame, among several CPUs: what a client holds is its own, from the end of the
 * command that gave it the frame to the beginning of the one that takes it back.
 *
 * That is known for sure where it is so in every explanation of the answers so far: so nothing is blamed for
 * what some order of the commands would excuse.
 */

import { Misuse } from "../../model/basics/misuse.js";
import type { Specification } from "../../model/specification/specification.js";
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import type { Role } from "../../model/words/command-rows.js";
import { answersFrame, type Command, handedOut } from "../../model/words/commands.js";
import { FREE, framesOf } from "../../model/words/frames.js";
import { GIVING, hasRole, TAKING } from "../../model/words/roles.js";
import { unitsOf } from "../../model/words/scope.js";
import { PAYLOAD } from "../../properties/answers.js";
import { FRAME_GIVEN_UP, FRAME_NOT_CLEARED } from "../../properties/several-cpus.js";
import { type Explanation, type Explanations, PENDING } from "./explanations.js";
import { NumberedRows } from "./numbered-rows.js";
import type { SharedState } from "./shared-state.js";

/** What a client writes to a frame that it is given. */
const WRITTEN = 1;
/** The roles of commands that do not say which frames they are about. */
const UNNAMED = ["resizes", "takes-place", "gives-handle", "gives-image"] as const satisfies Role[];
/** A cell that stands for no frame. */
const OF_NONE = -1;
const FRAMES = 64;
/** What a command ends: nothing, a slice, or that somebody holds a frame. */
const NOTHING = 0;
const SLICE = 1;
const HOLD = 2;

export class FrameContents {
  /** For each cell the frame it stands for. */
  private readonly frameOf: Int32Array;
  private readonly cleared: Uint8Array;
  /** For each command and frame whether the command names it. */
  private readonly names: Uint8Array;
  /** For each command what it ends of the frames that it names, and whether it takes frames. */
  private readonly ends: Uint8Array;
  private readonly takes: Uint8Array;
  /** For each command how many frames it takes from the one it answers on, and whether it clears them. */
  private readonly handed: Uint8Array;
  private readonly clears: Uint8Array;
  /** Whether it is sure, by the number of what was asked. */
  private readonly asked = new NumberedRows();
  private readonly question: Int32Array;
  private readonly sure: boolean[] = [];
  private readonly isChecked: (rule: string) => boolean;

  private constructor(
    private readonly specification: Specification,
    private readonly explanations: Explanations,
    memory: SharedMemory,
    private readonly cpus: number,
  ) {
    const { commands, without } = specification;
    this.question = new Int32Array(4 + cpus);
    this.isChecked = (rule) => !without.includes(rule);
    this.frameOf = Int32Array.from(memory.layout, ({ of }) => of?.frame ?? OF_NONE);
    this.cleared = Uint8Array.from(memory.layout, ({ of }) => Number(of?.cleared === true));
    this.ends = Uint8Array.from(commands, ({ kind }) => {
      if (hasRole(kind, ...GIVING)) return HOLD;
      return kind === "drop" ? SLICE : NOTHING;
    });
    this.takes = Uint8Array.from(commands, ({ kind }) => Number(hasRole(kind, ...TAKING)));
    this.handed = Uint8Array.from(commands, (command) =>
      answersFrame(command.kind) ? handedOut(command) : 0,
    );
    this.clears = Uint8Array.from(commands, ({ kind }) => Number(answersFrame(kind) && kind !== "alloc-raw"));
    this.names = new Uint8Array(commands.length * FRAMES);
    commands.forEach((command, c) => {
      for (const frame of namedBy(command)) this.names[c * FRAMES + frame] = 1;
    });
  }

  /** What watches the contents of frames; `null` where the memory declares none. */
  static of(
    specification: Specification,
    explanations: Explanations,
    memory: SharedMemory,
    cpus: number,
    offered: Int32Array,
  ): FrameContents | null {
    if (memory.layout.every(({ of }) => of === undefined)) return null;
    if (unitsOf(specification.scope) > 1)
      throw new Misuse("bad-memory", "what is in frames is told frame by frame", "leave out units");
    const unnamed = specification.commands.find(
      ({ kind }, c) => hasRole(kind, ...UNNAMED) && offered.includes(c),
    );
    if (unnamed !== undefined)
      throw new Misuse(
        "bad-memory",
        `what is in frames is told of commands that name them, and ${unnamed.kind} does not`,
        `leave out ${unnamed.kind}, or memory.contents`,
      );
    return new FrameContents(specification, explanations, memory, cpus);
  }

  /** The rule that an access to a cell breaks by a CPU; `null` for none. */
  broken(set: number, pending: Int32Array, cpu: number, cell: number, writes: boolean): string | null {
    const frame = this.frameOf[cell]!;
    if (frame === OF_NONE) return null;
    const c = pending[cpu]!;
    const ends = this.names[c * FRAMES + frame] === 1 ? this.ends[c]! : NOTHING;
    if (ends !== NOTHING && this.isSure(set, pending, cpu, frame, ends))
      return this.unlessLeftOut(FRAME_GIVEN_UP.id);
    const overwrites = writes && this.isSure(set, pending, cpu, frame, NOTHING);
    return overwrites ? this.unlessLeftOut(PAYLOAD.id) : null;
  }

  /**
   * The rule that it breaks to hand frames out; else the client writes them. `answer` is the first, `c` the
   * command that is over.
   */
  handOut(states: Int32Array, to: number, shared: SharedState, c: number, answer: number): string | null {
    if (this.takes[c] === 0) return null;
    const end = answer + this.handed[c]!;
    for (let cell = 0; cell < this.frameOf.length; cell++) {
      const frame = this.frameOf[cell]!;
      if (frame === OF_NONE) continue;
      const isIts = end > answer ? frame >= answer && frame < end : this.names[c * FRAMES + frame] === 1;
      if (!isIts) continue;
      if (this.clears[c] === 1 && this.cleared[cell] === 1 && shared.load(states, to, cell) !== 0) {
        const rule = this.unlessLeftOut(FRAME_NOT_CLEARED.id);
        if (rule !== null) return rule;
      }
      shared.store(states, to, cell, WRITTEN);
    }
    return null;
  }

  private unlessLeftOut(rule: string): string | null {
    return this.isChecked(rule) ? rule : null;
  }

  /**
   * Whether in every explanation a client holds a frame, although the command of a CPU has ended such a hold
   * (for `HOLD`), or nobody has it reserved any more, and that command has ended a slice of it (`SLICE`).
   */
  private isSure(set: number, pending: Int32Array, cpu: number, frame: number, ends: number): boolean {
    const { question, asked } = this;
    question[0] = set;
    question[1] = cpu;
    question[2] = frame;
    question[3] = ends;
    question.set(pending, 4);
    const number = asked.numberOf(question);
    if (number < this.sure.length) return this.sure[number]!;
    const { width, stateWords, sets } = this.explanations;
    const all = sets[set]!; // the caller's number of a set
    let sure = true;
    for (let at = 0; at < all.length && sure; at += width) {
      const explanation = all.subarray(at, at + width);
      const isOver = ends === NOTHING || explanation[stateWords + cpu]! > PENDING;
      sure =
        isOver &&
        (ends === SLICE ? !this.isReserved(explanation, frame) : this.isHeld(explanation, pending, frame));
    }
    this.sure.push(sure);
    return sure;
  }

  private isReserved(explanation: Explanation, frame: number): boolean {
    const kind = this.specification.kindOf(explanation, 0, frame);
    return kind >= 1 && kind <= this.specification.scope.owners;
  }

  private isHeld(explanation: Explanation, pending: Int32Array, frame: number): boolean {
    const { specification, explanations, cpus } = this;
    if (specification.kindOf(explanation, 0, frame) === FREE) return false;
    for (let other = 0; other < cpus; other++) {
      const c = pending[other]!;
      if (c < 0) continue;
      const effect = explanation[explanations.stateWords + other]!;
      const named = this.names[c * FRAMES + frame] === 1;
      // It may still end the hold, or the client does not have the frame yet.
      if (named && (effect === PENDING || this.takes[c] === 1)) return false;
      const first = effect - 1;
      const isIts = effect > 0 && frame >= first && frame < first + this.handed[c]!;
      if (!named && this.takes[c] === 1 && isIts) return false;
    }
    return true;
  }
}

/** The frames that a command names. */
function namedBy(command: Command): number[] {
  if ("frame" in command) return [command.frame];
  if (!("range" in command)) return [];
  return framesOf(command.range).filter((frame) => frame >= 0 && frame < FRAMES);
}
