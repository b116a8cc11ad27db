/** How the state of several CPUs lies in words: shared memory, who has which lock, and each CPU's own. */

import { type Field, layOut, type Place, placesOf, read, write } from "../../model/state/layout.js";
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import { ADD, CAS, LOAD, LOCK, STORE } from "./locals.js";

/** Who has a lock: the number of the CPU and one more, or 0 for nobody. */
const HOLDER_BITS = 3;

export class SharedState {
  /** All words of a state: memory and locks, each CPU's local state, the explanations, and switches. */
  readonly words: number;
  /** Where the CPUs' local states begin, and where the number of the set of explanations is. */
  readonly cpusAt: number;
  readonly setAt: number;
  /** Where the CPU that ran last (and one more) and the switches so far are, if these are counted. */
  readonly switchesAt: number;
  /** Where words begin of which only who asked for them knows. */
  readonly furtherAt: number;
  private readonly cells: readonly Place[];
  private readonly locks: readonly Place[];

  constructor(
    private readonly memory: SharedMemory,
    readonly cpus: number,
    counted: boolean,
    further = 0,
  ) {
    const { layout, locks } = memory;
    const fields = layout.map(({ name, bits }): Field => ({ id: name, entries: 1, bits }));
    const packed = layOut([...fields, { id: "", entries: locks.length, bits: HOLDER_BITS }]);
    this.cells = layout.map(({ name }) => placesOf(packed, name)[0]!); // one entry each
    this.locks = placesOf(packed, "");
    this.cpusAt = packed.words;
    this.setAt = this.cpusAt + cpus;
    this.switchesAt = this.setAt + 1;
    this.furtherAt = this.setAt + (counted ? 2 : 1);
    this.words = this.furtherAt + further;
  }

  /** Memory as it is at first, nobody has a lock, and no CPU a command. */
  begin(words: Int32Array): void {
    words.fill(0, 0, this.words);
    this.memory.layout.forEach(({ initial }, i) => {
      write(words, 0, this.cells[i]!, initial);
    });
  }

  /** What a cell holds: 0 or more. */
  load(words: Int32Array, at: number, cell: number): number {
    return read(words, at, this.cells[cell]!) >>> 0;
  }

  /** Puts a number to a cell; what does not fit wraps. */
  store(words: Int32Array, at: number, cell: number, value: number): void {
    write(words, at, this.cells[cell]!, value);
  }

  /** A number as a cell would hold it. */
  wrapped(cell: number, value: number): number {
    return (value & this.cells[cell]!.mask) >>> 0;
  }

  /** Who has a lock: a CPU's number and one more, or 0. */
  holder(words: Int32Array, at: number, lock: number): number {
    return read(words, at, this.locks[lock]!);
  }

  setHolder(words: Int32Array, at: number, lock: number, holder: number): void {
    write(words, at, this.locks[lock]!, holder);
  }

  /** A lock that a CPU has, or -1. */
  lockOf(words: Int32Array, at: number, cpu: number): number {
    for (let lock = 0; lock < this.locks.length; lock++)
      if (this.holder(words, at, lock) === cpu + 1) return lock;
    return -1;
  }

  /** Notes which CPU runs, and returns how often it was another than before, so far. */
  countSwitch(words: Int32Array, at: number, cpu: number): number {
    const last = words[at + this.switchesAt]! & 7;
    const switches = (words[at + this.switchesAt]! >>> 3) + Number(last !== 0 && last !== cpu + 1);
    words[at + this.switchesAt] = (switches << 3) | (cpu + 1);
    return switches;
  }

  /** Makes one access by a CPU, which may make it, and returns what it reads; `kind` as in `locals.ts`. */
  access(
    words: Int32Array,
    at: number,
    cpu: number,
    kind: number,
    place: number,
    value: number,
    next: number,
  ): number {
    switch (kind) {
      case LOAD:
        return this.load(words, at, place);
      case STORE:
        this.store(words, at, place, value);
        return 0;
      case CAS:
        if (this.load(words, at, place) !== this.wrapped(place, value)) return 0;
        this.store(words, at, place, next);
        return 1;
      case ADD: {
        const before = this.load(words, at, place);
        this.store(words, at, place, before + value);
        return before;
      }
      case LOCK:
        this.setHolder(words, at, place, cpu + 1);
        return 0;
      default:
        this.setHolder(words, at, place, 0);
        return 0;
    }
  }

  /** Whether memory and locks are the same in two states. */
  sameMemory(one: Int32Array, at: number, other: Int32Array, to: number): boolean {
    for (let w = 0; w < this.cpusAt; w++) if (one[at + w] !== other[to + w]) return false;
    return true;
  }
}
