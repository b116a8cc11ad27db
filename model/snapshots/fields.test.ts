import { expect, test } from "vitest";
import { fieldsOf } from "./fields.js";

interface Node {
  readonly start: number;
  next: Node | null;
}

test("a content is told field by field, rows of plain values in one, by the names of its class", () => {
  const head: Node = { start: 3, next: { start: 7, next: null } };
  head.next!.next = head;
  const content = {
    head,
    holders: [null, 1, "a"],
    bits: new Uint32Array([1, 2]),
    none: [],
    live: new Set([4, 5]),
    at: new Map([[2, { count: 1 }]]),
    bare: {},
    "odd name": true,
    again: head.next,
  };
  expect(fieldsOf(content).map(({ name, values }) => `${name}: ${values.join(" ")}`)).toEqual([
    "head.start: 3",
    "head.next.start: 7",
    "head.next.next: the same as head",
    "holders: null 1 'a'",
    "bits: 1 2",
    "none: ",
    "live: 4 5",
    "at[2].count: 1",
    "bare: {}",
    '["odd name"]: true',
    "again: the same as head.next",
  ]);
  expect(fieldsOf(7)).toEqual([{ name: "the object", values: ["7"] }]);
});

test("of very many fields and values the first are told, and how many there are more", () => {
  const many = fieldsOf(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i])));
  expect(many).toHaveLength(401);
  expect(many.at(-1)?.values).toEqual(["and 100 fields more"]);
  expect(fieldsOf({ row: new Uint8Array(2000) })[0]?.values.at(-1)).toBe("and 976 more");
});
