/** The objects of one value in the order in which they are met, and how each is reached. */
import type { ObjectKind } from "./copy-kinds.js";

/** So many objects are looked for one by one; more, in a table. */
const FEW = 16;

/** The part of an object that is all of it. */
export const ITSELF = Symbol("itself");
/** Entries of a Map or a Set are parts counted downwards from this. */
export const FIRST_ENTRY = 0;

export class Visit {
  readonly objects: object[] = [];
  readonly kinds: ObjectKind[] = [];
  readonly integrities: number[] = [];
  /** For each object the number of the one it was reached from, and the part of that. */
  private readonly holders: number[] = [];
  private readonly parts: PropertyKey[] = [];
  private readonly numbers = new Map<object, number>();
  /** The object under way and the part of it; -1 for the value itself. */
  holder = -1;
  part: PropertyKey = ITSELF;

  begin(): void {
    this.objects.length = this.kinds.length = this.integrities.length = 0;
    this.holders.length = this.parts.length = 0;
    if (this.numbers.size > 0) this.numbers.clear();
    this.holder = -1;
    this.part = ITSELF;
  }

  /** The number of an object that was met; -1 when it was not. */
  numberOf(object: object): number {
    const { objects, numbers } = this;
    if (objects.length <= FEW) return objects.indexOf(object);
    if (numbers.size === 0) objects.forEach((one, number) => void numbers.set(one, number));
    return numbers.get(object) ?? -1;
  }

  /** Adds an object, found where the visit is now. */
  add(object: object, kind: ObjectKind, integrity: number): void {
    if (this.numbers.size > 0) this.numbers.set(object, this.objects.length);
    this.objects.push(object);
    this.kinds.push(kind);
    this.integrities.push(integrity);
    this.holders.push(this.holder);
    this.parts.push(this.part);
  }

  /** Goes on to the next entry of the object under way. */
  nextEntry(): void {
    this.part = Number(this.part) - 1;
  }

  /** Where the visit is now: `pool.cache[0].next`. */
  path(root: string): string {
    const parts: string[] = [];
    let { part } = this;
    for (let number = this.holder; number >= 0; number = this.holders[number]!) {
      parts.unshift(partText(part));
      part = this.parts[number]!;
    }
    return root + parts.join("");
  }
}

export function partText(part: PropertyKey): string {
  if (part === ITSELF) return "";
  if (typeof part === "number" && part < 0) return `[entry ${-1 - part}]`;
  if (typeof part === "symbol") return `[${String(part)}]`;
  if (/^\d+$/.test(String(part))) return `[${String(part)}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(String(part))
    ? `.${String(part)}`
    : `[${JSON.stringify(part)}]`;
}
