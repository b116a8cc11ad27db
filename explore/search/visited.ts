/**
 * The exact set of visited states: each is stored whole, so no two are ever taken for one.
 *
 * States lie in chunks in the order in which they were found. Beside them a table of open addressing
 * finds them by content. For states of two words a slot holds the state itself, and a look-up reads one
 * place that is in no cache. For others a slot holds the state's number plus one, and above it the bits
 * of the hash that the slot does not already tell: an entry whose bits differ is another state and need
 * not be read. Growing adds a chunk, or builds a new table from the chunks after the old one was let go.
 */

/** A chunk has this power of two of states, or less where they are long: so many words are enough for one. */
const MOST_CHUNK_BITS = 16;
const CHUNK_WORDS = 1 << 20;
const FIRST_CAPACITY = 1 << 12;
const GROWTH_BATCH = 256;

/** A set of states of `words` 32-bit words each, numbered from 0 in the order in which they were added. */
export abstract class VisitedSet {
  count = 0;
  /** Kept so that no compiler takes the reads of `prepare` for useless. */
  touched = 0;
  protected readonly chunks: Int32Array[] = [];
  /** A power of two of slots. */
  protected table: Int32Array;
  private readonly parents: Int32Array[] = [];
  protected readonly chunkBits: number;
  protected readonly chunkMask: number;

  /** A slot takes `slotWords` words; the table grows when more than the share `load` of it is taken. */
  protected constructor(
    readonly words: number,
    private readonly slotWords: number,
    private readonly load: number,
  ) {
    this.table = new Int32Array(FIRST_CAPACITY * slotWords);
    this.chunkBits = Math.min(MOST_CHUNK_BITS, Math.floor(Math.log2(CHUNK_WORDS / words)));
    this.chunkMask = (1 << this.chunkBits) - 1;
  }

  /** The chunk that holds state number `index`, at `offsetOf(index)`. */
  chunkOf(index: number): Int32Array {
    return this.chunks[index >>> this.chunkBits]!;
  }

  offsetOf(index: number): number {
    return (index & this.chunkMask) * this.words;
  }

  /** The number of the state this one was first reached from; -1 for the first. */
  parentOf(index: number): number {
    return this.parents[index >>> this.chunkBits]![index & this.chunkMask]!;
  }

  private get chunkStates(): number {
    return this.chunkMask + 1;
  }

  /** The bytes held for states, parents and table. */
  get bytes(): number {
    return this.table.byteLength + this.chunks.length * this.chunkStates * (this.words + 1) * 4;
  }

  /** The most bytes held while so many more states are added, fewer than the table has room for. */
  bytesWith(more: number): number {
    const count = this.count + more;
    const table = this.table.byteLength * (this.isTooMany(count) ? 2 : 1);
    return table + Math.ceil(count / this.chunkStates) * this.chunkStates * (this.words + 1) * 4;
  }

  /**
   * Reads what `add` will have to read for the states of the first `count` hashes.
   *
   * A look-up waits for memory that is in no cache. Here the reads of many look-ups do not depend on
   * each other, so they wait together: measured, a third of the time of one after the other.
   */
  abstract prepare(hashes: Int32Array, count: number): void;

  /** Adds the state at `source[at]`, of this hash, reached from `parent`: its number, -1 when it is known. */
  abstract add(source: Int32Array, at: number, hash: number, parent: number): number;

  /** Puts state number `index`, of this hash, which is not in the table, into it. */
  protected abstract enter(index: number, hash: number): void;

  /** Keeps the state at `source[at]`, for which there is a place in the table now; returns its number. */
  protected append(source: Int32Array, at: number, parent: number): number {
    const { words } = this;
    const index = this.count++;
    if ((index & this.chunkMask) === 0) {
      this.chunks.push(new Int32Array(this.chunkStates * words));
      this.parents.push(new Int32Array(this.chunkStates));
    }
    const chunk = this.chunkOf(index);
    const offset = this.offsetOf(index);
    for (let w = 0; w < words; w++) chunk[offset + w] = source[at + w]!;
    this.parents[index >>> this.chunkBits]![index & this.chunkMask] = parent;
    if (this.isTooMany(this.count)) this.grow();
    return index;
  }

