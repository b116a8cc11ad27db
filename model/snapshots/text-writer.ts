/** Words one after the other, in room that grows. */
import { allocated } from "../basics/out-of-memory.js";
import { DOUBLE, INTEGER } from "./snapshot-text.js";

/** A number and the halves of its bits. All share it: a mirror is made for most contents. */
export const double = new Float64Array(1);
export const halves = new Int32Array(double.buffer);

export class TextWriter {
  length = 0;

  /** `words` begin with the text written last: its first `length` are that. */
  constructor(public words = new Int32Array(256)) {}

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
    double[0] = Number.isNaN(value) ? Number.NaN : value; // of the many NaNs one
    this.put(DOUBLE);
    this.put(halves[0]!);
    this.put(halves[1]!);
  }
}
