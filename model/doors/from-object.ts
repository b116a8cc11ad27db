/**
 * The friendly door: an ordinary class as an allocator whose bytes are the number of a snapshot.
 *
 * After each call the object's content is interned, and its number becomes the state. When the search
 * writes another number back, the object is given that content before the next call.
 */

import { answersFrame } from "../modules/all.js";
import type { Allocator, Watch } from "../socket/allocator.js";
import { codeOf, type ObjectKind, type ReasonId, reasons } from "../words/commands.js";
import type { Scope } from "../words/scope.js";
import { show } from "../words/wording.js";
import { type Keeper, keeperOf } from "./content-store.js";
import { requireDoor, requireObject } from "./door-checks.js";

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

/** What a class gives back, or throws, to refuse. */
export interface Refusal {
  /** `false`, `null`, a number such as -1, `"throw"` for anything thrown, or an error class. */
  readonly when: false | null | undefined | number | "throw" | (abstract new (...args: never[]) => unknown);
  /** The reason it stands for, or `"refused"` where the allocator does not say why. */
  readonly is: ReasonId | "refused";
  /** Only for this command; for all when absent. */
  readonly of?: ObjectKind;
}

/** How an ordinary class is called. */
export interface ObjectDoor<T extends object> {
  /** A fresh object with every frame of the scope free. */
  readonly make: (scope: Scope) => T;
  /** The commands it has; others are not offered. `alloc` and `alloc-block` give a frame or an address. */
  readonly calls: { readonly [K in ObjectKind]?: (object: T, place: Place) => unknown };
  /** How it refuses; when absent, `false`, `null` and -1 mean "refused". What else is thrown is a finding. */
  readonly refusals?: readonly Refusal[];
  /** Where frame 0 begins and how large a frame is, for classes that speak of addresses or page numbers. */
  readonly addresses?: { readonly base: number; readonly frameSize: number };
  readonly observe?: (object: T, place: Place) => number;
  readonly audit?: (object: T) => string | null;
  readonly counts?: (object: T) => ReturnType<NonNullable<Allocator["counts"]>>;
  /** For a class with private fields: its content as plain data, and an object with that content. */
  readonly save?: (object: T) => unknown;
  readonly load?: (saved: unknown, scope: Scope) => T;
  /** For a class that cannot be saved: run its commands again on a fresh one; `key` tells its content. */
  readonly replay?: true;
  readonly key?: (object: T) => unknown;
}

const SILENT: readonly Refusal[] = [false, null, -1].map((when) => ({ when: when as false, is: "refused" }));

/** Makes allocators out of ordinary objects, for `make` of `defineAllocator`. Throws a `Misuse`. */
export function fromObject<T extends object>(door: ObjectDoor<T>): (scope: Scope) => Allocator {
  requireDoor(door);
  const keepers = new Map<string, Keeper<T>>();
  return (scope) => {
    // One table of snapshots a scope, so that equal contents have equal bytes in every instance.
    const name = JSON.stringify(scope);
    const keeper = keepers.get(name) ?? keeperOf(door, scope);
    keepers.set(name, keeper);
    return new ObjectAllocator(door, keeper, scope);
  };
}

class ObjectAllocator<T extends object> implements Allocator {
  readonly local = true;
  readonly state = new Uint8Array(4);
  readonly reserve?: (start: number, count: number, owner: number) => number;
  readonly release?: (start: number, count: number, owner: number) => number;
  readonly borrow?: (start: number, count: number) => number;
  readonly drop?: (start: number, count: number) => number;
  readonly alloc?: () => number;
  readonly free?: (frame: number) => number;
  readonly allocBlock?: (count: number, align: number) => number;
  readonly freeBlock?: (start: number, count: number) => number;
  readonly endBoot?: () => number;
  readonly observe?: (frame: number) => number;
  readonly audit?: () => string | null;
  readonly counts?: () => ReturnType<NonNullable<Allocator["counts"]>>;
  private readonly id: Uint32Array;
  private object: T;
  /** The content `object` has now; -1 when a call threw halfway. */
  private current: number;

