/** Rows of numbers, each with a number of its own, under which is kept what is looked up by the whole row. */
import { hashOf } from "../search/visited.js";

const FIRST_WORDS = 1 << 10;
const FIRST_ROWS = 1 << 8;

export class NumberedRows {
  count = 0;
  /** The rows, one after the other; row `n` begins at `starts[n]` and ends where the next begins. */
  words = new Int32Array(FIRST_WORDS);
  starts = new Int32Array(FIRST_ROWS);
  /** Open addressing: a slot holds the number of a row and one more, at most every second is taken. */
  private table = new Int32Array(FIRST_ROWS * 2);

  get bytes(): number {
    return this.words.byteLength + this.starts.byteLength + this.table.byteLength;
  }

  /** The number of a row: the next one, `count` as it was before, where the row is new. */
  numberOf(row: Int32Array, length = row.length): number {
    const { table } = this;
    const mask = table.length - 1;
    let slot = hashOf(row, 0, length) & mask;
    for (let entry = table[slot]!; entry !== 0; slot = (slot + 1) & mask, entry = table[slot]!)
      if (this.isRow(entry - 1, row, length)) return entry - 1;
    table[slot] = this.count + 1;
    return this.append(row, length);
  }

  /** Row number `n`, as long as no row is added. */
  row(n: number): Int32Array {
    return this.words.subarray(this.starts[n]!, this.starts[n + 1]!);
  }

  private isRow(n: number, row: Int32Array, length: number): boolean {
    const { words, starts } = this;
    const start = starts[n]!;
    if (starts[n + 1]! - start !== length) return false;
    for (let w = 0; w < length; w++) if (words[start + w] !== row[w]) return false;
    return true;
  }

  private append(row: Int32Array, length: number): number {
    const n = this.count++;
    const start = this.starts[n]!;
    const end = start + length;
    while (end > this.words.length) this.words = doubled(this.words);
    if (n + 2 > this.starts.length) this.starts = doubled(this.starts);
    for (let w = 0; w < length; w++) this.words[start + w] = row[w]!;
    this.starts[n + 1] = end;
    if (this.count * 2 > this.table.length) this.rebuild();
    return n;
  }

  private rebuild(): void {
    const { words, starts, count } = this;
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let n = 0; n < count; n++) {
      let slot = hashOf(words, starts[n]!, starts[n + 1]! - starts[n]!) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = n + 1;
    }
    this.table = table;
  }
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(words.length * 2);
  larger.set(words);
  return larger;
}
