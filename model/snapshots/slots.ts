/** Where in its text each value of an object stands: what a `Mirror` begins with. */

import { Encoder } from "./encoder.js";
import type { Visit } from "./visit.js";

export class SlotEncoder extends Encoder {
  /** For each value in an object, in the order of the text: where its text begins. */
  readonly places: number[] = [];
  readonly values: unknown[] = [];
  /** For each object the number of its first value; for buffers, where their bytes begin in the text. */
  readonly firsts: number[] = [];
  readonly bytesAt = new Map<object, number>();

  /** The objects of the value that was written last. */
  get visited(): Visit {
    return this.visit;
  }

  override encode(value: unknown, strict = false, fresh = false): void {
    this.places.length = this.values.length = this.firsts.length = 0;
    this.bytesAt.clear();
    super.encode(value, strict, fresh);
  }

  protected override any(value: unknown): void {
    if (this.visit.holder >= 0) {
      this.places.push(this.length);
      this.values.push(value);
    }
    super.any(value);
  }

  protected override bytes(buffer: ArrayBuffer): void {
    this.bytesAt.set(buffer, this.length + 1);
    super.bytes(buffer);
  }

  protected override body(number: number): void {
    this.firsts[number] = this.values.length;
    super.body(number);
  }
}
