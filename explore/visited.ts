/**
 * The exact set of visited states: each is stored whole, so no two are ever taken for one.
 *
 * States lie in chunks in the order in which they were found; a table of open addressing holds their
 * numbers. Growing adds a chunk, or builds a new table from the chunks after the old one was let go.
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

  /** Adds the state at `source[at]`, reached from `parent`, and returns its number, or -1 when it is known. */
  add(source: Int32Array, at: number, parent: number): number {
    const { words, chunks } = this;
    const mask = this.table.length - 1;
    let slot = hash(source, at, words) & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      const index = entry - 1;
      const chunk = chunks[index >>> CHUNK_BITS]!;
      const offset = (index & CHUNK_MASK) * words;
      let w = 0;
      while (w < words && chunk[offset + w] === source[at + w]) w++;
      if (w === words) return -1;
      slot = (slot + 1) & mask;
    }
    return this.append(source, at, parent, slot);
  }

  /** The bytes held for states, parents and table. */
  get bytes(): number {
    return this.table.byteLength + this.chunks.length * CHUNK_STATES * (this.words + 1) * 4;
  }

  private append(source: Int32Array, at: number, parent: number, slot: number): number {
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
    this.table[slot] = this.count;
    if (this.count > this.limit) this.grow();
    return index;
  }

  private grow(): void {
    const capacity = this.table.length * 2;
    this.table = new Int32Array(0); // let go of the old table before the new one is made
    const table = new Int32Array(capacity);
    const mask = capacity - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = hash(this.chunkOf(index), this.offsetOf(index), this.words) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = index + 1;
    }
    this.table = table;
    this.limit = capacity * LOAD;
  }
}

/** A mix of all bits of the words; the multipliers are those of MurmurHash3's finalizer. */
function hash(words: Int32Array, at: number, count: number): number {
  let h = 0x9e3779b1;
  for (let w = 0; w < count; w++) {
    h = Math.imul(h ^ words[at + w]!, 0x85ebca6b);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
