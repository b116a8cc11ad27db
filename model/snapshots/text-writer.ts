/** Words one after the other, in room that grows. */
import { allocated } from "../words/out-of-memory.js";
import { DOUBLE, INTEGER } from "./snapshot-text.js";

export class TextWriter {
  /** The words of the text written last, the first `length` of them. */
  words = new Int32Array(256);
  length = 0;
  protected readonly double = new Float64Array(1);
  protected readonly halves = new Int32Array(this.double.buffer);

  protected put(word: number): void {
    if (this.length === this.words.length) {
      const wider = allocated(() => new Int32Array(2 * this.length));
      wider.set(this.words);
      this.words = wider;
    }
    this.words[this.length++] = word;
  }

  protected number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      this.put(INTEGER);
      this.put(value);
      return;
    }
    this.double[0] = Number.isNaN(value) ? Number.NaN : value; // of the many NaNs one
    this.put(DOUBLE);
    this.put(this.halves[0]!);
    this.put(this.halves[1]!);
  }
}
