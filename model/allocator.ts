/**
 * The socket an allocator plugs into.
 *
 * An allocator is its bytes: `state` decides all it will ever do. The search saves an allocator by
 * copying those bytes and goes back by writing them again, so nothing that matters may live elsewhere.
 */
import type { Contract } from "./contracts.js";
import { PROVENANCE_METHODS, type ProvenanceMethods } from "./provenance-commands.js";
import type { Scope } from "./scope.js";
import type { CommandKind, CommandOf } from "./vocabulary.js";

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
  /** Set where the bytes mean something to this instance or in this thread alone: one worker must search. */
  readonly local?: true;
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
  /** Boot is over. */
  endBoot?(): number;

  /**
   * What the allocator believes of a frame: `FREE`, an owner, `ALLOCATED`, `TAKEN` or `UNKNOWN`.
   * It must not change the state. Optional: it shortens traces, the proof rests on answers.
   */
  observe?(frame: number): number;
  /** Its own representation invariant: what is wrong with the bytes, or `null`. It must not change them. */
  audit?(): string | null;
  /** How many frames the allocator counts as being so; each is compared with the specification. */
  counts?(): { readonly free?: number; readonly reserved?: number; readonly allocated?: number };
  /**
   * Clears bytes that no longer matter, so that equal situations have equal bytes. Only the check calls it,
   * so no command may depend on it.
   */
  scrub?(): void;
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
  /** What it promises of the place of what it hands out beyond the rules: always the lowest that will do. */
  readonly placement?: "lowest";
  /** Set where it takes scopes whose frames have several units: it then gets ranges in units. */
  readonly units?: true;
  /** A fresh allocator over the frames of a scope, all free. Called several times in a run. */
  make(scope: Scope): Allocator;
}

/** The method of an allocator that takes each command. */
export const METHODS = {
  reserve: "reserve",
  release: "release",
  borrow: "borrow",
  drop: "drop",
  alloc: "alloc",
  free: "free",
  "alloc-block": "allocBlock",
  "free-block": "freeBlock",
  "end-boot": "endBoot",
  ...PROVENANCE_METHODS,
} as const satisfies Record<CommandKind, keyof Allocator>;

/** All core commands without restriction. */
export const OFFERS_ALL: Offers = {
  reserve: true,
  release: true,
  borrow: true,
  drop: true,
  alloc: true,
  free: true,
};
