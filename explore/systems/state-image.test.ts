import fc from "fast-check";
import { expect, test } from "vitest";
import { StateImage } from "./state-image.js";

/** Bytes at any offset of a buffer with something on both sides, as inside a linear memory. */
const placed = fc.record({
  bytes: fc.uint8Array({ maxLength: 23 }),
  offset: fc.nat(9),
  at: fc.nat(3),
});

function within(bytes: Uint8Array, offset: number): { memory: Uint8Array; state: Uint8Array } {
  const memory = new Uint8Array(offset + bytes.length + 5).fill(0xaa);
  const state = memory.subarray(offset, offset + bytes.length);
  state.set(bytes);
  return { memory, state };
}

test("what is saved comes back, at odd lengths and unaligned places, and nothing else is written", () => {
  const property = fc.property(placed, fc.uint8Array({ minLength: 23, maxLength: 23 }), (place, noise) => {
    const { bytes, offset, at } = place;
    const { memory, state } = within(bytes, offset);
    const image = new StateImage(state);
    expect(image.words).toBe(Math.ceil(bytes.length / 4));
    const target = new Int32Array(at + image.words + 1).fill(-1);
    image.save(target, at);
    expect(target.subarray(0, at).every((word) => word === -1)).toBe(true);
    expect(target[at + image.words]).toBe(-1);
    state.set(noise.subarray(0, bytes.length));
    image.load(target, at);
    expect(state).toEqual(bytes);
    expect(image.differs(target, at)).toBe(false);
    const outside = [...memory.subarray(0, offset), ...memory.subarray(offset + bytes.length)];
    expect(outside.every((byte) => byte === 0xaa)).toBe(true);
  });
  fc.assert(property);
});

test("an image is the bytes alone: the same wherever they lie, padded with zeros", () => {
  const property = fc.property(placed, fc.nat(9), ({ bytes, offset }, other) => {
    const [first, second] = [offset, other].map((place) => {
      const image = new StateImage(within(bytes, place).state);
      const target = new Int32Array(image.words);
      image.save(target, 0);
      return new Uint8Array(target.buffer);
    });
    expect(first).toEqual(second);
    expect([...first!.subarray(bytes.length)]).toEqual(Array(-bytes.length & 3).fill(0));
  });
  fc.assert(property);
});

test("one changed byte is a difference, and is named", () => {
  const property = fc.property(placed, fc.nat(22), fc.integer({ min: 1, max: 255 }), (place, pick, by) => {
    const { bytes, offset, at } = place;
    fc.pre(bytes.length > 0);
    const { state } = within(bytes, offset);
    const image = new StateImage(state);
    const target = new Int32Array(at + image.words);
    image.save(target, at);
    expect(image.describeChange(target, at)).toBe("");
    const byte = pick % bytes.length;
    const before = state[byte]!;
    state[byte]! += by;
    expect(image.differs(target, at)).toBe(true);
    expect(image.describeChange(target, at)).toBe(`byte ${byte}: ${before} -> ${state[byte]}`);
  });
  fc.assert(property);
});
