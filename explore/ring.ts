/**
 * A queue of states in shared memory from one worker to another: one writes, one reads, nobody locks.
 *
 * What was put in is seen by the reader after `publish`; room is given back by `take`.
 */

/** How many 32-bit words a ring holds; a few hundred batches of successors. */
const CAPACITY = 1 << 18;
const HEAD = 0;
const TAIL = 1;

/** The bytes of one ring. */
export const RING_BYTES = 4 * (2 + CAPACITY);

export class Ring {
  private readonly ends: Int32Array;
  private readonly data: Int32Array;
  /** The writer's own end, ahead of the published one. */
  private written: number;
  private readonly most: number;

  /** Both sides make one over the same memory; `words` is the length of a state. */
  constructor(
    memory: SharedArrayBuffer,
    private readonly words: number,
  ) {
    this.ends = new Int32Array(memory, 0, 2);
    this.data = new Int32Array(memory, 8, CAPACITY);
    this.most = Math.floor(CAPACITY / words);
    this.written = Atomics.load(this.ends, TAIL);
  }

  /** Puts the state at `source[at]` in; false when there is no room for it now. */
  put(source: Int32Array, at: number): boolean {
    const { words, data, most } = this;
    // One place stays empty, so that a full ring is not taken for an empty one.
    const next = this.written + 1 === most ? 0 : this.written + 1;
    if (next === Atomics.load(this.ends, HEAD)) return false;
    const to = this.written * words;
    for (let w = 0; w < words; w++) data[to + w] = source[at + w]!;
    this.written = next;
    return true;
  }

  /** Lets the reader see all that was put in. */
  publish(): void {
    Atomics.store(this.ends, TAIL, this.written);
  }

  /** Takes at most `count` states out to `target`, and returns how many there were. */
  take(target: Int32Array, count: number): number {
    const { words, data, most, ends } = this;
    const tail = Atomics.load(ends, TAIL);
    let head = Atomics.load(ends, HEAD);
    let taken = 0;
    for (; taken < count && head !== tail; taken++) {
      for (let w = 0; w < words; w++) target[taken * words + w] = data[head * words + w]!;
      head = head + 1 === most ? 0 : head + 1;
    }
    if (taken > 0) Atomics.store(ends, HEAD, head);
    return taken;
  }
}
