/** Memory that several CPUs share: cells and locks by name, as an allocator declares them. */
import { Misuse } from "../basics/misuse.js";
import { quoted } from "../basics/wording.js";
import type { Access } from "./accesses.js";

/** How cells are declared. */
export interface CellOptions {
  /** How many bits each has, 1 to 32 (32 when absent): what does not fit wraps, as in memory. */
  readonly bits?: number;
  /** What each holds at first: 0 when absent. */
  readonly initial?: number | ((i: number) => number);
}

/** How what is in frames is declared. */
export interface ContentsOptions extends CellOptions {
  /** Set where a frame that is handed out is to hold 0: nothing that another had left in it. */
  readonly cleared?: boolean;
}

/** What a cell has of a frame. */
export interface OfFrame {
  readonly frame: number;
  readonly cleared: boolean;
}

/** One cell, as traces name it. */
export interface CellLayout {
  readonly name: string;
  readonly bits: number;
  readonly initial: number;
  /** Where it stands for what is in a frame. */
  readonly of?: OfFrame;
}

/** An array of cells of one kind. What is beyond its end cannot be named: that throws. */
export interface Cells {
  readonly count: number;
  /** Reads a cell. */
  load(i: number): Access;
  /** Writes a cell; reads 0. */
  store(i: number, value: number): Access;
  /** Writes `next` if the cell holds `old`; reads 1 if it did, and 0 if not. */
  cas(i: number, old: number, next: number): Access;
  /** Adds to a cell; reads what it held before. */
  add(i: number, value: number): Access;
}

/** A single cell. */
export interface Cell {
  load(): Access;
  store(value: number): Access;
  cas(old: number, next: number): Access;
  add(value: number): Access;
}

/** A lock: who takes it waits while another has it. */
export interface Lock {
  lock(): Access;
  unlock(): Access;
}

/** What `make` declares its memory with. */
export class SharedMemory {
  readonly layout: CellLayout[] = [];
  readonly locks: string[] = [];
  /** Accesses that were asked for and not yielded so far. */
  readonly unyielded: Access[] = [];

  /** `count` cells, `name[0]` and on. */
  cells(name: string, count: number, options: CellOptions = {}): Cells {
    return this.declareAll(name, count, options, () => ({}));
  }

  /**
   * What is in each of `count` frames, a cell a frame. Whoever is given a frame writes it at once, as 1; from
   * then on no command writes it until it is given back, and who gives it back touches it before others can.
   */
  contents(name: string, count: number, { cleared = false, ...options }: ContentsOptions = {}): Cells {
    return this.declareAll(name, count, options, (frame) => ({ of: { frame, cleared } }));
  }

  private declareAll(
    name: string,
    count: number,
    options: CellOptions,
    more: (i: number) => Pick<CellLayout, "of">,
  ): Cells {
    if (!Number.isInteger(count) || count < 1)
      throw bad(
        `${quoted(name)} has ${String(count)} cells`,
        'for example memory.cells("status", scope.frames)',
      );
    const first = this.layout.length;
    for (let i = 0; i < count; i++) this.declare(`${name}[${i}]`, options, i, more(i));
    const at = (i: number): number => {
      if (Number.isInteger(i) && i >= 0 && i < count) return first + i;
      throw new RangeError(`${name}[${i}]: there are ${name}[0] to ${name}[${count - 1}]`);
    };
    return {
      count,
      load: (i) => this.asked({ kind: "load", cell: at(i) }),
      store: (i, value) => this.asked({ kind: "store", cell: at(i), value }),
      cas: (i, old, next) => this.asked({ kind: "cas", cell: at(i), value: old, next }),
      add: (i, value) => this.asked({ kind: "add", cell: at(i), value }),
    };
  }

  /** One cell. */
  cell(name: string, options: CellOptions = {}): Cell {
    const cell = this.layout.length;
    this.declare(name, options, 0);
    return {
      load: () => this.asked({ kind: "load", cell }),
      store: (value) => this.asked({ kind: "store", cell, value }),
      cas: (old, next) => this.asked({ kind: "cas", cell, value: old, next }),
      add: (value) => this.asked({ kind: "add", cell, value }),
    };
  }

  /** A lock, which nobody has at first. */
  lock(name: string): Lock {
    const lock = this.locks.length;
    this.requireNew(name);
    this.locks.push(name);
    return {
      lock: () => this.asked({ kind: "lock", lock }),
      unlock: () => this.asked({ kind: "unlock", lock }),
    };
  }

  private asked(access: Access): Access {
    this.unyielded.push(access);
    return access;
  }

  private declare(
    name: string,
    { bits = 32, initial = 0 }: CellOptions,
    i: number,
    more: Pick<CellLayout, "of"> = {},
  ): void {
    this.requireNew(name);
    if (!Number.isInteger(bits) || bits < 1 || bits > 32)
      throw bad(`${name} has ${String(bits)} bits`, "a cell has 1 to 32 bits");
    const value = typeof initial === "function" ? initial(i) : initial;
    if (!Number.isInteger(value)) throw bad(`${name} begins as ${String(value)}`, "give it a whole number");
    this.layout.push({ name, bits, initial: wrapped(value, bits), ...more });
  }

  private requireNew(name: unknown): void {
    if (typeof name !== "string" || name === "")
      throw bad(`${String(name)} is no name`, "give each cell and lock a name");
    if (this.locks.includes(name) || this.layout.some((cell) => cell.name === name))
      throw bad(`there are two of the name ${quoted(name)}`, "give each cell and lock a name of its own");
  }
}

/** A number as a cell of so many bits holds it: not negative. */
export function wrapped(value: number, bits: number): number {
  return bits === 32 ? value >>> 0 : value & ((1 << bits) - 1);
}

function bad(what: string, remedy: string): Misuse {
  return new Misuse("bad-memory", what, remedy);
}
