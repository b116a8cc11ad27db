/**
 * The abstract state of the core, packed: its fields and the views read from it.
 *
 * One bit a frame says allocated, one bit a frame and owner says reserved by that owner; live slices
 * are a list of range numbers plus one, largest first and padded with 0, since identity does not
 * matter. All zeros is the state in which every frame is free.
 */

import type { Command, CommandKind } from "../words/commands.js";
import type { RangeNumbers } from "../words/range-numbers.js";
import { frameMask, wordsFor } from "../words/ranges.js";
import { gridOf, type Scope } from "../words/scope.js";
import { CORE_VIEWS } from "./core-views.js";
import { bitsFor, type Field, type Layout, type Place, placesOf } from "./layout.js";
import type { View, Views } from "./view.js";

/** The fields of a core state; other modules add theirs behind them. */
export function coreFields(scope: Scope, ranges: RangeNumbers): Field[] {
  const plane = planeOf(scope);
  const fields: Field[] = [{ id: "allocated", ...plane }];
  for (let owner = 1; owner <= scope.owners; owner++) fields.push({ id: `owner-${owner}`, ...plane });
  fields.push({ id: "slices", entries: scope.slices, bits: bitsFor(ranges.count) });
  return fields;
}

/** One bit a frame. */
export function planeOf(scope: Scope): Omit<Field, "id"> {
  return { entries: wordsFor(gridOf(scope)), bits: Math.min(32, gridOf(scope)) };
}

/** The views of one state: `look` fills `bits`, guards read them at the offsets of `offset`. */
export class CoreViews {
  readonly bits: Int32Array;
  /** Where each view of the core begins in `bits`. */
  readonly offsets: Readonly<Record<keyof typeof CORE_VIEWS, number>>;
  /** Where each view in force begins. */
  private readonly first: ReadonlyMap<View, number>;
  readonly frameWords: number;
  private readonly rangeWords: number;
  private readonly owners: number;
  /** How many commands of some kinds there are. */
  private readonly numberOf: (kinds: readonly CommandKind[]) => number;
  /** The planes in columns: word `w` of plane `p` at `p * frameWords + w`. */
  private readonly planes: Columns;
  private readonly slices: Columns;
  /** The ranges of the live slices of one state. */
  private readonly ranges: Int32Array;
  /** The frames of each range, `frameWords` words a range. */
  private readonly rangeMasks: Int32Array;
  /** For each range its first word among these that is not empty, and the end of those. */
  private readonly rangeWordsFrom: Int32Array;
  private readonly rangeWordsTo: Int32Array;
  /** All frames of the scope. */
  readonly all: readonly number[];

  /** `further` are the views of the other modules in force. */
  constructor(
    scope: Scope,
    layout: Layout,
    numbers: RangeNumbers,
    commands: readonly Command[] = [],
    further: readonly Views[] = [],
  ) {
    this.numberOf = (kinds) => commands.filter(({ kind }) => kinds.includes(kind)).length;
    const frames = gridOf(scope);
    this.frameWords = wordsFor(frames);
    this.rangeWords = wordsFor(numbers.count);
    this.owners = scope.owners;
    this.planes = columnsOf(planesOf(scope, layout).flat());
    this.slices = columnsOf(placesOf(layout, "slices"));
    this.ranges = new Int32Array(scope.slices);
    this.rangeMasks = numbers.masks();
    const masks = Array.from({ length: numbers.count }, (_, i) =>
      this.rangeMasks.subarray(i * this.frameWords, (i + 1) * this.frameWords),
    );
    this.rangeWordsFrom = Int32Array.from(masks, (mask) =>
      Math.max(
        0,
        mask.findIndex((word) => word !== 0),
      ),
    );
    this.rangeWordsTo = Int32Array.from(masks, (mask) => mask.findLastIndex((word) => word !== 0) + 1);
    this.all = frameMask(frames, { start: 0, count: frames });
    let next = 0;
    const first = new Map<View, number>();
    for (const view of [CORE_VIEWS, ...further].flatMap((views) => Object.values(views))) {
      first.set(view, next);
      next += this.wordsOf(view) * (view.perOwner ? scope.owners : 1);
    }
    this.first = first;
    this.offsets = this.offsetsOf(CORE_VIEWS);
    this.bits = new Int32Array(next);
  }

  /** Whether a view is in force. */
  has(view: View): boolean {
    return this.first.has(view);
  }

  /** Where a view in force begins in `bits`; `owner` chooses among the sets of a view kept per owner. */
  offset(view: View, owner = 1): number {
    const first = this.first.get(view);
    if (first === undefined) throw new Error(`internal: the view ${view.id} is not in force`);
    return first + (view.perOwner ? (owner - 1) * this.wordsOf(view) : 0);
  }

  /** Where the views of a module in force begin, by their ids. */
  offsetsOf<Id extends string>(views: Views<Id>): Readonly<Record<Id, number>> {
    const offsets = Object.entries<View>(views).map(([id, view]) => [id, this.offset(view)]);
    return Object.fromEntries(offsets) as Record<Id, number>; // one for each view
  }

