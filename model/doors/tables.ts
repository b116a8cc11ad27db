/** The arrays of whole numbers that an object holds: in some a number may be a word of many frames. */
import { partText } from "../snapshots/visit.js";

/** An array by its place in the object, such as `map`. */
export interface Table {
  readonly path: string;
  readonly length: number;
}

/** So deep they are looked for, and so many items of a list are looked into. */
const DEEPEST = 3;
const MOST_ITEMS = 16;

/** The arrays of whole numbers in an object and in what it holds. */
export function tablesIn(object: object): Table[] {
  const found: Table[] = [];
  const met = new Set<object>();
  const look = (value: unknown, path: string, depth: number): void => {
    if (typeof value !== "object" || value === null || met.has(value) || depth > DEEPEST) return;
    met.add(value);
    if (ArrayBuffer.isView(value)) {
      if ("length" in value) found.push({ path, length: Number(value.length) });
      return;
    }
    if (Array.isArray(value) && value.length > 0 && value.every(isWhole)) {
      found.push({ path, length: value.length });
      return;
    }
    for (const key of Object.keys(value).slice(0, MOST_ITEMS)) {
      const held: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      look(held, path + partText(key), depth + 1);
    }
  };
  look(object, "", 0);
  return found.map(({ path, length }) => ({ path: path.replace(/^\./, "") || "the object", length }));
}

function isWhole(item: unknown): boolean {
  return Number.isInteger(item) || typeof item === "bigint";
}
