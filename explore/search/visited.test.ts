import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf, type VisitedSet, visitedSet } from "./visited.js";

/** Adds states (all of one length) batch by batch, and returns the number that each was given. */
function addAll(set: VisitedSet, states: readonly (readonly number[])[], batch = 100): number[] {
  const given: number[] = [];
  for (let first = 0; first < states.length; first += batch) {
    const some = states.slice(first, first + batch);
    const source = Int32Array.from(some.flat());
    const hashes = hashesOf(source, set.words);
    set.prepare(hashes, some.length);
    some.forEach((_, i) => {
      given.push(set.add(source, i * set.words, hashes[i] ?? 0, first + i));
    });
  }
  return given;
}

function hashesOf(states: Int32Array, words: number): Int32Array {
  return Int32Array.from({ length: states.length / words }, (_, i) => hashOf(states, i * words, words));
}

function stateOf(set: VisitedSet, index: number): number[] {
  const offset = set.offsetOf(index);
  return [...set.chunkOf(index).subarray(offset, offset + set.words)];
}

test("a set is a set: each state is added once, numbered in order, and kept with its parent", () => {
  const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer());
  const batches = fc.integer({ min: 1, max: 7 });
  const lists = fc
    .integer({ min: 1, max: 4 })
    .chain((words) => fc.array(fc.array(word, { minLength: words, maxLength: words }), { maxLength: 200 }));
  const property = fc.property(lists, batches, (states, batch) => {
    const set = visitedSet(states[0]?.length ?? 1);
    const given = addAll(set, states, batch);
    const known: string[] = [];
    states.forEach((state, i) => {
      const isNew = !known.includes(state.join());
      expect(given[i]).toBe(isNew ? known.length : -1);
      if (!isNew) return;
      expect(stateOf(set, known.length)).toEqual(state);
      expect(set.parentOf(known.length)).toBe(i);
      known.push(state.join());
    });
    expect(set.count).toBe(known.length);
  });
  fc.assert(property);
});

test.each([1, 2, 3, 4])("a state of nothing but zeros is one like any other: %i words", (words) => {
  const set = visitedSet(words);
  const zeros = new Array<number>(words).fill(0);
  const one = [...zeros.slice(1), 1];
  expect(addAll(set, [one, zeros, zeros, one])).toEqual([0, 1, -1, -1]);
  expect(stateOf(set, 1)).toEqual(zeros);
});

test("it grows past several chunks and stays exact where hashes of 32 bits must collide", () => {
  // Of 300,000 states about 10 pairs share a hash of 32 bits, and any table slot is shared by many.
  const states = 300_000;
  const set = visitedSet(2);
  const batch = 1_000;
  const source = new Int32Array(2 * batch);
  // Two words that make a permutation of the numbers: all states differ, and none is near another.
  const fill = (first: number) => {
    for (let i = 0; i < batch; i++) {
      source[2 * i] = Math.imul(first + i + 1, 0x9e3779b1);
      source[2 * i + 1] = Math.imul(first + i + 7, 0x85ebca6b) ^ (i << 20);
    }
  };
  const count = { added: 0, known: 0 };
  for (const round of ["first", "second"])
    for (let first = 0; first < states; first += batch) {
      fill(first);
      const hashes = hashesOf(source, 2);
      set.prepare(hashes, batch);
      for (let i = 0; i < batch; i++) {
        const added = set.add(source, 2 * i, hashes[i] ?? 0, first + i - 1);
        if (round === "first" && added === first + i) count.added++;
        if (round === "second" && added === -1) count.known++;
      }
    }
  expect(count).toEqual({ added: states, known: states });
  expect(set.count).toBe(states);
  for (const index of [0, 1, 65_535, 65_536, 131_071, 131_072, states - 1]) {
    expect(set.parentOf(index)).toBe(index - 1);
    fill(index - (index % batch));
    expect(stateOf(set, index)).toEqual([...source.subarray(2 * (index % batch), 2 * (index % batch) + 2)]);
  }
});

test("states that differ in one bit are different, wherever the bit is", () => {
  const words = 5;
  const states = Array.from({ length: 32 * words }, (_, bit) =>
    Array.from({ length: words }, (__, w) => (w === bit >>> 5 ? 1 << (bit & 31) : 0)),
  );
  const set = visitedSet(words);
  expect(addAll(set, [...states, ...states]).filter((index) => index < 0)).toHaveLength(32 * words);
  expect(set.count).toBe(32 * words);
});

test("what the set will hold is foreseen before it grows, table and chunks", () => {
  const set = visitedSet(1);
  const before = set.bytes;
  for (let i = 0; i < 70_000; i += 100) {
    const foreseen = set.bytesWith(100);
    addAll(
      set,
      Array.from({ length: 100 }, (_, n) => [i + n]),
    );
    expect(set.bytes).toBeLessThanOrEqual(foreseen);
    // And no more than that is asked for: one growth of the table, one chunk.
    expect(foreseen).toBeLessThanOrEqual(2 * set.bytes + 8 * 2 ** 16);
  }
  expect(set.bytes).toBeGreaterThan(4 * before);
});

test("a few states of 64 kB take a few megabytes, and come back whole", () => {
  const words = 16_400;
  const visited = visitedSet(words);
  const state = (number: number) => new Int32Array(words).fill(number);
  for (let number = 0; number < 80; number++) {
    const source = state(number);
    visited.add(source, 0, hashOf(source, 0, words), number - 1);
    if (number === 0) expect(visited.bytes).toBeLessThan(8_000_000);
  }
  expect(visited.bytes).toBeLessThan(16_000_000);
  for (let number = 0; number < 80; number++) {
    const at = visited.offsetOf(number);
    const back = visited.chunkOf(number).subarray(at, at + words);
    expect(back.every((word) => word === number)).toBe(true);
    expect(visited.parentOf(number)).toBe(number - 1);
    expect(visited.add(state(number), 0, hashOf(state(number), 0, words), 0)).toBe(-1);
  }
});

test("what was added before a table of numbers grew is known behind it", () => {
  const set = visitedSet(3);
  const state = new Int32Array(3);
  const add = (number: number) => {
    state[1] = number;
    return set.add(state, 0, hashOf(state, 0, 3), -1);
  };
  const numbers = Array.from({ length: 5000 }, (_, number) => number);
  expect(numbers.map(add)).toEqual(numbers);
  expect(new Set(numbers.map(add))).toEqual(new Set([-1]));
});
