/**
 * Under which locks each cell is accessed: what some access under a lock and others without one is worth a
 * warning, though no answer shows it. An access counts whatever ran beside it, for that is less where whole
 * sections are one step (`fused-cpus.ts`).
 */
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import type { PathStep } from "../search/search.js";
import * as L from "./locals.js";

/** An access as it was first seen: made in a state, by a command on a CPU as the search numbers it. */
export interface SeenAccess {
  readonly state: number;
  readonly command: number;
  readonly answer: PathStep["answer"];
  /** The local state that makes it. */
  readonly local: number;
}

/** A cell that is accessed under a lock, and without it as well. */
export interface Unguarded {
  readonly cell: number;
  readonly lock: number;
  readonly under: readonly SeenAccess[];
  readonly without: readonly SeenAccess[];
}

export class LockWatch {
  /** For each local state whether its access was seen. */
  private readonly isSeen: boolean[] = [];
  /** For each cell its accesses, one of each kind, lock set and command, first seen first. */
  private readonly seen: Map<string, SeenAccess>[];

  constructor(
    private readonly memory: SharedMemory,
    private readonly locals: L.Locals,
  ) {
    this.seen = memory.layout.map(() => new Map());
  }

  /** Notes the access of a local state, which is one to a cell. */
  note(local: number, state: number, command: number, answer: number): void {
    if (this.isSeen[local] === true) return;
    const { kind, place, held, command: commands } = this.locals;
    this.isSeen[local] = true;
    const key = `${kind[local]} ${held[local]} ${commands[local]}`;
    const ofCell = this.seen[place[local]!]!; // the place of an access to a cell
    if (!ofCell.has(key)) ofCell.set(key, { state, command, answer, local });
  }

  /**
   * The cells of which some accesses hold a lock and others do not. Left out is what is never under a lock,
   * or only swapped or added to, which needs none, or has one lock in common; and what is in frames, which
   * has rules of its own.
   */
  unguarded(): Unguarded[] {
    return this.memory.layout.flatMap(({ of }, cell) => {
      const all = [...this.seen[cell]!.values()];
      if (of !== undefined || all.every(({ local }) => this.locals.kind[local] !== L.STORE)) return [];
      const count = (lock: number) => all.filter(({ local }) => this.isUnder(local, lock)).length;
      const counts = this.memory.locks.map((_, lock) => count(lock));
      const most = Math.max(0, ...counts);
      if (most === 0 || most === all.length) return [];
      const lock = counts.indexOf(most);
      const under = all.filter(({ local }) => this.isUnder(local, lock));
      return [{ cell, lock, under, without: all.filter((access) => !under.includes(access)) }];
    });
  }

  private isUnder(local: number, lock: number): boolean {
    return this.locals.lockSets.sets[this.locals.held[local]!]!.includes(lock);
  }
}
