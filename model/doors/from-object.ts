/**
 * The friendly door: an ordinary class as an allocator whose bytes are the number of a snapshot.
 *
 * After each call the object's content is interned, and its number becomes the state. When the search
 * writes another number back, the object is given that content before the next call.
 */

import { isMisuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import type { Allocator, Field } from "../socket/allocator.js";
import { sizesUpTo, withHeader } from "../socket/headers.js";
import { CALLED, type Called } from "../socket/offers.js";
import { asksNo } from "../socket/owners.js";
import type { Watch } from "../socket/watch.js";
import { answersFrame, COMMAND_KINDS, type CommandKind, METHODS } from "../words/commands.js";
import { CONTENTS, UNKNOWN } from "../words/frames.js";
import type { Scope } from "../words/scope.js";
import { callsOf, FRAME_NUMBERS, placeOf } from "./call.js";
import { choreNames, plainCalls } from "./chores.js";
import { type ContentStore, contentStoreOf } from "./content-store.js";
import { requireAddresses, requireBlocks, requireDoor, requireObject } from "./door-checks.js";
import type { Addresses, Call, ObjectDoor, PlainCalls } from "./object-door.js";
import { Refusals } from "./refusals.js";
import { type Table, tablesIn } from "./tables.js";

/** What a frame holds, by its name. */
const HELD: Readonly<Record<string, number>> = {
  zeros: CONTENTS.ZEROED,
  bytes: CONTENTS.KEPT,
  poison: CONTENTS.POISONED,
};

/** Makes allocators out of ordinary objects, for `make` of `defineAllocator`. Throws a `Misuse`. */
export function fromObject<T extends object>(door: ObjectDoor<T>): (scope: Scope) => Allocator {
  requireDoor(door);
  const stores = new Map<string, ContentStore<T>>();
  const make = (scope: Scope): Allocator => {
    // One table of snapshots a scope, so that equal contents have equal bytes in every instance.
    const name = JSON.stringify(scope);
    const store = stores.get(name) ?? contentStoreOf(door, scope);
    stores.set(name, store);
    return new ObjectAllocator(door, store, scope);
  };
  return Object.defineProperty(make, CALLED, { value: calledOf(door) });
}

/** What is known without an object. */
function calledOf<T extends object>(door: ObjectDoor<T>): Called {
  const calls = plainCalls(door.calls);
  return {
    kinds: COMMAND_KINDS.filter((kind) => calls[kind] !== undefined),
    namesNoAlign: namesNoAlign(calls),
    headerIn: (scope) => {
      const { header = 0, frameSize } = addressesOf(door, scope);
      return header / frameSize;
    },
  };
}

function namesNoAlign({ "alloc-block": block }: { readonly "alloc-block"?: (...given: never[]) => unknown }) {
  return block !== undefined && asksNo("align", block);
}

function hasWholeSizes(
  { "alloc-block": block }: { readonly "alloc-block"?: (...given: never[]) => unknown },
  { frameSize, short = 0 }: Addresses,
): boolean {
  return block !== undefined && frameSize > 1 && short === 0 && !asksNo("bytes", block);
}

class ObjectAllocator<T extends object> implements Allocator {
  readonly local = true;
  readonly state = new Uint8Array(4);
  readonly namesNoOwner: boolean;
  readonly namesNoAlign: boolean;
  readonly wholeSizes: boolean;
  readonly startPfn?: number;
  readonly header: number;
  readonly chores?: readonly string[];
  readonly observe?: (frame: number) => number;
  readonly audit?: () => string | null;
  readonly contentsOf?: (frame: number) => number;
  readonly counts?: () => ReturnType<NonNullable<Allocator["counts"]>>;
  private readonly calls: PlainCalls<T>;
  /** For each command that it has. */
  private readonly refusals: Readonly<Partial<Record<CommandKind, Refusals>>>;
  private readonly id: Uint32Array;
  private readonly addresses: Addresses;
  private readonly frames: number;
  private object: T;
  /** The content `object` has now; -1 when a call threw halfway. */
  private current: number;

  constructor(
    door: ObjectDoor<T>,
    private readonly store: ContentStore<T>,
    scope: Scope,
  ) {
    this.object = door.make(scope);
    requireObject(this.object);
    this.id = new Uint32Array(this.state.buffer);
    this.current = store.idOfFresh(this.object);
    this.id[0] = this.current;
    const { calls, observe, audit, counts, contentsOf } = door;
    this.calls = plainCalls(calls);
    const chores = choreNames(calls);
    if (chores !== undefined) this.chores = chores;
    const addresses = addressesOf(door, scope);
    this.addresses = addresses;
    this.frames = scope.frames;
    const { base, frameSize, header = 0 } = addresses;
    this.header = header / frameSize;
    // What is aligned is what a client is given.
    const pfn = base / frameSize + this.header;
    // A pool that begins inside a frame has no page frame number: alignment counts from where it begins.
    if (calls["alloc-block"] !== undefined && door.addresses !== undefined && Number.isInteger(pfn))
      this.startPfn = pfn;
    const owned = [calls.reserve, calls.release].filter((call) => call !== undefined);
    this.namesNoOwner = owned.length > 0 && owned.every((call) => asksNo("owner", call));
    this.namesNoAlign = namesNoAlign(calls);
    this.wholeSizes = hasWholeSizes(calls, addresses);
    const kinds = COMMAND_KINDS.filter((kind) => calls[kind] !== undefined);
    this.refusals = Object.fromEntries(kinds.map((kind) => [kind, new Refusals(kind, door.refusals)]));
    requireBlocks(addresses, kinds);
    Object.assign(this, Object.fromEntries(kinds.map((kind) => [METHODS[kind], this.methodFor(kind)])));
    if (observe) this.observe = (frame) => this.look((o) => observe(o, placeOf(frame, 1, addresses)));
    if (contentsOf)
      this.contentsOf = (frame) =>
        this.look((o) => HELD[contentsOf(o, placeOf(frame, 1, addresses)) ?? "nothing"] ?? UNKNOWN);
    if (audit) this.audit = () => this.look(audit);
    if (counts) this.counts = () => this.look(counts);
  }

  /** One table of contents for all instances, and so one watch. */
  set watch(watch: Watch) {
    this.store.watch = watch;
  }

  get keptBytes(): number {
    return this.store.bytes;
  }

  /** The arrays in which a number may stand for many frames. */
  tables(): readonly Table[] {
    return tablesIn(this.synced());
  }

  /** Which fields are other than in the content that those bytes named. */
  changesSince(before: Uint8Array): string {
    const id = new Uint32Array(before.buffer, before.byteOffset, 1)[0]!;
    return id === this.id[0] ? "" : this.store.changes(id, this.id[0]!);
  }

  /** The fields of the content that `state` names. */
  fields(): readonly Field[] {
    return this.store.fields(this.id[0]!);
  }

  /** The object with the content that `state` names. */
  private synced(): T {
    const wanted = this.id[0]!;
    if (wanted !== this.current) {
      this.object = this.store.restore(wanted, this.object);
      this.current = wanted;
    }
    return this.object;
  }

  /** Looks at the object. Where that changed it, `state` names another content, as it would other bytes. */
  private look<R>(looking: (object: T) => R): R {
    const object = this.synced();
    this.current = -1;
    const seen = looking(object);
    this.current = this.store.idOf(object, null);
    this.id[0] = this.current;
    return seen;
  }

  /** The method of the socket that takes a command. */
  private methodFor(kind: CommandKind): (...given: readonly number[]) => number {
    const callOf = callsOf(kind, this.addresses);
    const { largest, frameSize, short } = this.addresses;
    const { header, frames } = this;
    const sizes = largest === undefined ? {} : { sizes: sizesUpTo(largest, frameSize, header, short) };
    const shape = { header, frames, ...sizes };
    return withHeader(kind, shape, (...given) => this.call(kind, callOf(given)));
  }

  private call(kind: CommandKind, call: Call): number {
    const object = this.synced();
    let answer: number;
    try {
      const given = this.calls[kind]!; // it has a method for those alone
      answer = this.meaning(kind, given(object, call));
    } catch (thrown) {
      const refusal = isMisuse(thrown) ? undefined : this.refusals[kind]!.thrown(thrown);
      if (refusal === undefined) {
        this.current = -1;
        throw thrown;
      }
      answer = refusal;
    }
    const from = this.current;
    this.current = -1;
    this.current = this.store.idOf(object, { from, kind, call });
    this.id[0] = this.current;
    return answer;
  }

  /** The answer in the socket's numbers. What is no answer goes on in words, and becomes a finding. */
  private meaning(kind: CommandKind, result: unknown): number {
    if (isThenable(result)) return noAnswer("a promise");
    if (isOwn(kind)) return 0; // how much a trim found to do is no refusal
    const refusal = this.refusals[kind]!.given(result);
    if (refusal !== undefined) return refusal;
    const isNumber = typeof result === "number" || typeof result === "bigint";
    if (isNumber && result < 0) return noAnswer(`${result}, which refusals does not list`);
    if (typeof result === "string")
      return noAnswer(`${JSON.stringify(result)}, which refusals does not list`);
    if (!answersFrame(kind)) return 0;
    if (!isNumber) return noAnswer(show(result));
    const { base, frameSize } = this.addresses;
    const frame = (Number(result) - base) / frameSize;
    return Number.isInteger(frame) && frame >= 0
      ? frame
      : noAnswer(`${result}, at which no frame ${frameSize === 1 ? "is" : "begins"}`);
  }
}

/** Where the frames of a scope lie. Throws a `Misuse` for what are no addresses. */
function addressesOf<T extends object>({ addresses }: ObjectDoor<T>, scope: Scope): Addresses {
  const found = typeof addresses === "function" ? addresses(scope) : (addresses ?? FRAME_NUMBERS);
  return requireAddresses(found);
}

/** Whether a command is the allocator's own affair. */
function isOwn(kind: CommandKind): boolean {
  return kind === "neutral" || kind === "settle";
}

/** What stands where a number should: the step of the search finds that it is none, and shows it. */
function noAnswer(text: string): number {
  return text as unknown as number;
}

function isThenable(result: unknown): boolean {
  return typeof result === "object" && result !== null && "then" in result;
}
