/**
 * The socket an allocator plugs into.
 *
 * An allocator is its bytes: `state` decides all it will ever do. The search saves an allocator by
 * copying those bytes and goes back by writing them again, so nothing that matters may live elsewhere.
 */
import type { Contract } from "../contracts/named.js";
import type { StepProgram } from "../steps/step-program.js";
import type { CommandKind, CommandOf } from "../words/commands.js";
import type { Fallback } from "../words/fallback.js";
import type { FrameRange } from "../words/frames.js";
import type { Scope, ScopeOptions } from "../words/scope.js";
import type { Image } from "./image.js";
import type { ProvenanceMethods } from "./provenance-methods.js";
import type { Watch } from "./watch.js";

/** A field of what an allocator holds, by its path: its value as text, or those of an array in a row. */
export interface Field {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * A running allocator. It has a method for each command it offers.
 *
 * Every command gets arguments inside the scope, or with the module `foreign` also such from outside it,
 * and answers a whole number of 32 bits: 0 or more accepts (the frame, where one is asked for), a negative
 * one refuses with a code of `reasons`. A refusal must leave `state` as it was. No command may throw, keep
 * state outside `state`, or ask a clock.
 */
export interface Allocator extends ProvenanceMethods {
  /** All there is to know about this allocator. The array and its length never change. */
  readonly state: Uint8Array;
  /** What of it is saved with a state, where that is not all its bytes. */
  readonly image?: Image;
  /** Set where the bytes mean something to this instance or in this thread alone: one worker must search. */
  readonly local?: true;
  /** Whether its commands name no owner, where its methods do not show it. */
  readonly namesNoOwner?: boolean;
  /** Whether its blocks are asked for without an alignment: unless it says what it offers, by 1 alone. */
  readonly namesNoAlign?: boolean;
  /** Whether blocks are asked for in bytes, and each size is of whole frames: none is to be rounded up. */
  readonly wholeSizes?: boolean;
  /** How many frames of a block, its first, are its header: for no more than these none is asked. */
  readonly header?: number;
  /** The page frame number of its first frame, where its addresses tell: blocks are aligned by it. */
  readonly startPfn?: number;
  /** Its arrays of whole numbers, where they are not its bytes. */
  tables?(): readonly { readonly path: string; readonly length: number }[];
  /** Given to an allocator that has the property: to be told when it does more than its command. */
  watch?: Watch;
  /** The bytes kept elsewhere for all states met so far, which count as memory of the search. */
  readonly keptBytes?: number;
  /** Take `count` frames from `start` out of circulation for `owner` (1 and up). */
  reserve?(start: number, count: number, owner: number): number;
  /** Give reserved frames back. The flagship rule: never while a slice of them is alive. */
  release?(start: number, count: number, owner: number): number;
  /** Begin a slice of reserved frames. Several slices of one range count. */
  borrow?(start: number, count: number): number;
  /** End one slice of exactly this range. */
  drop?(start: number, count: number): number;
  /** Hand out one free frame and answer its number. */
  alloc?(): number;
  /** Take back an allocated frame, and with it the block of which it is the first. */
  free?(frame: number): number;
  /** Hand out `count` frames in a row, the first a multiple of `align`, and answer the first. */
  allocBlock?(count: number, align: number): number;
  /** Take back a block of exactly these frames. */
  freeBlock?(start: number, count: number): number;
  /** The block of exactly these frames becomes one of `to`, where it begins. */
  resizeBlock?(start: number, count: number, to: number): number;
  /** The same, but it may move, its contents with it; answers where it then begins. */
  reallocBlock?(start: number, count: number, to: number): number;
  /** Hand out one free frame of a zone, from 1, or of one that it falls back to, and answer its number. */
  allocZone?(zone: number): number;
  /** Boot is over. */
  endBoot?(): number;
  /** Units become memory of a node; 0 where there are no nodes. */
  addRange?(start: number, count: number, node: number): number;
  /** Units are no longer memory. */
  removeRange?(start: number, count: number): number;
  /**
   * Reserve `count` units in a row for owner 1, the first a multiple of `align`, and answer the first. They
   * lie from `start` to before `end` (both 0: wherever is accessible), on `node` (0: any); `search` is an
   * index of `SEARCHES`. Unit 0 is never answered.
   */
  allocRange?(count: number, align: number, start: number, end: number, node: number, search: number): number;
  /** Look for memory from the lowest address up (1) or from the highest down (0), as at the beginning. */
  setDirection?(bottomUp: number): number;
  /** Nothing is accessible from unit `limit` on; 0 lifts the limit. */
  setLimit?(limit: number): number;
  /** Keep the lowest `limit` units of memory; what lies above them goes, with its reservations. */
  enforceLimit?(limit: number): number;
  /** Memory and reservations outside the range go, but for memory that is not mapped. */
  capRange?(start: number, count: number): number;
  /** As `cap` with a range from 0 that holds the lowest `limit` units of memory. */
  limitMap?(limit: number): number;
  /** Every run of like memory shrinks until it begins and ends at multiples of `align`. */
  trimRegions?(align: number): number;
  /** Memory belongs to another node. */
  setNode?(start: number, count: number, node: number): number;
  /** Set a flag (`FLAG_BITS`) of memory. */
  markRange?(start: number, count: number, flag: number): number;
  /** Take a flag from memory. */
  clearMark?(start: number, count: number, flag: number): number;
  /** From now on the allocator's arrays may grow into memory it has free. */
  allowResize?(): number;

