/**
 * Which words of a module's memory ever change: walks of a client that does what is legal by the answers it
 * got. A word that changes only elsewhere is still seen by the search; this makes it cheap.
 */
import type { CommandKind } from "../words/commands.js";
import type { FrameRange } from "../words/frames.js";
import { memoryOf, zonesOf } from "../words/initial-memory.js";
import type { Scope } from "../words/scope.js";
import type { Method } from "./commands.js";

/** What is walked through. */
export interface Ground {
  readonly scope: Scope;
  readonly offered: ReadonlyMap<CommandKind, Method>;
  readonly memory: Int32Array;
  /** The first word that is looked at, and what all of them hold at the beginning. */
  readonly start: number;
  readonly first: Int32Array;
  /** Back to the beginning. */
  readonly again: () => void;
}

const WALKS = 32;
/** So many commands a frame has each walk. */
const COMMANDS_A_FRAME = 10;
/** Words that are looked at, over all walks: in a large pool not after each command. */
const MOST_LOOKED_AT = 2 ** 27;
const SEED = 0x9e3779b9;

/** The words that change, lowest first. */
export function liveWords(ground: Ground): Int32Array {
  const { memory, start, first, again, scope } = ground;
  const live = new Uint8Array(first.length);
  const draw = drawer();
  const commands = COMMANDS_A_FRAME * scope.frames;
  const every = Math.ceil((WALKS * commands * first.length) / MOST_LOOKED_AT);
  for (let walk = 0; walk < WALKS; walk++) {
    again();
    const client = new Client(ground, draw);
    for (let n = 1; n <= commands; n++) {
      if (!client.act()) break; // the search will find what went wrong
      if (memory.length === 0) return wordsOf(live, start); // it has grown, which the search will find too
      if (n % every !== 0) continue;
      for (let w = 0; w < first.length; w++) if (memory[start + w] !== first[w]) live[w] = 1;
    }
  }
  return wordsOf(live, start);
}

function wordsOf(live: Uint8Array, start: number): Int32Array {
  return Int32Array.from(live.keys())
    .filter((w) => live[w] === 1)
    .map((w) => start + w);
}

/** The same numbers every time. */
function drawer(): (below: number) => number {
  let state = SEED;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) + SEED;
    return ((state ^ (state >>> 15)) >>> 0) % below;
  };
}

interface Reservation extends FrameRange {
  readonly owner: number;
}

/** A client that gives back what it has. */
class Client {
  private readonly reserved: Reservation[] = [];
  private readonly slices: FrameRange[] = [];
  private readonly blocks: FrameRange[] = [];
  /** What is no memory. */
  private readonly absent: FrameRange[];

  constructor(
    private readonly ground: Ground,
    private readonly draw: (below: number) => number,
  ) {
    this.absent = memoryOf(ground.scope).filter(({ kind }) => kind === "hole");
  }

  /** Gives one command; false where it was ended. */
  act(): boolean {
    const kinds = [...this.ground.offered.keys()];
    const kind = kinds[this.draw(kinds.length)]!; // something is offered
    try {
      this.give(kind, this.ground.offered.get(kind)!); // one of its keys
      return true;
    } catch {
      return false;
    }
  }

  private give(kind: CommandKind, method: Method): void {
    const { draw, reserved, slices, blocks, absent } = this;
    const { frames, owners } = this.ground.scope;
    const start = draw(frames);
    const count = 1 + draw(Math.min(frames - start, 1 + draw(frames)));
    switch (kind) {
      case "reserve": {
        const owner = 1 + draw(owners);
        if (this.isFree({ start, count }) && method(start, count, owner) >= 0)
          reserved.push({ start, count, owner });
        return;
      }
      case "release": {
        const range = pick(reserved, draw);
        if (range === undefined || slices.some((slice) => overlap(slice, range))) return;
        if (method(range.start, range.count, range.owner) >= 0) remove(reserved, range);
        return;
      }
      case "add": {
        const range = pick(absent, draw);
        if (range !== undefined && method(range.start, range.count, 0) >= 0) remove(absent, range);
        return;
      }
      case "remove":
        if (this.isFree({ start, count }) && method(start, count) >= 0) absent.push({ start, count });
        return;
      case "borrow": {
        const range = pick(reserved, draw);
        if (range === undefined || slices.length >= this.ground.scope.slices) return;
        const from = draw(range.count);
        const slice = { start: range.start + from, count: 1 + draw(range.count - from) };
        if (method(slice.start, slice.count) >= 0) slices.push(slice);
        return;
      }
      case "drop": {
        const slice = pick(slices, draw);
        if (slice !== undefined && method(slice.start, slice.count) >= 0) remove(slices, slice);
        return;
      }
      case "alloc":
      case "alloc-zone": {
        const answer = method(1 + draw(Math.max(1, zonesOf(this.ground.scope))));
        if (answer >= 0) blocks.push({ start: answer, count: 1 });
        return;
      }
      case "alloc-block": {
        const size = 1 + draw(frames);
        const answer = method(size, 1 << draw(Math.ceil(Math.log2(frames + 1))));
        if (answer >= 0) blocks.push({ start: answer, count: size });
        return;
      }
      case "free":
      case "free-block": {
        const block = pick(blocks, draw);
        if (block === undefined || (kind === "free" && block.count > 1 && draw(2) === 0)) return;
        if (method(block.start, block.count) >= 0) remove(blocks, block);
        return;
      }
      case "share": {
        const block = pick(blocks, draw);
        if (block?.count === 1 && draw(2) === 0 && method(block.start) >= 0) blocks.push({ ...block });
        return;
      }
      case "resize":
      case "realloc": {
        const block = pick(blocks, draw);
        if (block === undefined) return;
        const to = 1 + draw(frames);
        const answer = method(block.start, block.count, to);
        if (answer < 0) return;
        remove(blocks, block);
        blocks.push({ start: kind === "realloc" ? answer : block.start, count: to });
        return;
      }
      default:
        if (draw(LATE) === 0) method();
    }
  }

  private isFree(range: FrameRange): boolean {
    return ![...this.reserved, ...this.blocks, ...this.absent].some((held) => overlap(held, range));
  }
}

/** What ends something comes only so often. */
const LATE = 16;

function pick<T>(list: readonly T[], draw: (below: number) => number): T | undefined {
  return list.length === 0 ? undefined : list[draw(list.length)];
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}

function overlap(one: FrameRange, other: FrameRange): boolean {
  return one.start < other.start + other.count && other.start < one.start + one.count;
}
