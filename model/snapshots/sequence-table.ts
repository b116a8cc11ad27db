/** Numbers for sequences of words: equal numbers exactly when the sequences are equal, from 0 on. */
import { allocated } from "../basics/out-of-memory.js";

/** Sequences lie in chunks of at least so many words, each in one chunk. */
const CHUNK_WORDS = 1 << 18;
const FIRST_CHUNK_WORDS = 1 << 10;

export class WordTable {
  /** How many sequences there are. */
  count = 0;
  private readonly chunks: Int32Array[] = [];
  private chunkBytes = 0;
  /** How much of the last chunk is taken. */
  private filled = 0;
  /** For each sequence its chunk, where it begins there, its length and its hash. */
  private places = new Int32Array(4 * 128);
  /** Open addressing: a number plus one, or 0. At most half full. */
  private slots = new Int32Array(512);

  /** The bytes that all of it takes. */
  get bytes(): number {
    return this.chunkBytes + this.places.byteLength + this.slots.byteLength;
  }

  /** The number of the first `length` words; `count` grows when they are new. */
  numberOf(words: Int32Array, length: number): number {
    const hash = hashOf(words, length);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.places[4 * entry - 1] === hash && this.differenceAt(entry - 1, words, length) < 0)
        return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.count++;
    this.slots[slot] = number + 1;
    this.keep(number, hash, words, length);
    if (2 * this.count >= this.slots.length) this.widen();
    return number;
  }

  /** The words among which sequence `number` lies, from `beginOf` on. */
  chunkOf(number: number): Int32Array {
    return this.chunks[this.places[4 * number]!]!;
  }

  beginOf(number: number): number {
    return this.places[4 * number + 1]!;
  }

  lengthOf(number: number): number {
    return this.places[4 * number + 2]!;
  }

  /** The first word in which sequence `number` differs from the first `length` of some words; -1 for none. */
  differenceAt(number: number, words: Int32Array, length: number): number {
    const chunk = this.chunkOf(number);
    const begin = this.beginOf(number);
    const common = Math.min(length, this.places[4 * number + 2]!);
    for (let i = 0; i < common; i++) if (chunk[begin + i] !== words[i]) return i;
    return length === this.places[4 * number + 2] ? -1 : common;
  }

  private keep(number: number, hash: number, words: Int32Array, length: number): void {
    const last = this.chunks.at(-1);
    if (last === undefined || this.filled + length > last.length) {
      const usual = last === undefined ? FIRST_CHUNK_WORDS : Math.min(2 * last.length, CHUNK_WORDS);
      this.chunks.push(allocated(() => new Int32Array(Math.max(usual, length))));
      this.chunkBytes += 4 * Math.max(usual, length);
      this.filled = 0;
    }
    const chunk = this.chunks.length - 1;
    this.chunks[chunk]!.set(words.subarray(0, length), this.filled);
    if (4 * number === this.places.length) {
      const wider = allocated(() => new Int32Array(2 * this.places.length));
      wider.set(this.places);
      this.places = wider;
    }
    this.places.set([chunk, this.filled, length, hash], 4 * number);
    this.filled += length;
  }

  private widen(): void {
    this.slots = allocated(() => new Int32Array(2 * this.slots.length));
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = this.places[4 * number + 3]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}

function hashOf(words: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
