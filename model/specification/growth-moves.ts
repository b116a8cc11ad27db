/** What an answer does to a state beyond its command: arrays of the allocator's own that grew have moved. */

import { type Grown, grownOf } from "../modules/growth/rules.js";
import { arraysOf } from "../modules/regions/state.js";
import type { LaidOut } from "../rules/module.js";
import { type Place, placesOf, read, write } from "../state/layout.js";
import type { CoreViews } from "../state/views.js";
import { gridOf, type Scope, unitsOf } from "../words/scope.js";
import { ModuleViews } from "./bound-modules.js";

/** The moves of a scope; `null` where nothing grows. */
export function growthOf(laidOut: LaidOut): Growth | null {
  return laidOut.scope.modules.includes("growth") ? new Growth(laidOut) : null;
}

/** Moves arrays as answers say. */
export class Growth {
  private readonly arrays: readonly [Place, Place];
  private readonly resizable: Place;

  /** The views of the state that `move` makes, apart from those of the state before it. */
  private readonly views: CoreViews;
  private readonly scope: Scope;
  /** How far memory is accessible, and until when that matters, where the scope has it. */
  private readonly limit: Place | undefined;
  private readonly over: Place | undefined;

  constructor(laidOut: LaidOut) {
    const { scope, layout } = laidOut;
    this.scope = scope;
    this.views = new ModuleViews(laidOut);
    this.arrays = arraysOf(layout);
    this.resizable = placesOf(layout, "resizable")[0]!;
    this.limit = layout.places.get("limit")?.[0];
    this.over = scope.modules.includes("hand-over") ? placesOf(layout, "boot-over")[0] : undefined;
  }

  /**
   * Moves the arrays in the state at `words[at]`, that after the command without them. Returns whether each
   * may: it lies at a frame's first unit, in a frame all of whose units are free by then and, while boot
   * lasts, accessible, and no array moves before it is allowed to.
   */
  move(answer: number, words: Int32Array, at: number): boolean {
    const grown = grownOf(answer, this.scope);
    if (grown.memory === 0 && grown.reserved === 0) return true;
    // Where an array was is free again, but one that stays keeps its place.
    if (grown.memory !== 0) write(words, at, this.arrays[0], 0);
    if (grown.reserved !== 0) write(words, at, this.arrays[1], 0);
    const right = this.mayMove(grown, words, at);
    if (right && grown.memory !== 0) write(words, at, this.arrays[0], grown.memory);
    if (right && grown.reserved !== 0) write(words, at, this.arrays[1], grown.reserved);
    return right;
  }

  private mayMove({ memory, reserved }: Grown, words: Int32Array, at: number): boolean {
    if (read(words, at, this.resizable) === 0 || memory === reserved) return false;
    this.views.look(words, at);
    const end = this.accessible(words, at);
    return this.isFree(memory, end) && this.isFree(reserved, end);
  }

  /** The unit behind the last that is accessible. */
  private accessible(words: Int32Array, at: number): number {
    const { limit, over, scope } = this;
    const set = limit === undefined ? 0 : read(words, at, limit);
    return set === 0 || (over !== undefined && read(words, at, over) === 1) ? gridOf(scope) : set;
  }

  /** Whether an array may lie at a place, one more than its first unit; 0 is no place. */
  private isFree(place: number, end: number): boolean {
    if (place === 0) return true;
    const { views, scope } = this;
    const first = place - 1;
    if (first % unitsOf(scope) !== 0 || first + unitsOf(scope) > end) return false;
    for (let unit = first; unit < first + unitsOf(scope); unit++)
      if (((views.bits[views.offsets.free + (unit >>> 5)]! >>> (unit & 31)) & 1) === 0) return false;
    return true;
  }
}
