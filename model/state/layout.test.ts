import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsFor, layOut, type Place, placesOf, read } from "./layout.js";

const fieldLists = fc
  .array(fc.record({ entries: fc.integer({ min: 0, max: 9 }), bits: fc.integer({ min: 1, max: 32 }) }), {
    maxLength: 8,
  })
  .map((fields) => fields.map((field, i) => ({ id: `field-${i}`, ...field })));

test("two fields of one name are refused: they would share their bits", () => {
  const field = { id: "pinned", entries: 1, bits: 4 };
  expect(() => layOut([field, field])).toThrow("internal: two fields of a state are called pinned");
});

test("no entry straddles a word and no two overlap", () => {
  const property = fc.property(fieldLists, (fields) => {
    const layout = layOut(fields);
    const taken = new Set<string>();
    for (const { id, entries, bits } of fields) {
      const places = placesOf(layout, id);
      expect(places.length).toBe(entries);
      for (const { word, shift, mask } of places) {
        expect(word).toBeLessThan(layout.words);
        expect(shift + bits).toBeLessThanOrEqual(32);
        expect(mask >>> 0).toBe(2 ** bits - 1);
        for (let bit = shift; bit < shift + bits; bit++) {
          expect(taken.has(`${word}.${bit}`)).toBe(false);
          taken.add(`${word}.${bit}`);
        }
      }
    }
  });
  fc.assert(property);
});

/** Puts a number at a place of the state that begins at `words[at]`. */
function write(words: Int32Array, at: number, { word, shift, mask }: Place, value: number): void {
  words[at + word] = (words[at + word]! & ~(mask << shift)) | (value << shift);
}

test("what is written is read again, wherever the state begins, and leaves the rest alone", () => {
  const property = fc.property(
    fieldLists,
    fc.infiniteStream(fc.integer()),
    fc.nat(3),
    (fields, numbers, at) => {
      const layout = layOut(fields);
      const words = new Int32Array(at + layout.words + 1).fill(0x5a5a5a5a);
      const entries = fields.flatMap(({ id }) =>
        placesOf(layout, id).map((place) => ({ place, value: numbers.next().value & place.mask })),
      );
      for (const { place, value } of entries) write(words, at, place, value);
      for (const { place, value } of entries) expect(read(words, at, place)).toBe(value);
      for (let w = 0; w < at; w++) expect(words[w]).toBe(0x5a5a5a5a);
      expect(words[at + layout.words]).toBe(0x5a5a5a5a);
    },
  );
  fc.assert(property);
});

test("bitsFor is the least number of bits that hold a number", () => {
  expect([0, 1, 2, 3, 4, 255, 256, 2080].map(bitsFor)).toEqual([1, 1, 2, 2, 3, 8, 9, 12]);
});

test("a field that is not there is a fault of ours", () => {
  expect(() => placesOf(layOut([]), "slices")).toThrow("internal: the layout has no field slices");
});