  /** One more holds an allocated frame: so many more `free`s take it back. */
  shareFrame?(frame: number): number;
  /** The names of its chores, by number; one without a name where it has the method alone. */
  readonly chores?: readonly string[];
  /** Do a chore: something of its own after which everybody has what they had. Always accepted. */
  neutral?(chore: number): number;
  /** Whatever waits in a cache, a list or a quarantine can be had from now on. Always accepted. */
  settle?(): number;

  /**
   * What the allocator believes of a frame: `FREE`, an owner, `ALLOCATED`, `TAKEN` or `UNKNOWN`.
   * It must not change the state. Optional: it shortens traces, the proof rests on answers.
   */
  observe?(frame: number): number;
  /** Its own representation invariant: what is wrong with the bytes, or `null`. It must not change them. */
  audit?(): string | null;
  /** What it says of memory as regions, where it knows any; each is compared with the specification. */
  regions?(): RegionQueries;
  /** How many frames the allocator counts as being so; each is compared with the specification. */
  counts?(): { readonly free?: number; readonly reserved?: number; readonly allocated?: number };
  /** How its content differs from that of other bytes it once had, in words; byte by byte when absent. */
  changesSince?(before: Uint8Array): string;
  /** What it holds, field by field, where it knows their names: for people who look. */
  fields?(): readonly Field[] | null;
  /**
   * Clears bytes that no longer matter, so that equal situations have equal bytes. Only the check calls it,
   * so no command may depend on it.
   */
  scrub?(): void;
}

/** Questions about memory as regions, counted in units: any of them. None may change the state. */
export interface RegionQueries {
  readonly isMemory?: (unit: number) => boolean;
  readonly isReserved?: (unit: number) => boolean;
  /** Memory that is not marked `nomap`. */
  readonly isMapMemory?: (unit: number) => boolean;
  /** Whether a range lies within one run of memory of one node and with the same flags. */
  readonly isRegionMemory?: (start: number, count: number) => boolean;
  /** Whether some unit of a range is reserved. */
  readonly isRegionReserved?: (start: number, count: number) => boolean;
  readonly physMemSize?: () => number;
  readonly reservedSize?: () => number;
  /** The first unit of memory, and the one behind the last; asked only where there is memory. */
  readonly startOfDram?: () => number;
  readonly endOfDram?: () => number;
  /** Memory that nobody has reserved and that is neither `nomap` nor `hotplug`: as units, lowest first. */
  readonly freeRanges?: () => readonly FrameRange[];
  /** The same, highest first. */
  readonly freeRangesReverse?: () => readonly FrameRange[];
  readonly reservedRanges?: () => readonly FrameRange[];
  /** 0 for none. */
  readonly currentLimit?: () => number;
  readonly bottomUp?: () => boolean;
}

/**
 * The commands an allocator offers: `true`, or a predicate on the arguments where it takes only
 * some of them. It is asked once per command when a scope is laid out. What is left out is not tried.
 */
export type Offers = {
  readonly [K in CommandKind]?: boolean | ((command: CommandOf<K>, scope: Scope) => boolean);
};

/** What kind of allocator this is: meant to be right, broken on purpose, or copied as it is. */
export type AllocatorClass = "sound" | "faulty" | "as-is";

/** Where a command may hand out frames, as a promised placement is shown it. */
export interface Candidate {
  /** The frames that would be handed out. */
  readonly start: number;
  readonly count: number;
  /** The run of free frames in which they lie, as long as it goes on both ways. */
  readonly run: FrameRange;
  /** How many zones are preferred to theirs where one is asked for; else 0. */
  readonly passed: number;
}

/** The placements that have a name. */
export const PLACEMENTS = ["lowest", "highest", "directed", "preferred-zone"] as const;

/**
 * Which of all places that will do is taken: always the lowest, always the highest, or (`directed`, of
 * `alloc-range` alone) the highest, and bottom-up the lowest; one in the most preferred zone that has a free
 * frame (of `alloc-zone` alone). Or a comparison of two, as `sort` takes one:
 * negative where the first is preferred. `(a, b) => a.run.count - b.run.count` is best fit.
 */
export type Placement = (typeof PLACEMENTS)[number] | ((one: Candidate, other: Candidate) => number);

/** What an instance is for: the search, or to be compared with it after another past. */
export type Role = "main" | "twin";

/** Commands that are taken access by access. */
export interface SteppedCommands {
  /** Whether a command may know on which CPU it runs: else CPUs are alike. */
  readonly perCpu: boolean;
  /** Its memory and commands in a scope, as at the beginning. */
  begin(scope: Scope): StepProgram;
}

/** An allocator one can check: its name, what it promises and how to make a fresh one. */
export interface AllocatorDefinition {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** A paragraph for the docs: where it comes from, how it keeps frames, what it promises beyond rules. */
  readonly about?: string;
  /** The code it follows, where it follows some: its counterexamples cite it. */
  readonly origin?: string;
  readonly class: AllocatorClass;
  readonly contract: Contract;
  readonly offers: Offers;
  /** What it promises of the place of what it hands out, beyond the rules. */
  readonly placement?: Placement;
  /** Which zones serve a request for another one that has no free frame; none when absent. */
  readonly fallback?: Fallback;
  /**
   * The scopes a check explores where none is named, which together exercise every rule it is about; one
   * scope with everything it offers when absent. For what does not fit into one search that closes.
   */
  readonly scopes?: readonly ScopeOptions[];
  /**
   * How all frames but some of a larger pool are taken, for a window: `made` by `make`, which then gets a map
   * of what is free (`memoryOf(scope)`), or `none` where that cannot be. By its own commands when absent.
   */
  readonly window?: "made" | "none";
  /** The most frames that it can number; as many as there are when absent. */
  readonly mostFrames?: number;
  /** Set where it takes scopes whose frames have several units: it then gets ranges in units. */
  readonly units?: true;
  /** How it takes its steps, where several CPUs can run its commands at once. */
  readonly steps?: SteppedCommands;
  /**
   * A fresh allocator over the frames of a scope, all free. Called several times in a run. What `role`
   * changes is nothing that may matter.
   */
  make(scope: Scope, role?: Role): Allocator;
}

/** All core commands without restriction. */
export const OFFERS_ALL: Offers = {
  reserve: true,
  release: true,
  borrow: true,
  drop: true,
  alloc: true,
  free: true,
};
