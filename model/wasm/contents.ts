/** Contents of blocks of memory, each kept once and known by a number. */

/** What a frame holds is one of few contents; as it is, it would be a thousand words of every state. */
export class Contents {
  private readonly contents: Int32Array[] = [];
  /** The last content of each hash, and for each content the one of the same hash before it; -1 for none. */
  private readonly last = new Map<number, number>();
  private readonly before: number[] = [];
  bytes = 0;

  /** The number of the `count` words at `memory[at]`, whose hash this is. */
  numberOf(memory: Int32Array, at: number, count: number, hash: number): number {
    const last = this.last.get(hash) ?? -1;
    for (let number = last; number >= 0; number = this.before[number]!)
      if (this.isAt(number, memory, at, count)) return number;
    const number = this.contents.push(memory.slice(at, at + count)) - 1;
    this.before.push(last);
    this.last.set(hash, number);
    this.bytes += 4 * count;
    return number;
  }

  /** Whether the content of a number lies at `memory[at]`. */
  isAt(number: number, memory: Int32Array, at: number, count: number): boolean {
    const content = this.content(number);
    if (content.length !== count) return false;
    for (let w = 0; w < count; w++) if (memory[at + w] !== content[w]) return false;
    return true;
  }

  content(number: number): Int32Array {
    return this.contents[number]!; // only numbers that were given out are asked for
  }
}
