/** What memory there is when a run begins, frame by frame: `4 free, 1 hole, 3 free`. */

import type { FrameRange } from "./frames.js";
import { isMisuse, Misuse } from "./misuse.js";
import { quoted } from "./wording.js";

/** Free; reserved at birth, by owner 1; or no memory at all. */
export const MAP_KINDS = ["free", "reserved", "hole"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/** Frames in a row that are alike when a run begins. */
export interface MapPart extends FrameRange {
  readonly kind: MapKind;
}

/** The map in which every frame is free: what a run begins with where none is named. */
export const ALL_FREE = "free";

const PART = /^(\d+)\s+([a-z]+)$/;
const EXAMPLE = 'for example "4 free, 1 hole, 3 free"';

/** The parts of a map as a person writes it; neighbours are of different kinds. Throws a `Misuse`. */
export function partsOfMap(text: string): readonly MapPart[] {
  const parts: MapPart[] = [];
  let start = 0;
  for (const piece of text.split(",").map((each) => each.trim())) {
    const [, number = "0", word = ""] = PART.exec(piece) ?? [];
    const kind = MAP_KINDS.find((each) => each === word);
    const count = Number(number);
    if (kind === undefined || count === 0)
      throw new Misuse(
        "bad-map",
        `${quoted(piece)} in the map is no count of frames that are ${MAP_KINDS.join(", ")}`,
        EXAMPLE,
      );
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { ...last, count: last.count + count };
    else parts.push({ kind, start, count });
    start += count;
  }
  return parts;
}

/** Whether a text is a map of no more than `most` frames. */
export function isMap(text: string, most: number): boolean {
  try {
    return framesIn(partsOfMap(text)) <= most;
  } catch (error) {
    if (isMisuse(error)) return false;
    throw error;
  }
}

/** How many frames a map has. */
export function framesIn(parts: readonly MapPart[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

/** The one text of a map: `ALL_FREE` where all of it is. */
export function mapText(parts: readonly MapPart[]): string {
  if (parts.every(({ kind }) => kind === "free")) return ALL_FREE;
  return parts.map(({ kind, count }) => `${count} ${kind}`).join(", ");
}

/** What a claim says of the map, behind its frames. */
export function beginningAs(map: string): string {
  return map === ALL_FREE ? "" : ` that begin as ${map},`;
}
