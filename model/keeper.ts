/** Three ways to number the contents of an object and to bring a content back. */
import type { ObjectDoor, Place } from "./from-object.js";
import { Misuse } from "./misuse.js";
import type { Scope } from "./scope.js";
import { SnapshotTable } from "./snapshot.js";
import type { ObjectKind } from "./vocabulary.js";

/** The call that led to a content, and the number of the content it was made in. */
export interface Step {
  readonly from: number;
  readonly kind: ObjectKind;
  readonly place: Place;
}

/** Numbers contents: equal numbers exactly when contents are equal. */
export interface Keeper<T extends object> {
  /** The number of the object's content, to which `step` led (`null` for a fresh object). */
  idOf(object: T, step: Step | null): number;
  /** An object with the content of a number: the given one changed, or another. */
  restore(id: number, object: T): T;
}

/** The keeper that fits what the door gives. Throws a `Misuse` when it gives half of a pair. */
export function keeperOf<T extends object>(door: ObjectDoor<T>, scope: Scope): Keeper<T> {
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
class Copied<T extends object> implements Keeper<T> {
  private readonly table = new SnapshotTable();

  idOf(object: T): number {
    return this.table.idOf(object);
  }

  restore(id: number, object: T): T {
    this.table.restore(id, object);
    return object;
  }
}

/** Asks the class for its content. */
class Saved<T extends object> implements Keeper<T> {
  private readonly table = new SnapshotTable();

  constructor(
    private readonly save: (object: T) => unknown,
    private readonly load: (saved: unknown) => T,
  ) {}

  idOf(object: T): number {
    return this.table.idOf(this.save(object));
  }

  restore(id: number): T {
    return this.load(this.table.copyOf(id));
  }
}

/** Remembers how each content came about, and does it again on a fresh object. */
class Replayed<T extends object> implements Keeper<T> {
  private readonly table = new SnapshotTable();
  private readonly steps: (Step | null)[] = [];

  constructor(
    private readonly door: ObjectDoor<T>,
    private readonly key: (object: T) => unknown,
    private readonly scope: Scope,
  ) {}

  idOf(object: T, step: Step | null): number {
    const id = this.table.idOf(this.key(object));
    if (id === this.steps.length) this.steps.push(step);
    return id;
  }

  restore(id: number): T {
    const path: Step[] = [];
    for (let step = this.steps[id]; step; step = this.steps[step.from]) path.unshift(step);
    const object = this.door.make(this.scope);
    for (const { kind, place } of path) {
      try {
        this.door.calls[kind]?.(object, place);
      } catch {
        // It refused by throwing the first time as well; what counts is the content it left.
      }
    }
    return object;
  }
}
