/** Whatever a person's code gives or throws has a text, and getting it runs none of that code. */
import { expect, test } from "vitest";
import { isMisuse, Misuse } from "./misuse.js";
import { show } from "./wording.js";

class Refused extends Error {
  override name = "Refused";
}
const boom = () => {
  throw new Error("was run");
};
const trap = new Proxy({}, { get: boom, getPrototypeOf: boom, has: boom, getOwnPropertyDescriptor: boom });

const CASES: readonly (readonly [unknown, string])[] = [
  [undefined, "undefined"],
  [null, "null"],
  [1n, "1n"],
  ["text", "text"],
  [[1, "a", {}], "1,a,..."],
  [Promise.resolve(), "[object Promise]"],
  [{}, "[object Object]"],
  [Object.create(null), "an object that cannot be shown"],
  [boom, "a function"],
  [new TypeError("no"), "TypeError: no"],
  [new Refused("no"), "Refused: no"],
  [new Error(""), "Error"],
  [trap, "an object that cannot be shown"],
  [Object.defineProperty(new Error("x"), "message", { get: boom }), "Error"],
  [Object.defineProperty(new Error("x"), "name", { value: 7 }), "Error: x"],
  [{ toString: boom, [Symbol.toPrimitive]: boom }, "[object Object]"],
  [Object.defineProperty({}, Symbol.toStringTag, { get: boom }), "[object Object]"],
  [Object.setPrototypeOf({}, trap), "an object that cannot be shown"],
];

test("each value has its text", () => {
  // Not one test each: a test's name would be made of the value.
  CASES.forEach(([value, text], i) => {
    expect(show(value), `case ${i}`).toBe(text);
    expect(isMisuse(value), `case ${i}`).toBe(false);
  });
});

test("what the platform throws has its name", () => {
  let thrown: unknown;
  try {
    structuredClone(() => 0);
  } catch (error) {
    thrown = error;
  }
  expect(show(thrown)).toMatch(/^DataCloneError: .+ could not be cloned\.$/);
});

test("a misuse is known by what it holds, whoever made it", () => {
  const misuse = new Misuse("code", "what", "do");
  expect(isMisuse(misuse)).toBe(true);
  expect(misuse.message).toBe("what; do"); // who catches nothing sees the message alone
  const posing = Object.assign(new Error("what"), { name: "Misuse", code: 1, remedy: {} });
  expect(isMisuse(posing)).toBe(false);
});
