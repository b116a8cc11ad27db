/** How a module says what it is called by: all that is known of it before a scope is laid out. */
import type { CommandRow } from "./command-rows.js";

/** A bound of a run, with what it is where it is not named. */
export interface BoundRow {
  readonly least: number;
  readonly most: number;
  readonly standard: number;
  readonly help: string;
  /** What it is where it is not named, if that is not its number. */
  readonly otherwise?: string;
  /** How a scope says it in words, where that is not its name and number. */
  readonly said?: (bound: number) => string;
}

/** What a module is called by. The rest of it is in the `module.ts` beside it. */
export interface ModuleWords {
  readonly id: string;
  /**
   * Where it comes among the modules, from 1: pages and searches take its commands in that order, so that a
   * new one comes last.
   */
  readonly place: number;
  /** The modules it builds on: who names it means these as well. */
  readonly needs?: readonly string[];
  /** What it counts in where frames have several units: with one of `frames` there are no such scopes. */
  readonly countsIn: "units" | "frames";
  /** Why there are no windows of a larger pool with it; absent where there are, or what it needs says so. */
  readonly noWindow?: string;
  /** Its commands, in the order in which the search tries them. */
  readonly commands?: Readonly<Record<string, CommandRow>>;
  /**
   * The reasons it brings, each with its code: the answer by which an allocator gives it. Over all modules
   * codes follow each other from -2 (`image` of boot was the 30th), and one that is there never changes.
   */
  readonly reasons?: Readonly<Record<string, number>>;
  /** The bounds it reads. To name one where it is not in force is a misuse. */
  readonly bounds?: Readonly<Record<string, BoundRow>>;
}
