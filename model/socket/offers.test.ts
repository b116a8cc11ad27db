/** What is offered where a person speaks of some commands alone. */
import { expect, test } from "vitest";
import { fromObject } from "../doors/from-object.js";
import type { Addresses, Calls } from "../doors/object-door.js";
import { DEFAULT_SCOPE } from "../words/scope.js";
import type { Offers } from "./allocator.js";
import { defineAllocator } from "./define.js";

const calls: Calls<object> = { "alloc-block": (_, { count }) => count, free: () => true };

function offered(
  offers: Offers,
  more: { readonly calls?: Calls<object>; readonly addresses?: Addresses } = {},
) {
  const make = fromObject<object>({ make: () => ({}), calls, ...more });
  const definition = defineAllocator({ name: "mine", offers, make });
  const block = definition.offers["alloc-block"];
  const isOffered = (count: number, align: number) =>
    typeof block === "function" && block({ kind: "alloc-block", count, align }, DEFAULT_SCOPE);
  const asked = [1, 2, 3, 4].flatMap((count) =>
    [1, 2].flatMap((align) => (isOffered(count, align) ? [`${count}/${align}`] : [])),
  );
  return { asked, free: definition.offers.free };
}

test("what is called and not spoken of is offered, and no alignment is asked that nobody reads", () => {
  const even: Offers = { "alloc-block": ({ count }) => count % 2 === 0 };
  expect(offered(even)).toEqual({ asked: ["2/1", "4/1"], free: true });
  expect(offered({ ...even, free: false }).free).toBe(false);
  expect(offered({ free: true }).asked).toEqual(["1/1", "2/1", "3/1", "4/1"]);
  const buddy: Offers = { "alloc-block": ({ count, align }) => align === count };
  expect(offered(buddy).asked).toEqual(["1/1", "2/2"]);
  const aligned: Calls<object> = { ...calls, "alloc-block": (_, { count, align }) => count * align };
  expect(offered(even, { calls: aligned }).asked).toEqual(["2/1", "2/2", "4/1", "4/2"]);
});

test("a part of a header is asked of nobody, whatever the sizes that are offered", () => {
  const small: Offers = { "alloc-block": ({ count }) => count < 4 };
  const addresses = { base: 64, frameSize: 16, header: 32 };
  expect(offered(small, { addresses }).asked).toEqual(["3/1"]);
});

test("who has methods of its own offers what it says", () => {
  const make = () => ({ state: new Uint8Array(1), alloc: () => 0, free: () => 0 });
  expect(defineAllocator({ name: "mine", offers: { alloc: true }, make }).offers).toEqual({ alloc: true });
});