  constructor(
    private readonly door: ObjectDoor<T>,
    private readonly keeper: Keeper<T>,
    scope: Scope,
  ) {
    this.object = door.make(scope);
    requireObject(this.object);
    this.id = new Uint32Array(this.state.buffer);
    this.current = keeper.idOf(this.object, null);
    this.id[0] = this.current;
    const { calls, observe, audit, counts } = door;
    if (calls.reserve) this.reserve = (start, count, owner) => this.call("reserve", start, count, owner);
    if (calls.release) this.release = (start, count, owner) => this.call("release", start, count, owner);
    if (calls.borrow) this.borrow = (start, count) => this.call("borrow", start, count, 0);
    if (calls.drop) this.drop = (start, count) => this.call("drop", start, count, 0);
    if (calls.alloc) this.alloc = () => this.call("alloc", 0, 0, 0);
    if (calls.free) this.free = (frame) => this.call("free", frame, 1, 0);
    if (calls["alloc-block"])
      this.allocBlock = (count, align) => this.call("alloc-block", 0, count, 0, align);
    if (calls["free-block"]) this.freeBlock = (start, count) => this.call("free-block", start, count, 0);
    if (calls["end-boot"]) this.endBoot = () => this.call("end-boot", 0, 0, 0);
    if (observe) this.observe = (frame) => this.look((o) => observe(o, this.place(frame, 1, 0)));
    if (audit) this.audit = () => this.look(audit);
    if (counts) this.counts = () => this.look(counts);
  }

  /** One table of contents for all instances, and so one watch. */
  set watch(watch: Watch) {
    this.keeper.watch = watch;
  }

  get keptBytes(): number {
    return this.keeper.bytes;
  }

  /** The object with the content that `state` names. */
  private synced(): T {
    const wanted = this.id[0]!;
    if (wanted !== this.current) {
      this.object = this.keeper.restore(wanted, this.object);
      this.current = wanted;
    }
    return this.object;
  }

  /** Looks at the object. Where that changed it, `state` names another content, as it would other bytes. */
  private look<R>(looking: (object: T) => R): R {
    const object = this.synced();
    this.current = -1;
    const seen = looking(object);
    this.current = this.keeper.idOf(object, null);
    this.id[0] = this.current;
    return seen;
  }

  private call(kind: ObjectKind, start: number, count: number, owner: number, align = 1): number {
    const object = this.synced();
    const place = this.place(start, count, owner, align);
    let answer: number;
    try {
      answer = this.meaning(kind, this.door.calls[kind]!(object, place));
    } catch (thrown) {
      const refusal = this.refusalOf(kind, (when) => isThrown(when, thrown));
      if (refusal === undefined) {
        this.current = -1;
        throw thrown;
      }
      answer = refusal;
    }
    const from = this.current;
    this.current = -1;
    this.current = this.keeper.idOf(object, { from, kind, place });
    this.id[0] = this.current;
    return answer;
  }

  private place(start: number, count: number, owner: number, align = 1): Place {
    const { base, frameSize } = this.door.addresses ?? { base: 0, frameSize: 1 };
    const address = base + start * frameSize;
    const bytes = count * frameSize;
    return { start, frame: start, count, owner, align, address, end: address + bytes, bytes };
  }

  /** The answer in the socket's numbers. What is no answer goes on in words, and becomes a finding. */
  private meaning(kind: ObjectKind, result: unknown): number {
    const refusal = this.refusalOf(kind, (when) => Object.is(when, result));
    if (refusal !== undefined) return refusal;
    if (isThenable(result)) return noAnswer("a promise");
    const isNumber = typeof result === "number" || typeof result === "bigint";
    if (isNumber && result < 0) return noAnswer(`${result}, which refusals does not list`);
    if (typeof result === "string")
      return noAnswer(`${JSON.stringify(result)}, which refusals does not list`);
    if (!answersFrame(kind)) return 0;
    if (!isNumber) return noAnswer(show(result));
    const { base, frameSize } = this.door.addresses ?? { base: 0, frameSize: 1 };
    const frame = (Number(result) - base) / frameSize;
    return Number.isInteger(frame) && frame >= 0
      ? frame
      : noAnswer(`${result}, at which no frame ${frameSize === 1 ? "is" : "begins"}`);
  }

  private refusalOf(kind: ObjectKind, matches: (when: Refusal["when"]) => boolean): number | undefined {
    const found = (this.door.refusals ?? SILENT).find(
      ({ when, of }) => (of === undefined || of === kind) && matches(when),
    );
    if (found === undefined) return undefined;
    return found.is === "refused" ? reasons.REFUSED : codeOf(found.is);
  }
}

function isThrown(when: Refusal["when"], thrown: unknown): boolean {
  return when === "throw" || (typeof when === "function" && thrown instanceof when);
}

/** What stands where a number should: the step of the search finds that it is none, and shows it. */
function noAnswer(text: string): number {
  return text as unknown as number;
}

function isThenable(result: unknown): boolean {
  return typeof result === "object" && result !== null && "then" in result;
}
