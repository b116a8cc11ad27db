/** What a state is like, as one number: states of a signature that is rare are worth going on from. */

import { bitCount } from "../../model/basics/bits.js";
import type { Specification } from "../../model/specification/specification.js";

/** The state that the specification looked at: which reasons refuse something, and how memory lies. */
export function signatureOf({ judgement, views, layout }: Specification, words: Int32Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const { at, words: count, reasons } of judgement.groups) {
    let refused = 0;
    for (let i = 0; i < reasons; i++) {
      let any = 0;
      for (let w = 0; w < count; w++) any |= judgement.sets[at + i * count + w]!;
      if (any !== 0) refused |= 1 << i;
    }
    hash = mixed(hash, refused);
  }
  const { bits, offsets, frameWords } = views;
  let free = 0;
  let allocated = 0;
  let runs = 0;
  let carry = 0;
  for (let w = 0; w < frameWords; w++) {
    const now = bits[offsets.free + w]!;
    free += bitCount(now);
    allocated += bitCount(bits[offsets.allocated + w]!);
    runs += bitCount(now & ~((now << 1) | carry)); // the lowest frame of each run
    carry = now >>> 31;
  }
  let slices = 0;
  for (const { word, shift, mask } of layout.places.get("slices") ?? [])
    if (((words[word]! >>> shift) & mask) !== 0) slices++;
  hash = mixed(hash, (log2(free) << 12) | (log2(allocated) << 8) | (log2(runs) << 4) | slices);
  return hash;
}

function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x01000193);
  return product ^ (product >>> 15);
}

function log2(count: number): number {
  return 32 - Math.clz32(count);
}
