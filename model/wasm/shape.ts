/** How what changes in a module's memory is divided: words, blocks of whole frames, and all else. */
import type { Ground } from "./ground.js";

/** So much of a frame that its content is known by one number: a multiple of 16 bytes at one of 16. */
export interface Block {
  /** The address, and how long it is. */
  readonly at: number;
  readonly bytes: number;
}

export interface Shape {
  /** The words that change and lie in no block, as indices of the memory. */
  readonly live: Int32Array;
  readonly blocks: readonly Block[];
  /** What lies in no block, as stretches of the region. */
  readonly between: readonly Block[];
}

/** A frame with more words that change is a block: a link or two are cheaper as they are. */
const FEW = 2;

/** Divides a region of which these words change. */
export function shapeOf(ground: Ground, changing: Int32Array): Shape {
  const { base, end, frameSize, region, length } = ground;
  const blocks: Block[] = [];
  for (let frame = base; frame < end; frame += frameSize) {
    const at = (frame + 15) & -16;
    const bytes = ((frame + frameSize) & -16) - at;
    const within = changing.filter((word) => 4 * word >= at && 4 * word < at + bytes);
    if (within.length > FEW) blocks.push({ at, bytes });
  }
  const edges = [region, ...blocks.flatMap(({ at, bytes }) => [at, at + bytes]), region + length];
  const between: Block[] = [];
  for (let e = 0; e < edges.length; e += 2) {
    const bytes = edges[e + 1]! - edges[e]!; // they come in pairs
    if (bytes > 0) between.push({ at: edges[e]!, bytes });
  }
  const isLoose = (word: number) => between.some(({ at, bytes }) => 4 * word >= at && 4 * word < at + bytes);
  return { live: changing.filter(isLoose), blocks, between };
}
