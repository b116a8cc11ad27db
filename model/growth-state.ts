/** The state of the module `growth`: whether the arrays may grow, and where each lies once it has. */
import type { CoreViews } from "./core-views.js";
import { type Grown, grownOf } from "./growth.js";
import { bitsFor, type Layout, type Place, placesOf, read, write } from "./layout.js";
import type { ModuleState } from "./module-state.js";
import { noteExhausted } from "./region-state.js";
import { gridOf, type Scope, unitsOf } from "./scope.js";

export const GROWTH_STATE: ModuleState = {
  fields: (scope) => {
    const place = { entries: 1, bits: bitsFor(gridOf(scope)) };
    return [
      { id: "resizable", entries: 1, bits: 1 },
      { id: "memory-array", ...place },
      { id: "reserved-array", ...place },
    ];
  },
  narrow: (views, { scope, layout }) => {
    const { bits, offsets, further, frameWords } = views;
    const places = arraysOf(layout);
    return (words, at) => {
      const from = further.metadata;
      for (let w = 0; w < frameWords; w++) bits[from + w] = 0;
      for (let p = 0; p < places.length; p++) {
        const first = read(words, at, places[p]!) - 1;
        for (let unit = first; first >= 0 && unit < first + unitsOf(scope); unit++)
          bits[from + (unit >>> 5)]! |= 1 << (unit & 31);
      }
      for (let w = 0; w < frameWords; w++) {
        bits[offsets.free + w]! &= ~bits[from + w]!;
        bits[offsets.unreserved + w]! &= ~bits[from + w]!;
      }
      noteExhausted(views);
    };
  },
  effect: (command, { layout }) => {
    if (command.kind !== "allow-resize") return null;
    const [place] = placesOf(layout, "resizable");
    return (words, at) => write(words, at, place!, 1);
  },
};

/** Where the places of the two arrays stand: that of memory, that of reservations. */
export function arraysOf(layout: Layout): readonly [Place, Place] {
  const [memory, reserved] = ["memory-array", "reserved-array"].map((id) => placesOf(layout, id)[0]!);
  return [memory!, reserved!];
}

/** Moves arrays as answers say. */
export class Growth {
  private readonly arrays: readonly [Place, Place];
  private readonly resizable: Place;

  /** `views` are those of the scope; a `move` looks at the state it makes. */
  constructor(
    private readonly scope: Scope,
    layout: Layout,
    private readonly views: CoreViews,
  ) {
    this.arrays = arraysOf(layout);
    this.resizable = placesOf(layout, "resizable")[0]!;
  }

  /**
   * Moves the arrays in the state at `words[at]`, that after the command without them. Returns whether each
   * may: it lies at a frame's first unit, in a frame all of whose units are free by then, and no array moves
   * before it is allowed to.
   */
  move(answer: number, words: Int32Array, at: number): boolean {
    const grown = grownOf(answer);
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
    return this.isFree(memory) && this.isFree(reserved);
  }

  /** Whether an array may lie at a place, one more than its first unit; 0 is no place. */
  private isFree(place: number): boolean {
    if (place === 0) return true;
    const { views, scope } = this;
    const first = place - 1;
    if (first % unitsOf(scope) !== 0 || first + unitsOf(scope) > gridOf(scope)) return false;
    for (let unit = first; unit < first + unitsOf(scope); unit++)
      if (((views.bits[views.offsets.free + (unit >>> 5)]! >>> (unit & 31)) & 1) === 0) return false;
    return true;
  }
}
