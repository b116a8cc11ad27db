import type { Image } from "../../model/socket/image.js";
import type { Violation } from "../../properties/property.js";
import { fieldChanges } from "./field-names.js";

/** An allocator's bytes as words, so that saving, restoring and comparing take few steps. */
export class StateImage implements Image {
  /** How many words an image takes; a last word that is not full is padded with zeros. */
  readonly words: number;
  /** The bytes as words, as far as alignment allows; the rest is moved byte by byte. */
  private readonly whole: Int32Array;
  private readonly length: number;

  constructor(private readonly state: Uint8Array) {
    this.length = state.length;
    this.words = (state.length + 3) >>> 2;
    const aligned = state.byteOffset % 4 === 0;
    this.whole = aligned
      ? new Int32Array(state.buffer, state.byteOffset, state.length >>> 2)
      : new Int32Array(0);
  }

  /** Copies the allocator's bytes to `target[at]`. */
  save(target: Int32Array, at: number): void {
    const { whole, words } = this;
    for (let w = 0; w < whole.length; w++) target[at + w] = whole[w]!;
    for (let w = whole.length; w < words; w++) target[at + w] = this.loose(w);
  }

  /** Puts the bytes at `source[at]` back into the allocator. */
  load(source: Int32Array, at: number): void {
    const { state, whole, words } = this;
    for (let w = 0; w < whole.length; w++) whole[w] = source[at + w]!;
    for (let w = whole.length; w < words; w++)
      for (let byte = w * 4; byte < state.length && byte < w * 4 + 4; byte++)
        state[byte] = source[at + w]! >>> (8 * (byte & 3));
  }

  /** Whether the allocator's bytes are other than those at `source[at]`. */
  differs(source: Int32Array, at: number): boolean {
    const { whole, words } = this;
    for (let w = 0; w < whole.length; w++) if (whole[w] !== source[at + w]) return true;
    for (let w = whole.length; w < words; w++) if (this.loose(w) !== source[at + w]) return true;
    return false;
  }

  hasChanged(source: Int32Array, at: number): boolean {
    return this.differs(source, at);
  }

  /** Whether this is an image of these bytes, and of all of them. */
  isOf(state: Uint8Array): boolean {
    return state === this.state && state.length === this.length;
  }

  /** How bytes that this is no image of came to differ. */
  explainOther(state: unknown): Violation {
    const expected = `the same Uint8Array of ${bytes(this.length)}`;
    if (!(state instanceof Uint8Array)) return { expected, found: "a state that is no Uint8Array" };
    return { expected, found: `${state === this.state ? "it" : "another"} with ${bytes(state.length)}` };
  }

  /** The bytes of the state at `source[at]`. */
  bytesIn(source: Int32Array, at: number): Uint8Array {
    return Uint8Array.from(
      { length: this.length },
      (_, byte) => source[at + (byte >>> 2)]! >>> (8 * (byte & 3)),
    );
  }

  /** Which bytes are other than those at `source[at]`, in words: by the fields of whoever has them. */
  describeChange(source: Int32Array, at: number, owner: object = {}): string {
    return fieldChanges(owner, this.state, this.bytesIn(source, at));
  }

  private loose(w: number): number {
    let word = 0;
    for (let byte = w * 4; byte < this.state.length && byte < w * 4 + 4; byte++)
      word |= this.state[byte]! << (8 * (byte & 3));
    return word;
  }
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
