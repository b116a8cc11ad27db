/** Numbers for sequences of words: equal numbers exactly when the sequences are equal, from 0 on. */
export class WordTable {
  /** How many sequences there are. */
  count = 0;
  /** All sequences one after the other, whole; sequence `n` begins at `ends[n]` and ends at `ends[n + 1]`. */
  private store = new Int32Array(1024);
  private ends = new Float64Array(256);
  private hashes = new Int32Array(256);
  /** Open addressing: a number plus one, or 0. At most half full. */
  private slots = new Int32Array(512);

  /** The number of the first `length` words; `count` grows when they are new. */
  numberOf(words: Int32Array, length: number): number {
    const hash = hashOf(words, length);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.holds(entry - 1, words, length)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.count++;
    this.slots[slot] = number + 1;
    this.keep(number, hash, words, length);
    if (2 * this.count >= this.slots.length) this.widen();
    return number;
  }

  private holds(number: number, words: Int32Array, length: number): boolean {
    const begin = this.ends[number]!;
    if (this.ends[number + 1]! - begin !== length) return false;
    for (let i = 0; i < length; i++) if (this.store[begin + i] !== words[i]) return false;
    return true;
  }

  private keep(number: number, hash: number, words: Int32Array, length: number): void {
    const begin = this.ends[number]!;
    const end = begin + length;
    if (end > this.store.length) {
      const wider = new Int32Array(Math.max(end, 2 * this.store.length));
      wider.set(this.store);
      this.store = wider;
    }
    if (number + 1 === this.ends.length) {
      this.ends = grown(this.ends, new Float64Array(2 * this.ends.length));
      this.hashes = grown(this.hashes, new Int32Array(2 * this.hashes.length));
    }
    for (let i = 0; i < length; i++) this.store[begin + i] = words[i]!;
    this.ends[number + 1] = end;
    this.hashes[number] = hash;
  }

  private widen(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.hashes[number]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function hashOf(words: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
