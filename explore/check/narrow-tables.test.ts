/** A table of which the scope fills one word is told with the frames that fill two. */
import { expect, test } from "vitest";
import { fromObject } from "../../model/doors/from-object.js";
import { defineAllocator } from "../../model/socket/define.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { Pulse } from "../search/pulse.js";
import { narrowTables } from "./narrow-tables.js";

const narrowIn = (make: (frames: number) => object, frames = 4) => {
  const door = {
    make: (scope: { readonly frames: number }) => make(scope.frames),
    calls: { alloc: () => -1 },
  };
  const definition = defineAllocator({ name: "x", make: fromObject(door) });
  return narrowTables({ ...DEFAULT_SCOPE, frames }, definition, new Pulse());
};
const words = (count: number) => new Array<number>(count).fill(0);

test.each<readonly [string, (frames: number) => object, string, number, number]>([
  ["bytes", (n) => ({ map: words(Math.ceil(n / 8)) }), "map", 9, 8],
  ["bytes, one frame its own", (n) => ({ map: words(Math.ceil((n + 1) / 8)) }), "map", 8, 8],
  ["words of 32", (n) => ({ bits: new Uint32Array(Math.ceil(n / 32)) }), "bits", 33, 32],
  [
    "words of 64, further in",
    (n) => ({ zones: [{ bits: [...words(Math.ceil(n / 64))] }] }),
    "zones[0].bits",
    65,
    64,
  ],
])("%s", (_, make, path, frames, bits) => {
  expect(narrowIn(make)).toEqual([{ path, frames, bits }]);
  expect(narrowIn(make, frames)).toEqual([]);
});

test.each<readonly [string, (frames: number) => object]>([
  ["an element a frame", (n) => ({ map: words(n) })],
  ["an element for two", (n) => ({ map: words(Math.ceil(n / 2)) })],
  ["a flag a word", (n) => ({ full: new Array<boolean>(Math.ceil(n / 8)).fill(false) })],
  [
    "the powers of two in a number",
    (n) => ({ blocks: [...n.toString(2)].flatMap((d, i) => (d === "1" ? [i] : [])) }),
  ],
  ["one number always", () => ({ head: [0] })],
  [
    "what cannot be made larger",
    (n) => {
      if (n > 4) throw new RangeError("too many");
      return { map: words(1) };
    },
  ],
])("none: %s", (_, make) => {
  expect(narrowIn(make)).toEqual([]);
});

test("an allocator that is its bytes", () => {
  const make = ({ frames }: { readonly frames: number }) => ({
    state: new Uint8Array(2 + Math.ceil(frames / 8)),
    alloc: () => -9,
  });
  const definition = defineAllocator({ name: "x", make });
  expect(narrowTables(DEFAULT_SCOPE, definition, new Pulse())).toEqual([
    { path: "state", frames: 9, bits: 8 },
  ]);
});
