/** A bitmap that knows what is no memory and where its own array lies, and keeps everybody away from both. */
import { Bitmap } from "../../impl/frames/bitmap.js";
import { STRICT } from "../../model/contracts/named.js";
import { type AllocatorDefinition, OFFERS_ALL } from "../../model/socket/allocator.js";
import { ABSENT, ALLOCATED, FREE, METADATA } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";

const ACCEPTED = 0;
/** Where its array moves once it may. */
const ARRAY = 1;

class KnowsMemory extends Bitmap {
  constructor(
    scope: Scope,
    /** The command that does not look what it is about. */
    private readonly careless: "write" | "protect" | null,
  ) {
    super(scope, scope.frames);
  }

  private every(start: number, count: number, ...holders: readonly number[]): boolean {
    return this.holder.subarray(start, start + count).every((holder) => holders.includes(holder));
  }

  private isNobodys(start: number, count: number): boolean {
    return this.holder
      .subarray(start, start + count)
      .some((holder) => holder === ABSENT || holder === METADATA);
  }

  override reserve(start: number, count: number, owner: number): number {
    return this.isNobodys(start, count) ? reasons.REFUSED : super.reserve(start, count, owner);
  }

  override release(start: number, count: number, owner: number): number {
    if (this.isNobodys(start, count)) return reasons.REFUSED;
    const refusal = super.release(start, count, owner);
    for (let frame = start; refusal === ACCEPTED && frame < start + count; frame++)
      if (this.extra[frame] === 1) this.holder[frame] = owner;
    return refusal;
  }

  override borrow(start: number, count: number): number {
    return this.isNobodys(start, count) ? reasons.REFUSED : super.borrow(start, count);
  }

  override free(frame: number): number {
    return this.isNobodys(frame, 1) ? reasons.REFUSED : super.free(frame);
  }

  addRange(start: number, count: number): number {
    if (!this.every(start, count, ABSENT)) return reasons.REFUSED;
    this.holder.fill(FREE, start, start + count);
    return ACCEPTED;
  }

  removeRange(start: number, count: number): number {
    if (!this.every(start, count, FREE)) return reasons.REFUSED;
    this.holder.fill(ABSENT, start, start + count);
    return ACCEPTED;
  }

  writeFrame(frame: number): number {
    const right = this.careless === "write" ? [ALLOCATED, ABSENT, METADATA] : [ALLOCATED];
    return this.every(frame, 1, ...right) ? ACCEPTED : reasons.REFUSED;
  }

  protectRange(start: number, count: number): number {
    const wrong = [FREE, ALLOCATED, ABSENT, ...(this.careless === "protect" ? [] : [METADATA])];
    if (this.holder.subarray(start, start + count).some((holder) => wrong.includes(holder)))
      return reasons.REFUSED;
    this.extra.fill(1, start, start + count);
    return ACCEPTED;
  }

  allowResize(): number {
    if (this.holder[ARRAY] !== FREE) return ACCEPTED;
    this.holder[ARRAY] = METADATA;
    return (ARRAY + 1) << 8;
  }
}

/** One that takes some commands beyond the core, careless about one of them or about none. */
export function knowsMemory(
  offered: readonly string[],
  careless: "write" | "protect" | null = null,
): AllocatorDefinition {
  return {
    name: "knows-memory",
    summary: "a bitmap that knows what is no memory",
    class: careless === null ? "sound" : "faulty",
    contract: STRICT,
    offers: { ...OFFERS_ALL, ...Object.fromEntries(offered.map((kind) => [kind, true])) },
    make: (scope) => new KnowsMemory(scope, careless),
  };
}
