/** What a copy can hold of an object beside its content, and how what it cannot is told. */
import { types } from "node:util";
import { stackGetter } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import { Uncopyable } from "./copy-kinds.js";
import { CLOSED, EXTENSIBLE, FROZEN, SEALED } from "./snapshot-text.js";

/** Requires that a field is as one that was assigned, or as freezing or sealing its object left it. */
export function requireData(object: object, key: PropertyKey, integrity: number): void {
  const { get, set, writable, configurable } = Reflect.getOwnPropertyDescriptor(object, key)!;
  if (get !== undefined || set !== undefined) throw new Uncopyable("an accessor");
  if (writable === (integrity === FROZEN)) throw new Uncopyable("a read-only field");
  if (configurable === integrity >= SEALED) throw new Uncopyable("a field that cannot be configured");
}

/**
 * Whether a field is the stack of an error, or of what `Error.captureStackTrace` was given. It tells which of
 * our calls led there, so it is not the same on every way to one state, and no allocator goes by it.
 */
export function isStackOfCalls(object: object, key: PropertyKey): boolean {
  if (key !== "stack") return false;
  const { get, value, enumerable } = Reflect.getOwnPropertyDescriptor(object, key)!;
  return enumerable === false && (get === undefined ? typeof value === "string" : get === stackGetter);
}

/** Requires that an array, all of whose enumerable keys are `keys`, has no other field and a usual length. */
export function requireUsualArray(array: unknown[], keys: readonly PropertyKey[], integrity: number): void {
  if (Object.getOwnPropertyNames(array).length !== keys.length + 1)
    throw new Uncopyable("an array with a field that is not enumerable");
  if (Reflect.getOwnPropertyDescriptor(array, "length")?.writable === (integrity === FROZEN))
    throw new Uncopyable("an array of fixed length");
}

/** An arrow function or a bound one: in a copy it would go on with the object it was made in. */
export function keepsThis(made: (...given: never[]) => unknown): boolean {
  const text = Function.prototype.toString.call(made);
  if (text.endsWith("{ [native code] }")) return made.name.startsWith("bound ");
  return /^(?:async\s*)?(?:\(|[\w$]+\s*=>)/.test(text) && /\bthis\b/.test(text);
}

/** Whether a view is a `Buffer` in the pool out of which Node makes small ones. */
export function isPooled(view: object): boolean {
  return (
    Buffer.isBuffer(view) && view.buffer.byteLength === Buffer.poolSize && view.byteLength < Buffer.poolSize
  );
}

/** What can still be done to an object. */
export function integrityOf(object: object): number {
  if (Object.isExtensible(object)) return EXTENSIBLE;
  if (Object.isFrozen(object)) return FROZEN;
  return Object.isSealed(object) ? SEALED : CLOSED;
}

/** What a value is called at the head of a path: its class, as one would name a variable of it. */
export function nameOf(value: unknown): string {
  const isObject = typeof value === "object" && value !== null && !types.isProxy(value);
  const made: unknown = isObject && Object.getPrototypeOf(value)?.constructor;
  const name = typeof made === "function" && typeof made.name === "string" ? made.name : "";
  return name === "" ? "object" : name.charAt(0).toLowerCase() + name.slice(1);
}

/** The misuse of an allocator that holds what no copy can hold. */
export function cannotCopy(path: string, what: string): Misuse {
  return new Misuse(
    "cannot-copy",
    `${path} is ${what}, which cannot be copied`,
    "give fromObject save and load, or replay: true with a key",
  );
}
