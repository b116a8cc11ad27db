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
} as const;

export const I32 = 0x7f;
export const EMPTY = 0x40;
/** The globals that are added, in order. */
export const CELLS = ["fuel", "fillAt", "fillLength", "fillByte", "region", "copy", "length"] as const;
export type Cell = (typeof CELLS)[number];

/** The functions that are added, in order, with their types. */
export const HELPERS = ["differs", "restore", "same", "isFilled", "fill"] as const;
export type Helper = (typeof HELPERS)[number];
const I32_3 = [3, I32, I32, I32] as const;
export const HELPER_TYPES: { readonly [H in Helper]: readonly number[] } = {
  differs: [0x60, 0, 1, I32],
  restore: [0x60, 0, 0],
  same: [0x60, ...I32_3, 1, I32],
  isFilled: [0x60, ...I32_3, 1, I32],
  fill: [0x60, ...I32_3, 0],
};

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
      if (at === 0) code.b(0xfd).unsigned(0).b(0).unsigned(0);
      else {
        ins.number(code, 0);
        code.b(0xfd).unsigned(0).b(0).unsigned(at).b(0xfd).unsigned(80); // v128.or
      }
    }
    code.b(0xfd).unsigned(83).b(0x04, EMPTY); // v128.any_true
    ins.number(code, 1).b(0x0f, 0x0b);
    for (const cell of ["region", "copy", "length"] as const) ins.get(code, this.cell(cell));
    return code.b(0x10).unsigned(this.helper("same")).b(0x45, 0x0b);
  }

  /** Whether so many bytes, a multiple of 16 from 16 up, are the same in two places. */
  same(): Writer {
    const code = new Writer().unsigned(0);
    code.b(0x03, EMPTY);
    for (const place of [0, 1]) ins.local(code, place).b(0xfd).unsigned(0).b(0).unsigned(0);
    code.b(0xfd).unsigned(81).b(0xfd).unsigned(83).b(0x04, EMPTY); // v128.xor, any_true
    ins.number(code, 0).b(0x0f, 0x0b);
    for (const place of [0, 1]) {
      ins.local(code, place);
      ins.number(code, 16).b(0x6a, 0x21, place);
    }
    ins.local(code, 2);
    ins.number(code, 16).b(0x6b, 0x22, 2, 0x0d, 0, 0x0b);
    return ins.number(code, 1).b(0x0b);
  }

  /** Copies the copy back. */
  restore(): Writer {
    const code = new Writer().unsigned(0);
    for (const cell of ["region", "copy", "length"] as const) ins.get(code, this.cell(cell));
    return code.b(0xfc, 10, 0, 0, 0x0b);
  }

  /** Whether so many bytes from a place on, a multiple of 4 from 4 up, are all this word. */
  isFilled(): Writer {
    const code = new Writer().unsigned(0);
    code.b(0x03, EMPTY);
    ins.local(code, 0).b(0x28, 2, 0);
    ins.local(code, 2).b(0x47, 0x04, EMPTY);
    ins.number(code, 0).b(0x0f, 0x0b);
    this.onward(code);
    return ins.number(code, 1).b(0x0b);
  }

  /** Fills so many bytes from a place on with a word. */
  fill(): Writer {
    const code = new Writer().unsigned(0);
    code.b(0x03, EMPTY);
    ins.local(code, 0);
    ins.local(code, 2).b(0x36, 2, 0);
    this.onward(code);
    return code.b(0x0b);
  }

  /** The next word, as long as there are some: locals 0 and 1 are where and how many bytes. */
  private onward(code: Writer): void {
    ins.local(code, 0);
    ins.number(code, 4).b(0x6a, 0x21, 0);
    ins.local(code, 1);
    ins.number(code, 4).b(0x6b, 0x22, 1, 0x0d, 0, 0x0b);
  }
}
