/** What a content holds, field by field, in the words of whoever wrote the class. */
import type { Field } from "../socket/allocator.js";
import { entriesOf, isObject, keysOf, shown } from "./changes.js";
import { partText } from "./visit.js";

/** So many fields are told, and so many values of one. */
const MOST = 400;
const MOST_VALUES = 1024;

/** The fields of a copy of a content; an object that is met again is named by where it was met first. */
export function fieldsOf(content: unknown): Field[] {
  const fields: Field[] = [];
  const met = new Map<object, string>();
  let left = 0;
  const add = (path: string, values: readonly string[]) => {
    const more = values.length - MOST_VALUES;
    const told = more > 0 ? [...values.slice(0, MOST_VALUES), `and ${more} more`] : values;
    if (fields.length < MOST) fields.push({ name: nameOf(path), values: told });
    else left++;
  };
  const visit = (value: unknown, path: string): void => {
    const values = valuesOf(value, met);
    if (values !== null) {
      add(path, values);
      return;
    }
    const object = value as object; // it has no value of its own
    met.set(object, path);
    const parts = partsOf(object);
    for (const key of keysOf(parts)) visit(parts[key], path + partText(key));
  };
  visit(content, "");
  return left === 0 ? fields : [...fields, { name: "", values: [`and ${left} fields more`] }];
}

function nameOf(path: string): string {
  return path.replace(/^\./, "") || "the object";
}

/** The values of what is told in one field; `null` of an object that is told part by part. */
function valuesOf(value: unknown, met: ReadonlyMap<object, string>): string[] | null {
  if (!isObject(value)) return [shown(value)];
  const first = met.get(value);
  if (first !== undefined) return [`the same as ${nameOf(first)}`];
  const row = rowOf(value);
  if (row !== null) return row.map(shown);
  return keysOf(partsOf(value)).length === 0 ? [shown(value)] : null;
}

function partsOf(object: object): Readonly<Record<PropertyKey, unknown>> {
  if (object instanceof Map) return entriesOf(object) as Record<PropertyKey, unknown>;
  const parts: unknown = object instanceof Set ? [...object] : object;
  return parts as Record<PropertyKey, unknown>; // looked at by its keys
}

/** The values of an array, or of a set, that holds no objects; `null` for anything else. */
function rowOf(value: object): unknown[] | null {
  const isRow =
    Array.isArray(value) || value instanceof Set || (ArrayBuffer.isView(value) && "length" in value);
  if (!isRow) return null;
  const values = Array.from(value as Iterable<unknown>);
  return values.some(isObject) ? null : values;
}
