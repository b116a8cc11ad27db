/** Allocators that are asked for bytes, and keep a header before each block: sound, and as such go wrong. */
import { type AllocatorDefinition, defineAllocator, fromObject } from "../../index.js";

const UNIT = 8;
const HEADER = 8;
const BASE = 0x1000;

interface Piece {
  readonly at: number;
  size: number;
  used: boolean;
}

/** Pieces of memory by address, each with its header; first fit, and neighbours that are free become one. */
class ByteHeap {
  readonly pieces: Piece[];
  constructor(readonly bytes: number) {
    this.pieces = [{ at: BASE, size: bytes, used: false }];
  }

  alloc(bytes: number): number {
    const need = this.need(bytes);
    if (bytes === 0 || this.isLess(need, bytes)) return -1;
    const i = this.pieces.findIndex((piece) => !piece.used && this.holds(piece, need));
    const piece = this.pieces[i];
    if (piece === undefined) return -1;
    this.split(i, piece, need);
    piece.used = true;
    return piece.at + HEADER;
  }

  free(address: number): boolean {
    const i = this.pieces.findIndex(({ at, used }) => used && at === address - HEADER);
    const piece = this.pieces[i];
    if (piece === undefined) return false;
    piece.used = false;
    this.merge(i);
    this.merge(i - 1);
    return true;
  }

  /** With its header, in whole units. */
  protected need(bytes: number): number {
    return Math.ceil(bytes / UNIT) * UNIT + HEADER;
  }
  protected isLess(need: number, bytes: number): boolean {
    return need < bytes;
  }
  protected holds({ size }: Piece, need: number): boolean {
    return size >= need;
  }
  /** What is left is a piece of its own, unless it is too small to be one. */
  protected split(i: number, piece: Piece, need: number): void {
    const rest = piece.size - need;
    if (rest < HEADER + UNIT) return;
    this.pieces.splice(i + 1, 0, { at: piece.at + need, size: rest, used: false });
    piece.size = need;
  }
  private merge(i: number): void {
    const [one, next] = [this.pieces[i], this.pieces[i + 1]];
    if (one === undefined || next === undefined || one.used || next.used) return;
    if (one.at + one.size !== next.at) return;
    one.size += next.size;
    this.pieces.splice(i + 1, 1);
  }
}

/** Rounds a size down. */
class RoundsDown extends ByteHeap {
  protected override need(bytes: number): number {
    return Math.floor(bytes / UNIT) * UNIT + HEADER;
  }
}

/** Looks whether the bytes fit, and forgets that their header must as well. */
class ForgetsHeader extends ByteHeap {
  protected override holds({ size }: Piece, need: number): boolean {
    return size >= need - HEADER;
  }
}

/** What is too small to be a piece is nobody's from then on. */
class LosesRests extends ByteHeap {
  protected override split(i: number, piece: Piece, need: number): void {
    super.split(i, piece, need);
    piece.size = need;
  }
}

/** Adds up in 32 bits, and does not look whether that wrapped. */
class Wraps extends ByteHeap {
  protected override isLess(): boolean {
    return false;
  }
  protected override need(bytes: number): number {
    return super.need(bytes) >>> 0;
  }
}

/** Looks whether the sum wrapped, and rounds it up only then. */
class WrapsRounded extends ByteHeap {
  protected override need(bytes: number): number {
    const sum = (bytes + HEADER) >>> 0;
    return sum < bytes ? Number.POSITIVE_INFINITY : (Math.ceil(sum / UNIT) * UNIT) >>> 0;
  }
  protected override isLess(): boolean {
    return false;
  }
}

/** Rounds up before it looks at anything: the last few sizes become nothing, and a header. */
class RoundsFirst extends ByteHeap {
  protected override need(bytes: number): number {
    const rounded = (Math.ceil(bytes / UNIT) * UNIT) >>> 0;
    return rounded + HEADER >= 2 ** 32 ? Number.POSITIVE_INFINITY : rounded + HEADER;
  }
  protected override isLess(): boolean {
    return false;
  }
}

/** Such an allocator, asked for whole units or, where it is `short`, for some bytes less. */
function heap(name: string, Class: typeof ByteHeap, short = 0, contract = "rests"): AllocatorDefinition {
  const make = fromObject<ByteHeap>({
    make: ({ frames }) => new Class(frames * UNIT),
    calls: {
      "alloc-block": (pool, { bytes }) => pool.alloc(bytes),
      free: (pool, { address }) => pool.free(address),
    },
    addresses: { base: BASE, frameSize: UNIT, header: HEADER, short, largest: 0xffff_ffff },
  });
  return defineAllocator({ name, contract, make });
}

export const wholeUnits = heap("whole-units", ByteHeap);
export const roundsUp = heap("rounds-up", ByteHeap, 5);
export const restsAsked = heap("rests-asked", ByteHeap, 0, "strict");
export const roundsDown = heap("rounds-down", RoundsDown, 5);
export const forgetsHeader = heap("forgets-header", ForgetsHeader);
export const wraps = heap("wraps", Wraps);
export const wrapsRounded = heap("wraps-rounded", WrapsRounded, 5);
export const roundsFirst = heap("rounds-first", RoundsFirst, 5);
export const losesRests = heap("loses-rests", LosesRests);
