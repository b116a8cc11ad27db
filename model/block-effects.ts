/**
 * What accepted commands do where blocks exist: as in the core, but a `free` takes the whole block along,
 * whose length the state alone knows.
 */
import { Effects } from "./core-effects.js";
import { planesOf } from "./core-views.js";
import { argumentFaults } from "./foreign.js";
import { type Layout, type Place, placesOf, read } from "./layout.js";
import type { Scope } from "./scope.js";
import type { Command } from "./vocabulary.js";

/** No command that frees by a first frame. */
const NONE = -1;

export class BlockEffects extends Effects {
  /** For each command the frame it frees by, or `NONE`. */
  private readonly freed: Int32Array;
  private readonly frames: number;
  private readonly allocated: readonly Place[];
  private readonly begins: readonly Place[];

  constructor(scope: Scope, layout: Layout, commands: readonly Command[]) {
    super(scope, layout, commands);
    this.frames = scope.frames;
    this.freed = Int32Array.from(commands, (command) =>
      command.kind === "free" && argumentFaults(scope, command).length === 0 ? command.frame : NONE,
    );
    this.allocated = planesOf(scope, layout)[0] ?? [];
    this.begins = placesOf(layout, "begins");
  }

  override apply(c: number, answer: number, target: Int32Array, to: number): void {
    super.apply(c, answer, target, to);
    const first = this.freed[c]!;
    if (first === NONE) return;
    for (let frame = first + 1; frame < this.frames; frame++) {
      const { word, shift } = this.allocated[frame >>> 5]!;
      const place = this.begins[frame >>> 5]!;
      const bit = frame & 31;
      if (((read(target, to, place) >>> bit) & 1) === 1) return;
      if (((target[to + word]! >>> (shift + bit)) & 1) === 0) return;
      target[to + word]! &= ~(1 << (shift + bit));
    }
  }
}