  /** How many words one set of a view has. */
  wordsOf({ over, of }: View): number {
    switch (over) {
      case "frames":
        return this.frameWords;
      case "ranges":
        return this.rangeWords;
      case "commands":
        return wordsFor(this.numberOf(of));
      case "frames-by-command":
        return this.numberOf(of) * this.frameWords;
      case "whole":
        return 1;
    }
  }

  /**
   * Computes every view of the packed state at `words[at]`; `mixed`, which takes the longest where many
   * ranges are named, only for who asks for it.
   */
  look(words: Int32Array, at: number, mixed = true): void {
    const { bits, offsets } = this;
    bits[offsets.exhausted] = 1;
    for (let w = 0; w < this.frameWords; w++) this.lookAtFrames(words, at, w);
    this.lookAtSlices(words, at);
    if (mixed && this.owners > 1) this.lookAtMixed();
  }

  private lookAtFrames(words: Int32Array, at: number, w: number): void {
    const { bits, offsets, owners, frameWords, all } = this;
    const { wordOf, shiftOf, mask } = this.planes;
    const allocated = (words[at + wordOf[w]!]! >>> shiftOf[w]!) & mask;
    let reserved = 0;
    let contested = 0;
    for (let plane = frameWords + w; plane < wordOf.length; plane += frameWords) {
      const held = (words[at + wordOf[plane]!]! >>> shiftOf[plane]!) & mask;
      contested |= reserved & held;
      reserved |= held;
      bits[offsets.foreign + plane - frameWords] = held;
    }
    for (let owner = 0; owner < owners; owner++) {
      const foreign = offsets.foreign + owner * frameWords + w;
      bits[foreign] = reserved & ~bits[foreign]!;
    }
    const free = all[w]! & ~(reserved | allocated);
    bits[offsets.free + w] = free;
    bits[offsets.allocated + w] = allocated;
    bits[offsets.reserved + w] = reserved;
    bits[offsets.unreserved + w] = all[w]! & ~reserved;
    bits[offsets.contested + w] = contested | (allocated & reserved);
    if (free !== 0) bits[offsets.exhausted] = 0;
  }

  private lookAtSlices(words: Int32Array, at: number): void {
    const { bits, offsets, frameWords, rangeWords, rangeMasks, ranges } = this;
    const { wordOf, shiftOf, mask } = this.slices;
    const { present, absent, live } = offsets;
    let count = 0;
    for (; count < wordOf.length; count++) {
      const range = ((words[at + wordOf[count]!]! >>> shiftOf[count]!) & mask) - 1;
      if (range < 0) break;
      ranges[count] = range;
    }
    // Word by word, so that each is kept in a register until it is whole.
    for (let w = 0; w < frameWords; w++) {
      let frames = 0;
      for (let i = 0; i < count; i++) frames |= rangeMasks[ranges[i]! * frameWords + w]!;
      bits[live + w] = frames;
    }
    for (let w = 0; w < rangeWords; w++) {
      let those = 0;
      for (let i = 0; i < count; i++) those |= ranges[i]! >>> 5 === w ? 1 << (ranges[i]! & 31) : 0;
      bits[present + w] = those;
      bits[absent + w] = ~those;
    }
    bits[offsets["slices-full"]] = count === wordOf.length ? 1 : 0;
  }

  /** A range is mixed when it has frames reserved by someone for whom others of it are foreign. */
  private lookAtMixed(): void {
    const { bits, offsets, frameWords, owners, rangeMasks, rangeWordsFrom, rangeWordsTo } = this;
    for (let w = 0; w < this.rangeWords; w++) bits[offsets.mixed + w] = 0;
    for (let range = 0; range < rangeWordsTo.length; range++) {
      const to = rangeWordsTo[range]!;
      let holders = 0;
      for (let owner = 0; owner < owners; owner++) {
        let held = 0;
        for (let w = rangeWordsFrom[range]!; w < to; w++)
          held |=
            rangeMasks[range * frameWords + w]! &
            bits[offsets.reserved + w]! &
            ~bits[offsets.foreign + owner * frameWords + w]!;
        if (held !== 0) holders++;
      }
      if (holders > 1) bits[offsets.mixed + (range >>> 5)]! |= 1 << (range & 31);
    }
  }
}

/** Places in columns, all of one mask. */
interface Columns {
  readonly wordOf: Int32Array;
  readonly shiftOf: Int32Array;
  readonly mask: number;
}

function columnsOf(places: readonly Place[]): Columns {
  return {
    wordOf: Int32Array.from(places, ({ word }) => word),
    shiftOf: Int32Array.from(places, ({ shift }) => shift),
    mask: places[0]?.mask ?? 0,
  };
}

/** The bit planes of the frames: allocated first, then one for each owner, each in words of 32 frames. */
export function planesOf(scope: Scope, layout: Layout): (readonly Place[])[] {
  const owners = Array.from({ length: scope.owners }, (_, i) => `owner-${i + 1}`);
  return ["allocated", ...owners].map((field) => placesOf(layout, field));
}
