/** Bits and lists in a packed state. */

import type { FrameRange } from "../words/frames.js";
import { frameMask } from "../words/ranges.js";
import { gridOf, type Scope } from "../words/scope.js";
import { type Layout, type Place, placesOf, read } from "./layout.js";

/** The frames of a range as words of 32 bits. */
export function rangeBits(scope: Scope, range: FrameRange): Int32Array {
  return Int32Array.from(frameMask(gridOf(scope), range));
}

/** The bits of a range in the words of a packed state; none in a plane of a module that is not in force. */
export function shiftedBits(scope: Scope, plane: readonly Place[], { start, count }: FrameRange) {
  const end = Math.min(start + count, gridOf(scope), 32 * plane.length);
  const shares: { readonly word: number; readonly shift: number; readonly bits: number }[] = [];
  for (let w = start >>> 5; 32 * w < end; w++) {
    const low = Math.max(0, start - 32 * w);
    const high = Math.min(32, end - 32 * w);
    if (low >= high) continue;
    const { word, shift } = plane[w]!;
    shares.push({ word, shift, bits: ((-1 >>> (32 - high + low)) << low) << shift });
  }
  return shares;
}

/** A bag of numbers from 1 in one field, largest first and padded with 0, so that equal bags are equal. */
export class RangeList {
  readonly places: readonly Place[];

  constructor(layout: Layout, field: string) {
    this.places = placesOf(layout, field);
  }

  /** Puts a number in. Only a specification without one of its rules lacks room: the least is left out. */
  add(words: Int32Array, at: number, number: number): void {
    const { places } = this;
    let moving = number;
    for (let i = 0; i < places.length && moving !== 0; i++) {
      const here = read(words, at, places[i]!);
      if (here >= moving) continue;
      put(words, at, places[i]!, moving);
      moving = here;
    }
  }

  /** Takes one such number out, if there is one. */
  take(words: Int32Array, at: number, number: number): void {
    const { places } = this;
    let i = 0;
    while (i < places.length && read(words, at, places[i]!) !== number) i++;
    for (; i < places.length; i++)
      put(words, at, places[i]!, i + 1 < places.length ? read(words, at, places[i + 1]!) : 0);
  }

  clear(words: Int32Array, at: number): void {
    for (let i = 0; i < this.places.length; i++) put(words, at, this.places[i]!, 0);
  }
}

/** Writes a number to a place of the packed state that begins at `words[at]`. */
export function put(words: Int32Array, at: number, { word, shift, mask }: Place, number: number): void {
  words[at + word] = (words[at + word]! & ~(mask << shift)) | (number << shift);
}
