/** Faulty versions of extents: each resizes or moves a block where there is just one reason against it. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { Extents, extents } from "../blocks/extents.js";
import { faulty } from "./version.js";

/** Does not look for one reason, and does what it would do without it. */
class Careless extends Extents {
  constructor(
    scope: Scope,
    private readonly moving: boolean,
    private readonly overlooked: number,
  ) {
    super(scope);
  }

  override resizeBlock(start: number, count: number, to: number): number {
    if (this.moving || !this.overlooks(start, count, to)) return super.resizeBlock(start, count, to);
    this.change(start, count, to);
    return 0;
  }

  override reallocBlock(start: number, count: number, to: number): number {
    if (!this.moving || !this.overlooks(start, count, to)) return super.reallocBlock(start, count, to);
    this.change(start, count, to);
    return Math.max(0, Math.floor(start)) % this.state.length;
  }

  private overlooks(start: number, count: number, to: number): boolean {
    const [first, second] = this.whyNot(start, count, to, this.moving);
    const alone = first === this.overlooked && second === undefined;
    if (!alone || first !== reasons.MISALIGNED) return alone;
    // The frames around it must be a block.
    const whole = Math.floor(start);
    return this.whyNot(whole, Math.ceil(start + count) - whole, to, this.moving).length === 0;
  }

  /** What begins or ends outside the pool, or nowhere, is left as it is. */
  private change(start: number, count: number, to: number): void {
    const end = start + Math.max(count, to);
    const whole = Number.isInteger(start) && Number.isInteger(count) && count > 0 && to > 0;
    if (whole && start >= 0 && end <= this.state.length) this.move(start, count, start, to);
  }
}

class MovesAnywhere extends Extents {
  /** What does not grow goes to the beginning of the pool, so that the free frames lie together. */
  override reallocBlock(start: number, count: number, to: number): number {
    const [wrong] = this.whyNot(start, count, to, true);
    if (wrong !== undefined || to > count) return super.reallocBlock(start, count, to);
    this.move(start, count, 0, to);
    return 0;
  }
}

/** What is overlooked, as a word in the name and in plain words. */
const OVERLOOKED: readonly (readonly [reason: number, word: string, what: string])[] = [
  [reasons.ALREADY_FREE, "the-free", "frames that are free"],
  [reasons.RESERVED, "the-reserved", "frames that are reserved"],
  [reasons.INTERIOR, "from-inside", "a block that is named from within"],
  [reasons.PARTIAL, "a-part", "a block of which only the first frames are named"],
  [reasons.FOREIGN_BLOCK, "neighbours", "a block together with the one behind it"],
  [reasons.EXHAUSTED, "over-others", "a block over the frames behind it, whoever has them"],
  [reasons.EMPTY, "nothing", "a block of no frames"],
  [reasons.OUT_OF_RANGE, "outside", "what lies outside the pool"],
  [reasons.MISALIGNED, "unaligned", "what begins or ends within a frame"],
];

export const EXTENT_FAULTS: readonly AllocatorDefinition[] = [
  ...OVERLOOKED.map(([reason, word, what]) =>
    faulty(extents, `resizes-${word}`, `resizes ${what}`, (scope) => new Careless(scope, false, reason)),
  ),
  ...OVERLOOKED.map(([reason, word, what]) =>
    faulty(extents, `moves-${word}`, `moves ${what}`, (scope) => new Careless(scope, true, reason)),
  ),
  faulty(
    extents,
    "moves-anywhere",
    "moves a block that does not grow to frame 0, whoever has it",
    (scope) => new MovesAnywhere(scope),
  ),
];
