/**
 * The exact set of visited states: each is stored whole, so no two are ever taken for one.
 *
 * States lie in chunks in the order in which they were found; a table of open addressing holds their
 * numbers plus one, and above them the bits of the hash that the slot does not already tell: an entry
 * whose bits differ is another state and need not be read. Growing adds a chunk, or builds a new table
 * from the chunks after the old one was let go.
 */

const CHUNK_BITS = 16;
const CHUNK_STATES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_STATES - 1;
const FIRST_CAPACITY = 1 << 12;
/** The table grows when more than this share of it is taken. */
const LOAD = 0.7;

/** A set of states of `words` 32-bit words each, numbered from 0 in the order in which they were added. */
export class VisitedSet {
  count = 0;
  private readonly chunks: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  private table = new Int32Array(FIRST_CAPACITY);
  private limit = FIRST_CAPACITY * LOAD;

  /** What `prepare` leaves for `add`. */
  private hashes = new Int32Array(0);
  private entries = new Int32Array(0);
  /** Kept so that no compiler takes the reads of `prepare` for useless. */
  touched = 0;

  constructor(readonly words: number) {}

  /** The chunk that holds state number `index`, at `offsetOf(index)`. */
  chunkOf(index: number): Int32Array {
    return this.chunks[index >>> CHUNK_BITS]!;
  }

  offsetOf(index: number): number {
    return (index & CHUNK_MASK) * this.words;
  }

  /** The number of the state this one was first reached from; -1 for the first. */
  parentOf(index: number): number {
    return this.parents[index >>> CHUNK_BITS]![index & CHUNK_MASK]!;
  }

  /**
   * Hashes the first `count` states of `source`, for `add`, and reads what `add` will have to read.
   *
   * A look-up waits for two reads of memory that is in no cache. Here the reads of many look-ups do not
   * depend on each other, so they wait together: measured, a third of the time of one after the other.
   */
  prepare(source: Int32Array, count: number): void {
    const { words, chunks, table } = this;
    const mask = table.length - 1;
    if (this.hashes.length < count) {
      this.hashes = new Int32Array(count);
      this.entries = new Int32Array(count);
    }
    const { hashes, entries } = this;
    for (let i = 0; i < count; i++) {
      const h = hashOf(source, i * words, words);
      hashes[i] = h;
      entries[i] = table[h & mask]!;
    }
    let touched = 0;
    for (let i = 0; i < count; i++) {
      const entry = entries[i]!;
      if (entry === 0 || ((entry ^ hashes[i]!) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      touched ^= chunks[index >>> CHUNK_BITS]![(index & CHUNK_MASK) * words]!;
    }
    this.touched = touched;
  }

  /** Adds state `i` of the `source` last prepared, reached from `parent`: its number, -1 when it is known. */
  add(source: Int32Array, i: number, parent: number): number {
    const { words, chunks } = this;
    const at = i * words;
    const mask = this.table.length - 1;
    const { table } = this;
    const h = this.hashes[i]!;
    let slot = h & mask;
    for (let entry = table[slot]!; entry !== 0; slot = (slot + 1) & mask, entry = table[slot]!) {
      if (((entry ^ h) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      const chunk = chunks[index >>> CHUNK_BITS]!;
      const offset = (index & CHUNK_MASK) * words;
      let w = 0;
      while (w < words && chunk[offset + w] === source[at + w]) w++;
      if (w === words) return -1;
    }
    return this.append(source, at, parent, slot, h & ~mask);
  }

  /** The bytes held for states, parents and table. */
  get bytes(): number {
    return this.table.byteLength + this.chunks.length * CHUNK_STATES * (this.words + 1) * 4;
  }

  /** The most bytes held while so many more states are added, fewer than the table has room for. */
  bytesWith(more: number): number {
    const count = this.count + more;
    const table = this.table.byteLength * (count > this.limit ? 2 : 1);
    return table + Math.ceil(count / CHUNK_STATES) * CHUNK_STATES * (this.words + 1) * 4;
  }

  private append(source: Int32Array, at: number, parent: number, slot: number, tag: number) {
    const { words } = this;
    const index = this.count++;
    if ((index & CHUNK_MASK) === 0) {
      this.chunks.push(new Int32Array(CHUNK_STATES * words));
      this.parents.push(new Int32Array(CHUNK_STATES));
    }
    const chunk = this.chunkOf(index);
    const offset = this.offsetOf(index);
    for (let w = 0; w < words; w++) chunk[offset + w] = source[at + w]!;
    this.parents[index >>> CHUNK_BITS]![index & CHUNK_MASK] = parent;
    this.table[slot] = tag | this.count;
    if (this.count > this.limit) this.grow();
    return index;
  }

  private grow(): void {
    const capacity = this.table.length * 2;
    this.table = new Int32Array(0); // let go of the old table before the new one is made
    const table = new Int32Array(capacity);
    const mask = capacity - 1;
    for (let index = 0; index < this.count; index++) {
      const h = hashOf(this.chunkOf(index), this.offsetOf(index), this.words);
      let slot = h & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (h & ~mask) | (index + 1);
    }
    this.table = table;
    this.limit = capacity * LOAD;
  }
}

/** A mix of all bits of the words; the multipliers are those of MurmurHash3's finalizer. */
export function hashOf(words: Int32Array, at: number, count: number): number {
  let h = 0x9e3779b1;
  for (let w = 0; w < count; w++) {
    h = Math.imul(h ^ words[at + w]!, 0x85ebca6b);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
