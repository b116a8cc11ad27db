/**
 * Looks at a value that a person's code gave, and runs none of that code: no getter, no trap, no `toString`.
 * What is needed for that is taken before any file of a person's is loaded.
 */
import { types } from "node:util";

const { getOwnPropertyDescriptor, getPrototypeOf, prototype: OBJECT } = Object;
const { isNativeError, isProxy } = types;
const ERROR = Error.prototype;
/** A chain of prototypes is longer than this only to keep us busy. */
const LONGEST_CHAIN = 50;

/** Whether a value can have properties that are safe to look at. */
export function isPlainlyObject(value: unknown): value is object {
  return ((typeof value === "object" && value !== null) || typeof value === "function") && !isProxy(value);
}

/** The value under a key, its own or inherited; `undefined` where a getter would have to be asked. */
export function dataOf(value: unknown, key: PropertyKey): unknown {
  let holder: unknown = value;
  for (let i = 0; i < LONGEST_CHAIN && isPlainlyObject(holder); i++) {
    const property = getOwnPropertyDescriptor(holder, key);
    if (property !== undefined) return property.value;
    holder = getPrototypeOf(holder);
  }
  return undefined;
}

/** Whether a value is an error, of this realm or another. */
export function isError(value: unknown): value is Error {
  return isPlainlyObject(value) && (isNativeError(value) || inherits(value, ERROR));
}

/** Whether a value has the methods that every object has unless somebody took care that it has not. */
export function isOrdinary(value: object): boolean {
  return inherits(value, OBJECT);
}

function inherits(value: object, from: object): boolean {
  let holder: unknown = getPrototypeOf(value);
  for (let i = 0; i < LONGEST_CHAIN && isPlainlyObject(holder); i++) {
    if (holder === from) return true;
    holder = getPrototypeOf(holder);
  }
  return false;
}

/** Where V8 keeps the stack of an error behind a getter, as Node 22 does, this is that getter. */
export const stackGetter = getOwnPropertyDescriptor(new Error("for its stack"), "stack")?.get;
const { apply } = Reflect;

/**
 * The stack of an error, or nothing. Making it may run `Error.prepareStackTrace` of the person's, so this is
 * called where a call that does not return is noticed.
 */
export function stackOf(error: unknown): string {
  if (!isError(error)) return "";
  try {
    const property = getOwnPropertyDescriptor(error, "stack");
    const stack: unknown =
      stackGetter !== undefined && property?.get === stackGetter
        ? apply(stackGetter, error, [])
        : property?.value;
    return typeof stack === "string" ? stack : "";
  } catch {
    return "";
  }
}
