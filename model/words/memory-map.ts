/** What memory there is when a run begins, frame by frame: `4 free, 1 hole, 3 free`. */

import { isMisuse, Misuse } from "../basics/misuse.js";
import { quoted } from "../basics/wording.js";
import { BOUNDS } from "./bounds.js";
import { ABSENT, FREE, type FrameRange } from "./frames.js";

/** Free; reserved at birth, by owner 1; or no memory at all. */
export const MAP_KINDS = ["free", "reserved", "hole"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/** What each is as `observe` says it: what is reserved at birth is owner 1's. */
export const MAP_CODES: Readonly<Record<MapKind, number>> = { free: FREE, reserved: 1, hole: ABSENT };

/** Frames in a row that are alike when a run begins. */
export interface MapPart extends FrameRange {
  readonly kind: MapKind;
  /** The zone they belong to, from 1, where frames belong to zones. */
  readonly zone?: number;
}

/** The map in which every frame is free: what a run begins with where none is named. */
export const ALL_FREE = "free";

const PART = /^(\d+)\s+([a-z]+)(?:\s+zone\s+(\d+))?$/;
const EXAMPLE = 'for example "4 free, 1 hole, 3 free"';
const ZONES_EXAMPLE = 'for example "2 free zone 1, 3 free zone 2"';

/** The parts of a map as a person writes it; neighbours are of different kinds. Throws a `Misuse`. */
export function partsOfMap(text: string): readonly MapPart[] {
  const parts: MapPart[] = [];
  let start = 0;
  for (const piece of text.split(",").map((each) => each.trim())) {
    const [, number = "0", word = "", named] = PART.exec(piece) ?? [];
    const kind = MAP_KINDS.find((each) => each === word);
    const count = Number(number);
    if (kind === undefined || count === 0)
      throw new Misuse(
        "bad-map",
        `${quoted(piece)} in the map is no count of frames that are ${MAP_KINDS.join(", ")}`,
        /\bzone/.test(piece) ? ZONES_EXAMPLE : EXAMPLE,
      );
    const zone = named === undefined ? {} : { zone: Number(named) };
    const last = parts.at(-1);
    if (last?.kind === kind && last.zone === zone.zone)
      parts[parts.length - 1] = { ...last, count: last.count + count };
    else parts.push({ kind, start, count, ...zone });
    start += count;
  }
  requireZones(parts);
  return parts;
}

/** Every part names its zone, or none does, and no number is left out. Throws a `Misuse`. */
function requireZones(parts: readonly MapPart[]): void {
  const zones = new Set(parts.map(({ zone }) => zone));
  if (zones.size === 1 && zones.has(undefined)) return;
  const most = BOUNDS.zones.most;
  const numbers = Array.from({ length: Math.min(zones.size, most) }, (_, i) => i + 1);
  if (zones.size <= most && numbers.every((zone) => zones.has(zone))) return;
  throw new Misuse(
    "bad-map",
    "the zones of the map are not numbered from 1, each part with one",
    ZONES_EXAMPLE,
  );
}

/** How many zones the parts of a map name; 0 where they name none. */
export function zonesNamed(parts: readonly MapPart[]): number {
  return Math.max(0, ...parts.map(({ zone = 0 }) => zone));
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
  if (parts.every(({ kind, zone }) => kind === "free" && zone === undefined)) return ALL_FREE;
  return parts
    .map(({ kind, count, zone }) => `${count} ${kind}${zone === undefined ? "" : ` zone ${zone}`}`)
    .join(", ");
}

/** What a claim says of the map, behind its frames. */
export function beginningAs(map: string): string {
  return map === ALL_FREE ? "" : ` that begin as ${map},`;
}
