import { expect, test } from "vitest";
import { changedGlobal } from "./globals.js";

/** Sets a property for a moment, and says what was noticed. */
function noticed(holder: object, key: PropertyKey, value: unknown): string | null {
  const was = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, { value, configurable: true, writable: true });
  const changed = changedGlobal();
  if (was === undefined) Reflect.deleteProperty(holder, key);
  else Object.defineProperty(holder, key, was);
  return changed;
}

test("what was changed is named, and nothing is while nothing is changed", () => {
  const yes = () => true;
  const iterator = Object.getPrototypeOf([][Symbol.iterator]()) as object;
  expect(changedGlobal()).toBeNull();
  expect(noticed(Set.prototype, "has", yes)).toBe("Set.prototype.has");
  expect(noticed(Math, "min", yes)).toBe("Math.min");
  expect(noticed(globalThis, "Map", yes)).toBe("globalThis.Map");
  expect(noticed(iterator, "next", yes)).toBe("the iterator of Array.next");
  expect(noticed(Object.getPrototypeOf(Uint8Array.prototype) as object, "set", yes)).toBe(
    "TypedArray.prototype.set",
  );
  expect(noticed(Uint8Array.prototype, "set", yes)).toBe("Uint8Array.prototype, which has more than it had");
  expect(noticed(Object.prototype, "kind", "alloc")).toBe("Object.prototype, which has more than it had");
  expect(noticed(Set.prototype, "aPolyfill", yes)).toBeNull();
  expect(changedGlobal()).toBeNull();
});
