/** Three ways to number the contents of an object and to bring a content back. */

import { Misuse } from "../basics/misuse.js";
import { describeChanges } from "../snapshots/changes.js";
import { fieldsOf } from "../snapshots/fields.js";
import { SnapshotTable } from "../snapshots/snapshot.js";
import type { Field } from "../socket/allocator.js";
import type { Watch } from "../socket/watch.js";
import type { CommandKind } from "../words/commands.js";
import type { Scope } from "../words/scope.js";
import { plainCalls } from "./chores.js";
import type { Call, ObjectDoor, PlainCalls } from "./object-door.js";

/** The call that led to a content, and the number of the content it was made in. */
export interface Step {
  readonly from: number;
  readonly kind: CommandKind;
  readonly call: Call;
}

/** Numbers contents: equal numbers exactly when contents are equal. */
export abstract class ContentStore<T extends object> {
  /** Told when copying begins and ends: the time it takes is not the allocator's. */
  watch: Watch | null = null;
  private readonly table = new SnapshotTable();

  /** The number of the object's content, to which `step` led (`null` for a fresh object). */
  abstract idOf(object: T, step: Step | null): number;
  /** The number of the content of an object that was just made. */
  idOfFresh(object: T): number {
    return this.idOf(object, null);
  }
  /** An object with the content of a number: the given one changed, or another. */
  abstract restore(id: number, object: T): T;

  /** The bytes that the contents take. */
  get bytes(): number {
    return this.table.bytes;
  }

  /** In which fields one content differs from an earlier one. */
  changes(from: number, to: number): string {
    return describeChanges(this.copyOf(from), this.copyOf(to));
  }

  /** What a content holds, field by field. */
  fields(id: number): Field[] {
    return fieldsOf(this.copyOf(id));
  }

  protected number(content: unknown, fresh = false): number {
    return this.unwatched(() => this.table.idOf(content, fresh));
  }

  protected copyOf(id: number): unknown {
    return this.unwatched(() => this.table.copyOf(id));
  }

  protected giveBack(id: number, object: object): void {
    this.unwatched(() => this.table.restore(id, object));
  }

  /** Where an object that was brought back for the first time has another content; else `null`. */
  protected lost(id: number, contentOf: () => unknown): string | null {
    if (!this.table.isFirst(id)) return null;
    const content = contentOf();
    return this.unwatched(() => this.table.differenceFrom(id, content));
  }

  private unwatched<R>(work: () => R): R {
    this.watch?.pause();
    const result = work(); // what it throws ends the run
    this.watch?.resume();
    return result;
  }
}

/** The store that fits what the door gives. Throws a `Misuse` when it gives half of a pair. */
export function contentStoreOf<T extends object>(door: ObjectDoor<T>, scope: Scope): ContentStore<T> {
  const { save, load, replay, key } = door;
  if (save !== undefined && load !== undefined) return new Saved(save, (saved) => load(saved, scope));
  if (replay === true && key !== undefined) return new Replayed(door, key, scope);
  if (save !== undefined || load !== undefined) throw half("save", "load");
  if (replay === true || key !== undefined) throw half("replay: true", "key");
  return new Copied();
}

function half(one: string, other: string): Misuse {
  return new Misuse("half-a-door", `fromObject needs ${one} and ${other} together`, "give both, or neither");
}

/** Copies every own field. */
class Copied<T extends object> extends ContentStore<T> {
  idOf(object: T): number {
    return this.number(object);
  }

  override idOfFresh(object: T): number {
    return this.number(object, true);
  }

  restore(id: number, object: T): T {
    this.giveBack(id, object);
    return object;
  }
}

/** Asks the class for its content. */
class Saved<T extends object> extends ContentStore<T> {
  constructor(
    private readonly save: (object: T) => unknown,
    private readonly load: (saved: unknown) => T,
  ) {
    super();
  }

  idOf(object: T): number {
    return this.number(this.save(object));
  }

  restore(id: number): T {
    const object = this.load(this.copyOf(id));
    const place = this.lost(id, () => this.save(object));
    if (place === null) return object;
    throw new Misuse(
      "bad-load",
      `save, load and save again give something else: in what save gives, ${place} is different`,
      "load must bring back all that save gives",
    );
  }
}

/** Remembers how each content was reached, and does it again on a fresh object. */
class Replayed<T extends object> extends ContentStore<T> {
  private readonly steps: (Step | null)[] = [];
  private readonly calls: PlainCalls<T>;

  constructor(
    private readonly door: ObjectDoor<T>,
    private readonly key: (object: T) => unknown,
    private readonly scope: Scope,
  ) {
    super();
    this.calls = plainCalls(door.calls);
  }

  idOf(object: T, step: Step | null): number {
    const id = this.number(this.key(object));
    if (id === this.steps.length) this.steps.push(step);
    return id;
  }

  restore(id: number): T {
    const path: Step[] = [];
    for (let step = this.steps[id]; step; step = this.steps[step.from]) path.unshift(step);
    const object = this.door.make(this.scope);
    for (const { kind, call } of path) {
      try {
        this.calls[kind]!(object, call); // of a command that was given
      } catch {
        // It refused by throwing the first time as well; what counts is the content it left.
      }
    }
    const place = this.lost(id, () => this.key(object));
    if (place === null) return object;
    throw new Misuse(
      "bad-replay",
      `the same calls on a fresh object lead to another key: in what key gives, ${place} is different`,
      "make must give equal objects, calls must do the same every time, and key must tell all that matters",
    );
  }
}
