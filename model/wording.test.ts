import { expect, test } from "vitest";
import { plural, quoted, show } from "./wording.js";

const mute = {
  toString() {
    throw new Error("no words");
  },
};
const nameless = Object.assign(new Error("why"), { name: Symbol("odd") });

test.each([
  [undefined, "undefined"],
  ["text", "text"],
  [Symbol("frame"), "Symbol(frame)"],
  [new RangeError("out of frames"), "RangeError: out of frames"],
  [new Error(), "Error"],
  [Object.create(null), "an object that cannot be shown"],
  [mute, "an object that cannot be shown"],
  [nameless, "an object that cannot be shown"],
  [Object.setPrototypeOf(() => 0, null), "a function that cannot be shown"],
])("any value has a text: case %#", (value, text) => {
  expect(show(value)).toBe(text);
});

test("one is one, none and many are many, and thousands are set apart", () => {
  expect([0, 1, 2, 1234].map((count) => plural(count, "state"))).toEqual([
    "0 states",
    "1 state",
    "2 states",
    "1,234 states",
  ]);
});

test("what could not be seen is quoted", () => {
  expect(["bitmap", "2.", "", " 3", "a\nb"].map(quoted)).toEqual(["bitmap", "2.", '""', '" 3"', '"a\\nb"']);
});
