/**
 * The fields that modules beyond the core add to a state, and the views read from them.
 *
 * With `blocks` one more bit a frame says that a block begins there; the allocated frames behind it that
 * have no such bit belong to it. With `phases` one bit says that boot is over.
 */
import type { Shape } from "./blocks.js";
import { CoreViews, coreFields } from "./core-views.js";
import { type Field, type Layout, type Place, placesOf, read } from "./layout.js";
import { type Scope, wordsFor } from "./scope.js";
import type { Command } from "./vocabulary.js";

/** The fields of a state, those of the core first. */
export function fieldsOf(scope: Scope): Field[] {
  const plane = { entries: wordsFor(scope.frames), bits: Math.min(32, scope.frames) };
  return [
    ...coreFields(scope),
    ...(scope.modules.includes("blocks") ? [{ id: "begins", ...plane }] : []),
    ...(scope.modules.includes("phases") ? [{ id: "boot-over", entries: 1, bits: 1 }] : []),
  ];
}

/** The shapes of block that some commands ask for, each once, in their order. */
export function shapesIn(commands: readonly Command[]): Shape[] {
  return commands.flatMap((command) =>
    command.kind === "alloc-block" ? [{ count: command.count, align: command.align }] : [],
  );
}

/** The views of a scope with modules beyond the core. */
export class ModuleViews extends CoreViews {
  private readonly begins: readonly Place[];
  private readonly bootOver: readonly Place[];
  private readonly shapeList: readonly Shape[];
  /** For each shape the frames it may begin at, `frameWords` words each. */
  private readonly aligned: Int32Array;
  /** For each length the frames with which a free run of it begins. */
  private readonly runs: Int32Array;

  constructor(scope: Scope, layout: Layout, shapes: readonly Shape[]) {
    super(scope, layout, shapes.length);
    this.shapeList = shapes;
    const { modules, frames } = scope;
    this.begins = modules.includes("blocks") ? placesOf(layout, "begins") : [];
    this.bootOver = modules.includes("phases") ? placesOf(layout, "boot-over") : [];
    this.aligned = new Int32Array(shapes.length * this.frameWords);
    shapes.forEach(({ align }, s) => {
      for (let frame = 0; frame < frames; frame += align)
        this.aligned[s * this.frameWords + (frame >>> 5)]! |= 1 << (frame & 31);
    });
    this.runs = new Int32Array((Math.max(frames, ...shapes.map(({ count }) => count)) + 1) * this.frameWords);
    if (modules.includes("foreign")) this.bits[this.offset("argument")] = 1;
  }

  override look(words: Int32Array, at: number): void {
    super.look(words, at);
    for (const place of this.bootOver) this.bits[this.further["boot-over"]] = read(words, at, place);
    if (this.begins.length === 0) return;
    this.lookAtBlocks(words, at);
    this.lookForRoom();
  }

  private lookAtBlocks(words: Int32Array, at: number): void {
    const { bits, offsets, further, frameWords } = this;
    for (let w = 0; w < frameWords; w++) {
      const begins = read(words, at, this.begins[w]!);
      bits[further.begins + w] = begins;
      bits[further.inside + w] = bits[offsets.allocated + w]! & ~begins;
    }
    for (let w = 0; w < frameWords; w++) {
      const inside = bits[further.inside + w]!;
      const insideNext = w + 1 < frameWords ? bits[further.inside + w + 1]! : 0;
      bits[further.continued + w] = (inside >>> 1) | (insideNext << 31);
      const before = w > 0 ? bits[offsets.allocated + w - 1]! >>> 31 : 0;
      const allocated = bits[offsets.allocated + w]!;
      bits[further.stray + w] =
        (inside & ~((allocated << 1) | before)) | (bits[further.begins + w]! & ~allocated);
    }
  }

  /** A run of one more frame begins where one begins that is followed by a free frame. */
  private lookForRoom(): void {
    const { bits, further, frameWords, runs, aligned, shapeList } = this;
    for (let w = 0; w < frameWords; w++) runs[w] = -1;
    for (let count = 1; count * frameWords < runs.length; count++)
      for (let w = 0; w < frameWords; w++)
        runs[count * frameWords + w] =
          runs[(count - 1) * frameWords + w]! & this.freeFrom(count - 1 + 32 * w);
    for (let w = 0; w < wordsFor(shapeList.length); w++) bits[further["no-room"] + w] = 0;
    for (let s = 0; s < shapeList.length; s++) {
      let places = 0;
      for (let w = 0; w < frameWords; w++) {
        const room = runs[shapeList[s]!.count * frameWords + w]! & aligned[s * frameWords + w]!;
        bits[further.room + s * frameWords + w] = room;
        places |= room;
      }
      if (places === 0) bits[further["no-room"] + (s >>> 5)]! |= 1 << (s & 31);
    }
  }

  /** The free bits of 32 frames from `frame` on; of frames that are not there, none. */
  private freeFrom(frame: number): number {
    const { bits, offsets, frameWords } = this;
    const w = frame >>> 5;
    const shift = frame & 31;
    if (w >= frameWords) return 0;
    const low = bits[offsets.free + w]! >>> shift;
    if (shift === 0 || w + 1 >= frameWords) return low;
    return low | (bits[offsets.free + w + 1]! << (32 - shift));
  }
}
