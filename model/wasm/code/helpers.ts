/** The functions and globals that are added to a module, so that it compares and restores its own memory. */
import { Writer } from "./bytes.js";

/** Where the note lies: behind the bytes at address 0 that nobody may write. */
export const NOBODYS = 64;
export const NOTE = NOBODYS;

/** What is exported beside what the module exports itself. */
export const OWN = {
  memory: "allocheck memory",
  fuel: "allocheck fuel",
  stackPointer: "allocheck stack pointer",
  fillAt: "allocheck fill at",
  fillLength: "allocheck fill length",
  fillByte: "allocheck fill byte",
  region: "allocheck region",
  copy: "allocheck copy",
  length: "allocheck length",
  differs: "allocheck differs",
  same: "allocheck same",
  restore: "allocheck restore",
  isFilled: "allocheck is filled",
  fill: "allocheck fill",
  hash: "allocheck hash",
} as const;

export const I32 = 0x7f;
export const EMPTY = 0x40;
/** The globals that are added, in order. */
export const CELLS = ["fuel", "fillAt", "fillLength", "fillByte", "region", "copy", "length"] as const;
export type Cell = (typeof CELLS)[number];

/** The functions that are added, in order, with their types. */
export const HELPERS = ["differs", "restore", "same", "isFilled", "fill", "hash"] as const;
export type Helper = (typeof HELPERS)[number];
const I32_3 = [3, I32, I32, I32] as const;
export const HELPER_TYPES: { readonly [H in Helper]: readonly number[] } = {
  differs: [0x60, 0, 1, I32],
  restore: [0x60, 0, 0],
  same: [0x60, ...I32_3, 1, I32],
  isFilled: [0x60, ...I32_3, 1, I32],
  fill: [0x60, ...I32_3, 0],
  hash: [0x60, 2, I32, I32, 1, I32],
};

const I64 = 0x7e;
const V128 = 0x7b;
/** Instructions on 16 bytes at once. */
const simd = {
  load: (w: Writer, offset: number) => w.b(0xfd).unsigned(0).b(0).unsigned(offset),
  store: (w: Writer, offset: number) => w.b(0xfd).unsigned(11).b(0).unsigned(offset),
  splat: (w: Writer) => w.b(0xfd).unsigned(17), // i32x4
  or: (w: Writer) => w.b(0xfd).unsigned(80),
  xor: (w: Writer) => w.b(0xfd).unsigned(81),
  any: (w: Writer) => w.b(0xfd).unsigned(83),
};
/** So many bytes are looked at in one turn, as long as there are as many. */
const WIDE = 64;
/** An odd number with bits all over. */
const MIX = 0x2545f491;

/** Instructions, as far as they are written here. */
export const ins = {
  get: (w: Writer, global: number) => w.b(0x23).unsigned(global),
  set: (w: Writer, global: number) => w.b(0x24).unsigned(global),
  local: (w: Writer, local: number) => w.b(0x20).unsigned(local),
  number: (w: Writer, value: number) => w.b(0x41).signed(value),
};

/** Writes the code of the helpers; it is told the numbers of the globals and functions that are added. */
export class Helpers {
  constructor(
    private readonly cell: (name: Cell) => number,
    private readonly helper: (name: Helper) => number,
  ) {}

  /** Whether bytes at address 0 are not zero, or the region is other than its copy. */
  differs(): Writer {
    const code = new Writer().unsigned(0);
    ins.number(code, 0);
    for (let at = 0; at < NOBODYS; at += 16) {
      if (at > 0) ins.number(code, 0);
      simd.load(code, at);
      if (at > 0) simd.or(code);
    }
    simd.any(code).b(0x04, EMPTY);
    ins.number(code, 1).b(0x0f, 0x0b);
    for (const cell of ["region", "copy", "length"] as const) ins.get(code, this.cell(cell));
    return code.b(0x10).unsigned(this.helper("same")).b(0x45, 0x0b);
  }

  /** Whether so many bytes, a multiple of 16, are the same in two places. */
  same(): Writer {
    const code = new Writer().unsigned(0);
    for (const bytes of [WIDE, 16])
      turns(code, bytes, 2, [0, 1], () => {
        for (let at = 0; at < bytes; at += 16) {
          for (const place of [0, 1]) simd.load(ins.local(code, place), at);
          simd.xor(code);
          if (at > 0) simd.or(code);
        }
        simd.any(code);
        this.answerIf(code, 0);
      });
    return ins.number(code, 1).b(0x0b);
  }

  /** Copies the copy back. */
  restore(): Writer {
    const code = new Writer().unsigned(0);
    for (const cell of ["region", "copy", "length"] as const) ins.get(code, this.cell(cell));
    return code.b(0xfc, 10, 0, 0, 0x0b);
  }

  /** Whether so many bytes from a place on, a multiple of 4, are all this word. */
  isFilled(): Writer {
    const code = this.withSplat(3, 2);
    turns(code, WIDE, 1, [0], () => {
      for (let at = 0; at < WIDE; at += 16) {
        simd.xor(ins.local(simd.load(ins.local(code, 0), at), 3));
        if (at > 0) simd.or(code);
      }
      simd.any(code);
      this.answerIf(code, 0);
    });
    turns(code, 4, 1, [0], () => {
      ins.local(code, 0).b(0x28, 2, 0);
      ins.local(code, 2).b(0x47);
      this.answerIf(code, 0);
    });
    return ins.number(code, 1).b(0x0b);
  }

  /** Fills so many bytes from a place on, a multiple of 4, with a word. */
  fill(): Writer {
    const code = this.withSplat(3, 2);
    turns(code, WIDE, 1, [0], () => {
      for (let at = 0; at < WIDE; at += 16) simd.store(ins.local(ins.local(code, 0), 3), at);
    });
    turns(code, 4, 1, [0], () => ins.local(ins.local(code, 0), 2).b(0x36, 2, 0));
    return code.b(0x0b);
  }

  /** A mix of all bits of so many bytes from a place on, a multiple of 8. */
  hash(): Writer {
    const code = new Writer().unsigned(1).unsigned(1).b(I64);
    const shifted = (by: number) => ins.local(ins.local(code, 2), 2).b(0x42).signed(by).b(0x88, 0x85);
    turns(code, 8, 1, [0], () => {
      ins.local(ins.local(code, 2), 0).b(0x29, 0, 0, 0x85, 0x42).signed(MIX).b(0x7e, 0x21, 2);
      shifted(29).b(0x21, 2); // what is above comes down
    });
    return shifted(32).b(0xa7, 0x0b);
  }

  /** The beginning of a function that has a word sixteen bytes wide in a local of its own. */
  private withSplat(wide: number, word: number): Writer {
    const code = new Writer().unsigned(1).unsigned(1).b(V128);
    return simd.splat(ins.local(code, word)).b(0x21, wide);
  }

  private answerIf(code: Writer, answer: number): void {
    ins.number(code.b(0x04, EMPTY), answer).b(0x0f, 0x0b);
  }
}

/**
 * Turns of so many bytes, as long as there are as many: local `length` is how many are left, and `places` are
 * where they begin.
 */
function turns(
  code: Writer,
  bytes: number,
  length: number,
  places: readonly number[],
  turn: () => void,
): void {
  code.b(0x02, EMPTY, 0x03, EMPTY);
  ins.number(ins.local(code, length), bytes).b(0x49, 0x0d, 1);
  turn();
  for (const place of places) ins.number(ins.local(code, place), bytes).b(0x6a, 0x21, place);
  ins.number(ins.local(code, length), bytes).b(0x6b, 0x21, length, 0x0c, 0, 0x0b, 0x0b);
}
