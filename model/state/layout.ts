/** Where each field of an abstract state lies in its packed 32-bit words. */

/** A field: `entries` numbers of `bits` bits each (1 to 32). */
export interface Field {
  readonly id: string;
  readonly entries: number;
  readonly bits: number;
}

/** Where one entry lies: `(words[word] >>> shift) & mask`. An entry never straddles two words. */
export interface Place {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/** The packed form of a state: its length in words and the place of each entry of each field. */
export interface Layout {
  readonly words: number;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** Packs fields in their order, each entry into the first word that still has room for it. */
export function layOut(fields: readonly Field[]): Layout {
  const used: number[] = [];
  const places = new Map<string, Place[]>();
  for (const { id, entries, bits } of fields) {
    const list: Place[] = [];
    for (let entry = 0; entry < entries; entry++) {
      let word = used.findIndex((taken) => taken + bits <= 32);
      if (word < 0) word = used.push(0) - 1;
      const shift = used[word] ?? 0;
      used[word] = shift + bits;
      list.push({ word, shift, mask: bits === 32 ? -1 : 2 ** bits - 1 });
    }
    if (places.has(id)) throw new Error(`internal: two fields of a state are called ${id}`);
    places.set(id, list);
  }
  return { words: used.length, places };
}

/** The places of one field. Throws when the layout has no such field. */
export function placesOf(layout: Layout, field: string): readonly Place[] {
  const places = layout.places.get(field);
  if (places === undefined) throw new Error(`internal: the layout has no field ${field}`);
  return places;
}

/** How many bits hold the numbers 0 to `most`. */
export function bitsFor(most: number): number {
  return Math.max(1, 32 - Math.clz32(most));
}

/** The number at a place of the packed state that begins at `words[at]`. */
export function read(words: Int32Array, at: number, { word, shift, mask }: Place): number {
  return (words[at + word]! >>> shift) & mask;
}

/** Whether the bit of a frame, or of a unit, is set in a plane of one bit each. */
export function bitAt(words: Int32Array, at: number, plane: readonly Place[], frame: number): boolean {
  return ((read(words, at, plane[frame >>> 5]!) >>> (frame & 31)) & 1) === 1;
}

/** Puts a number, which must fit, to a place of the packed state that begins at `words[at]`. */
export function write(words: Int32Array, at: number, { word, shift, mask }: Place, value: number): void {
  words[at + word] = (words[at + word]! & ~(mask << shift)) | ((value & mask) << shift);
}
