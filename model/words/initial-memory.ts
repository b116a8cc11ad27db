/** What memory there is when a run begins, and to which zone each frame belongs. */
import { optionsGiven } from "../basics/given.js";
import { Misuse } from "../basics/misuse.js";
import { ALL_FREE, type MapPart, partsOfMap, zonesNamed } from "./memory-map.js";
import { boundIn, type Scope } from "./scope.js";

/** Frames in a row that are alike when a run begins, all of one zone. */
export interface MemoryPart extends MapPart {
  /** From 1; where frames belong to no zones, all are of the first. */
  readonly zone: number;
}

/** What memory there is when a run begins: frames in a row that are alike, and of one zone. */
export function memoryOf(scope: Scope): readonly MemoryPart[] {
  const { frames, initial } = optionsGiven(
    "memoryOf",
    scope,
    "memoryOf(scope), with the scope that make is given",
  );
  if (typeof initial !== "string")
    throw new Misuse("bad-scope", "memoryOf needs a whole scope", "give it the one that make is given");
  const parts: readonly MapPart[] =
    initial === ALL_FREE ? [{ kind: "free", start: 0, count: frames }] : partsOfMap(initial);
  const zones = Math.max(1, zonesOf(scope));
  // Where no part names its zone, the frames are shared out as evenly as they can be.
  const shared = (frame: number) => 1 + Math.floor((frame * zones) / frames);
  return parts.flatMap((part) =>
    part.zone === undefined ? splitBy(shared, part) : [{ ...part, zone: part.zone }],
  );
}

/** Whether every frame is free when a run begins. */
export function isAllFree(scope: Scope): boolean {
  return memoryOf(scope).every(({ kind }) => kind === "free");
}

/** How many zones there are, numbered from 1; 0 where there are none. */
export function zonesOf(scope: Scope): number {
  if (!scope.modules.includes("zones")) return 0;
  const named = scope.initial === ALL_FREE ? 0 : zonesNamed(partsOfMap(scope.initial));
  return named === 0 ? boundIn(scope, "zones") : named;
}

/** The zone of each frame. */
export function zoneOfEach(scope: Scope): readonly number[] {
  return memoryOf(scope).flatMap(({ count, zone }) => new Array<number>(count).fill(zone));
}

function splitBy(zoneOf: (frame: number) => number, { kind, start, count }: MapPart): MemoryPart[] {
  const parts: MemoryPart[] = [];
  for (let frame = start; frame < start + count; frame++) {
    const zone = zoneOf(frame);
    const last = parts.at(-1);
    if (last?.zone === zone) parts[parts.length - 1] = { ...last, count: last.count + 1 };
    else parts.push({ kind, start: frame, count: 1, zone });
  }
  return parts;
}
