/** Bytes are called by the array that lies over them, where an allocator has one. */
import { expect, test } from "vitest";
import { fieldChanges, namedFields } from "./field-names.js";

class Fields {
  readonly bytes = new Uint8Array(16);
  /** Somewhere in a larger buffer, and not at its beginning. */
  readonly state = this.bytes.subarray(4);
  readonly extra = this.state.subarray(0, 8);
  readonly counts = new Uint16Array(this.bytes.buffer, 4, 2);
  readonly hint = this.state.subarray(8, 9);
  readonly elsewhere = new Uint8Array(4);
  get trap(): never {
    throw new Error("a getter is not asked");
  }
}

test("by the shortest that has it, an element at a time", () => {
  const owner = new Fields();
  const before = owner.state.slice();
  owner.counts[1] = 0x0201;
  owner.state[5] = 7;
  owner.hint[0] = 9;
  expect(fieldChanges(owner, owner.state, before)).toBe(
    "counts[1]: 0 -> 513, extra[5]: 0 -> 7, hint: 0 -> 9",
  );
});

test("by their places where nothing else has them", () => {
  const owner = new Fields();
  const before = owner.state.slice();
  owner.state[11] = 3;
  expect(fieldChanges({ state: owner.state }, owner.state, before)).toBe("byte 11: 0 -> 3");
});

test("what a state holds is told by those names, in the order in which they lie there", () => {
  const owner = new Fields();
  owner.hint[0] = 9;
  owner.counts[1] = 513;
  const told = namedFields(owner, owner.state)?.map(({ name, values }) => `${name}: ${values.join(" ")}`);
  const named = ["counts: 0 513", "extra: 0 0 1 2 0 0 0 0", "hint: 9"];
  expect(told?.filter((field) => !field.startsWith("bytes: "))).toEqual(named);
  const { state, hint } = owner;
  expect(namedFields({ hint }, state)?.map(({ name, values }) => `${name}: ${values.join(" ")}`)).toEqual([
    "bytes 0..7: 0 0 1 2 0 0 0 0",
    "hint: 9",
    "bytes 9..11: 0 0 0",
  ]);
  expect(namedFields({ state: owner.state }, owner.state)).toBeNull();
});
