/** Which fields of a content are other than they were, in the words of whoever wrote the class. */
import { inspect } from "node:util";
import { partText } from "./visit.js";

/** So many changes say enough, and so many items of a list. */
const MOST = 6;
const MOST_ITEMS = 12;

type Raw = Readonly<Record<PropertyKey, unknown>>;

/** The changes from one copy of a content to another: `lookup: 1 -> 9, map[0]: 0 -> 255`. */
export function describeChanges(before: unknown, after: unknown): string {
  const changes: string[] = [];
  const met = new Set<unknown>();
  const compare = (was: unknown, is: unknown, path: string): void => {
    if (Object.is(was, is) || met.has(is)) return;
    if (!isObject(was) || !isObject(is) || Object.getPrototypeOf(was) !== Object.getPrototypeOf(is)) {
      changes.push(`${path.replace(/^\./, "") || "the object"}: ${shown(was)} -> ${shown(is)}`);
      return;
    }
    met.add(is);
    if (was instanceof Map && is instanceof Map) compare(entriesOf(was), entriesOf(is), path);
    if (was instanceof Set && is instanceof Set) compare([...was], [...is], path);
    if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length) {
      changes.push(`${path.replace(/^\./, "")}: ${shown(was)} -> ${shown(is)}`);
      return;
    }
    for (const key of new Set([...keysOf(was), ...keysOf(is)]))
      compare((was as Raw)[key], (is as Raw)[key], path + partText(key));
  };
  compare(before, after, "");
  const more = changes.length - MOST;
  if (changes.length === 0) return "the order of fields or entries, or what objects share";
  return [...changes.slice(0, MOST), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

/** Whether a value has fields of its own. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The parts of an object, but for the length of an array. */
export function keysOf(object: object): PropertyKey[] {
  return Reflect.ownKeys(object).filter((key) => !(Array.isArray(object) && key === "length"));
}

/** A map as an object that has its keys, so far as they can be told. */
export function entriesOf(map: ReadonlyMap<unknown, unknown>): Raw {
  return Object.fromEntries(
    [...map].map(([key, value]) => [isObject(key) ? shown(key) : String(key), value]),
  );
}

/** A part of a copy as text; it runs no code of a class. */
export function shown(value: unknown): string {
  const options = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: MOST_ITEMS };
  return inspect(value, { ...options, customInspect: false, getters: false, compact: true });
}
