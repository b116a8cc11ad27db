/** How an ordinary class is called: what a person writes down for `fromObject`. */
import type { Allocator } from "../socket/allocator.js";
import type { CommandKind, CommandOf } from "../words/commands.js";
import type { ReasonId } from "../words/reasons.js";
import type { Scope } from "../words/scope.js";

/** What a command is about, in every form a call may want. */
export interface Place {
  /** The first frame, also as `frame` for commands on one frame. */
  readonly start: number;
  readonly frame: number;
  /** How many frames; 1 for `free`, 0 for `alloc`. */
  readonly count: number;
  /** What the first frame of a block is to be a multiple of; 1 for commands without one. */
  readonly align: number;
  /** The owner, from 1; 0 for commands without one. */
  readonly owner: number;
  /** Where the first frame begins, and where the last ends, by the declared addresses. */
  readonly address: number;
  readonly end: number;
  readonly bytes: number;
}

/** What a frame holds, as far as a class knows. */
export type HeldBytes = "zeros" | "bytes" | "poison" | undefined;

/** A command as a call is given it: in every form, and with the arguments that only a few commands have. */
export interface Call<K extends CommandKind = CommandKind> extends Place {
  /** How many frames a block is to have, and how many bytes; 0 for commands that resize none. */
  readonly to: number;
  readonly toBytes: number;
  /** The zone that a frame is to be of, from 1; 0 for commands that name none. */
  readonly zone: number;
  readonly command: CommandOf<K>;
}

/** What a class gives back, or throws, to refuse. */
export interface Refusal {
  /** `false`, `null`, a number such as -1, `"throw"` for anything thrown, or an error class. */
  readonly when: false | null | undefined | number | "throw" | (abstract new (...args: never[]) => unknown);
  /** The reason it stands for, or `"refused"` where the allocator does not say why. */
  readonly is: ReasonId | "refused";
  /**
   * Only for this command; for all when absent. But `undefined`, `null`, 0 and other numbers that are not
   * negative then refuse no command that does not have the reason: `free` may answer 0 when it is done.
   */
  readonly of?: CommandKind;
}

/**
 * Where frame 0 begins, and how large a frame is. For an allocator of bytes a frame is what sizes are rounded
 * up to: `{ base: 0, frameSize: 8, header: 8 }`.
 */
export interface Addresses {
  readonly base: number;
  readonly frameSize: number;
  /** The bytes before each block that are the allocator's own, in whole frames: a block counts with them. */
  readonly header?: number;
  /** By how many bytes requests fall short of whole frames, so that they must be rounded up. */
  readonly short?: number;
  /**
   * The largest size there is, such as `0xffff_ffff`: where a block that is more than the pool is refused,
   * with the module `foreign`, it is asked for in this size as well, and in those just below, as many as a
   * header has frames. What is rounded up, or added to a header, then wraps where it can.
   */
  readonly largest?: number;
}

/**
 * The commands a class has. `neutral` has a function for each chore, under its name; whatever one gives back,
 * it was done.
 */
export type Calls<T extends object> = {
  readonly [K in Exclude<CommandKind, "neutral">]?: (object: T, call: Call<K>) => unknown;
} & {
  readonly neutral?: Readonly<Record<string, (object: T) => unknown>>;
};

/** The same, each a function: a chore is found by its number. */
export type PlainCalls<T extends object> = {
  readonly [K in CommandKind]?: (object: T, call: Call) => unknown;
};

/** How an ordinary class is called. */
export interface ObjectDoor<T extends object> {
  /** A fresh object with every frame of the scope free, or with the memory that `memoryOf(scope)` tells. */
  readonly make: (scope: Scope) => T;
  /** The commands it has; others are not offered. Those that hand out frames give a frame or an address. */
  readonly calls: Calls<T>;
  /** How it refuses; when absent, `false`, `null` and -1 mean "refused". What else is thrown is a finding. */
  readonly refusals?: readonly Refusal[];
  /**
   * Where frame 0 begins and how large a frame is, for classes that speak of addresses or page numbers.
   * Blocks are aligned by address. A function says it for a scope, which has `startPfn`: the pool can then
   * begin anywhere, and is explored at page frame 0 and at an odd one.
   */
  readonly addresses?: Addresses | ((scope: Scope) => Addresses);
  /**
   * What the class believes of a frame, which is compared: 0 free, 1 to 8 its owner, 255 allocated, 254 one
   * of these, 253 no opinion. Traces are shorter with it.
   */
  readonly observe?: (object: T, place: Place) => number;
  /** What is wrong with the object by itself, such as a list in a circle; `null` where nothing is. */
  readonly audit?: (object: T) => string | null;
  /**
   * What a frame holds: zeros, the bytes that a `write` or a `load` put there, or poison. It is compared
   * where the class has one of these commands.
   */
  readonly contentsOf?: (object: T, place: Place) => HeldBytes;
  /** How many frames it counts as free, reserved and allocated, which is compared. */
  readonly counts?: (object: T) => ReturnType<NonNullable<Allocator["counts"]>>;
  /** For a class with private fields: its content as plain data, and an object with that content. */
  readonly save?: (object: T) => unknown;
  readonly load?: (saved: unknown, scope: Scope) => T;
  /** For a class that cannot be saved: run its commands again on a fresh one; `key` tells its content. */
  readonly replay?: true;
  readonly key?: (object: T) => unknown;
}