  /** Whether so many states are too many for the table as it is. */
  private isTooMany(count: number): boolean {
    return count * this.slotWords > this.table.length * this.load;
  }

  private grow(): void {
    const length = this.table.length * 2;
    this.table = new Int32Array(0); // let go of the old table before the new one is made
    this.table = new Int32Array(length);
    // In batches, whose places are read first: those reads wait together.
    const hashes = new Int32Array(GROWTH_BATCH);
    for (let first = 0; first < this.count; first += GROWTH_BATCH) {
      const end = Math.min(first + GROWTH_BATCH, this.count);
      for (let index = first; index < end; index++)
        hashes[index - first] = hashOf(this.chunkOf(index), this.offsetOf(index), this.words);
      this.prepare(hashes, end - first);
      for (let index = first; index < end; index++) this.enter(index, hashes[index - first]!);
    }
  }
}

/** A visited set for states of so many words. */
export function visitedSet(words: number): VisitedSet {
  return words === 2 ? new PairSet() : new NumberedSet(words);
}

/** States of any length: a slot holds a number and a tag. */
class NumberedSet extends VisitedSet {
  constructor(words: number) {
    super(words, 1, 0.7);
  }

  add(source: Int32Array, at: number, hash: number, parent: number): number {
    const { words, chunks, table, chunkBits, chunkMask } = this;
    const mask = table.length - 1;
    let slot = hash & mask;
    for (let entry = table[slot]!; entry !== 0; slot = (slot + 1) & mask, entry = table[slot]!) {
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      const chunk = chunks[index >>> chunkBits]!;
      const offset = (index & chunkMask) * words;
      let w = 0;
      while (w < words && chunk[offset + w] === source[at + w]) w++;
      if (w === words) return -1;
    }
    table[slot] = (hash & ~mask) | (this.count + 1);
    return this.append(source, at, parent);
  }

  prepare(hashes: Int32Array, count: number): void {
    const { words, chunks, table, chunkBits, chunkMask } = this;
    const mask = table.length - 1;
    let touched = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      const entry = table[hash & mask]!;
      if (entry === 0 || ((entry ^ hash) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      touched ^= chunks[index >>> chunkBits]![(index & chunkMask) * words]!;
    }
    this.touched = touched;
  }

  protected enter(index: number, hash: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let slot = hash & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = (hash & ~mask) | (index + 1);
  }
}

/** States of two words: a slot holds the state, and two zeros where it is free. */
class PairSet extends VisitedSet {
  /** The state of two zeros has no place in the table. */
  private hasZeros = false;

  constructor() {
    super(2, 2, 0.8);
  }

  add(source: Int32Array, at: number, hash: number, parent: number): number {
    const { table } = this;
    const first = source[at]!;
    const second = source[at + 1]!;
    if ((first | second) === 0) {
      if (this.hasZeros) return -1;
      this.hasZeros = true;
      return this.append(source, at, parent);
    }
    const mask = table.length - 2;
    let slot = (hash << 1) & mask;
    for (; ; slot = (slot + 2) & mask) {
      const a = table[slot]!;
      const b = table[slot + 1]!;
      if (a === first && b === second) return -1;
      if ((a | b) === 0) break;
    }
    table[slot] = first;
    table[slot + 1] = second;
    return this.append(source, at, parent);
  }

  prepare(hashes: Int32Array, count: number): void {
    const { table } = this;
    const mask = table.length - 2;
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= table[(hashes[i]! << 1) & mask]!;
    this.touched = touched;
  }

  protected enter(index: number, hash: number): void {
    const { table } = this;
    const chunk = this.chunkOf(index);
    const at = this.offsetOf(index);
    const first = chunk[at]!;
    const second = chunk[at + 1]!;
    if ((first | second) === 0) return;
    const mask = table.length - 2;
    let slot = (hash << 1) & mask;
    while ((table[slot]! | table[slot + 1]!) !== 0) slot = (slot + 2) & mask;
    table[slot] = first;
    table[slot + 1] = second;
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
