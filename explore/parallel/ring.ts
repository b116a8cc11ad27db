/**
 * A queue of states in shared memory from one worker to another: one writes, one reads, nobody locks.
 *
 * What was put in is seen by the reader after `publish`; room is given back by `take`.
 */

/** How many 32-bit words a ring takes at most where states are short; a few hundred batches of successors. */
const MOST_WORDS = 1 << 18;
/** What all rings of a search take together, unless their states are so long that this is too little. */
const ALL_WORDS = 1 << 24;
/** Room for the longest states: what is never written to is memory that the system does not give. */
const ROOM_WORDS = 1 << 17;
/** A ring has room for so many states at least; one place stays empty. */
const FEWEST_STATES = 4;
const HEAD = 0;
const TAIL = 1;
const WORDS = 2;
const ENDS = 3;

/** How many words each of so many rings takes; no more than so many bytes together. */
export function ringWords(rings: number, bytes = Number.POSITIVE_INFINITY): number {
  return Math.floor(Math.min(MOST_WORDS, ALL_WORDS / Math.max(1, rings), bytes / 4 / Math.max(1, rings)));
}

/** Memory for a ring of so many words. */
export function ringMemory(words: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(4 * (ENDS + Math.max(words, ROOM_WORDS)));
  new Int32Array(memory)[WORDS] = words;
  return memory;
}

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
    this.ends = new Int32Array(memory, 0, ENDS);
    this.data = new Int32Array(memory, 4 * ENDS);
    this.most = Math.max(FEWEST_STATES, Math.floor(this.ends[WORDS]! / words));
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
