/** Allocators of several zones: lists with fallback, nodes by their distance, pools that serve alone. */
import { type AllocatorDefinition, defineAllocator, fromObject, memoryOf, type Scope } from "../../index.js";

/** One zone of a list allocator: its free frames, the next one last, and how many it believes to have. */
interface Zone {
  readonly free: number[];
  left: number;
}

/** As a zonelist: a request for a zone takes from it, or from those below it. */
class ZoneList {
  readonly zones: Zone[] = [];
  readonly zoneOf: number[];
  constructor(scope: Scope) {
    this.zoneOf = memoryOf(scope).flatMap(({ count, zone }) => new Array<number>(count).fill(zone - 1));
    for (const [frame, zone] of this.zoneOf.entries()) {
      for (let z = this.zones.length; z <= zone; z++) this.zones.push({ free: [], left: 0 });
      this.put(zone, frame);
    }
  }
  alloc(asked: number): number | null {
    const from = this.order(asked).find((zone) => (this.zones[zone]?.left ?? 0) > 0);
    if (from === undefined) return null;
    const frame = this.zones[from]!.free.pop();
    if (frame === undefined) return null;
    this.zones[this.charged(asked, from)]!.left--;
    return frame;
  }
  free(frame: number): boolean {
    if (this.zones.some(({ free }) => free.includes(frame))) return false;
    this.put(this.home(frame), frame);
    return true;
  }
  /** The zones that serve a request, in their order. */
  protected order(asked: number): number[] {
    return Array.from({ length: asked }, (_, i) => asked - 1 - i);
  }
  protected charged(_asked: number, from: number): number {
    return from;
  }
  protected home(frame: number): number {
    return this.zoneOf[frame]!;
  }
  private put(zone: number, frame: number): void {
    const { free } = this.zones[zone]!;
    free.push(frame);
    free.sort((a, b) => b - a);
    this.zones[zone]!.left++;
  }
}

/** Takes what is next, whatever zone it is of. */
class FallsAnywhere extends ZoneList {
  protected override order(asked: number): number[] {
    const above = [...this.zones.keys()].filter((zone) => zone >= asked);
    return [...super.order(asked), ...above];
  }
}

/** The zone that was asked for has one frame less, wherever it was taken. */
class ChargesTheAsked extends ZoneList {
  protected override charged(asked: number): number {
    return asked - 1;
  }
}

/** What is freed goes to the zone that is filled last. */
class ReturnsToTheLast extends ZoneList {
  protected override home(): number {
    return this.zones.length - 1;
  }
}

class LowestFirst extends ZoneList {
  protected override order(asked: number): number[] {
    return super.order(asked).reverse();
  }
}

class OwnAlone extends ZoneList {
  protected override order(asked: number): number[] {
    return [asked - 1];
  }
}

/** Nodes as words of bits: the nearest that has a free frame serves, the lower one of two as near. */
class Nodes {
  readonly taken: number[] = [];
  readonly first: number[] = [];
  readonly counts: number[] = [];
  constructor(scope: Scope) {
    for (const { start, count } of memoryOf(scope)) {
      this.first.push(start);
      this.counts.push(count);
      this.taken.push(0);
    }
  }
  alloc(node: number): number {
    for (const from of [node, ...nearest(node, this.counts.length)]) {
      const bit = this.freeBit(from - 1);
      if (bit < 0) continue;
      this.taken[from - 1]! |= 1 << bit;
      return this.first[from - 1]! + bit;
    }
    return -1;
  }
  free(frame: number): boolean {
    const node = this.first.findLastIndex((first) => first <= frame);
    const bit = 1 << (frame - this.first[node]!);
    if ((this.taken[node]! & bit) === 0) return false;
    this.taken[node]! &= ~bit;
    return true;
  }
  protected freeBit(node: number): number {
    for (let bit = 0; bit < (this.counts[node] ?? 0); bit++)
      if ((this.taken[node]! & (1 << bit)) === 0) return bit;
    return -1;
  }
}

/** Counts the frames of the first node for every one. */
class NodesOfOneSize extends Nodes {
  protected override freeBit(node: number): number {
    for (let bit = 0; bit < this.counts[0]!; bit++) if ((this.taken[node]! & (1 << bit)) === 0) return bit;
    return -1;
  }
}

function nearest(node: number, nodes: number): number[] {
  const others = Array.from({ length: nodes }, (_, i) => i + 1).filter((other) => other !== node);
  return others.sort((a, b) => Math.abs(a - node) - Math.abs(b - node) || a - b);
}

/** Such an allocator; more of its definition says what it promises. */
function ofZones<T extends ZoneList | Nodes>(
  name: string,
  make: (scope: Scope) => T,
  more: Pick<AllocatorDefinition, "fallback" | "placement"> = {},
): AllocatorDefinition {
  return defineAllocator({
    name,
    ...more,
    make: fromObject<T>({
      make,
      calls: {
        "alloc-zone": (pool, { zone }) => pool.alloc(zone),
        free: (pool, { frame }) => pool.free(frame),
      },
    }),
  });
}

const LOWER = { fallback: "lower", placement: "preferred-zone" } as const;
const UNORDERED = { fallback: "lower" } as const;
const NEAREST = { fallback: nearest, placement: "preferred-zone" } as const;

export const zoneList = ofZones("zone-list", (scope) => new ZoneList(scope), LOWER);
export const nodes = ofZones("nodes", (scope) => new Nodes(scope), NEAREST);
export const ownPools = ofZones("own-pools", (scope) => new OwnAlone(scope));
export const fallsAnywhere = ofZones("falls-anywhere", (scope) => new FallsAnywhere(scope), LOWER);
export const chargesTheAsked = ofZones("charges-the-asked", (scope) => new ChargesTheAsked(scope), UNORDERED);
export const returnsToTheLast = ofZones(
  "returns-to-the-last",
  (scope) => new ReturnsToTheLast(scope),
  UNORDERED,
);
export const lowestFirst = ofZones("lowest-first", (scope) => new LowestFirst(scope), LOWER);
export const refusesEarly = ofZones("refuses-early", (scope) => new OwnAlone(scope), LOWER);
export const nodesOfOneSize = ofZones("nodes-of-one-size", (scope) => new NodesOfOneSize(scope), NEAREST);
