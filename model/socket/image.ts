/** An allocator's content as words of a state. */

/** What of an allocator is saved with a state, and how: its bytes, or what it chooses itself. */
export interface Image {
  /** How many words an image takes. */
  readonly words: number;
  /** Copies the content to `target[at]`. */
  save(target: Int32Array, at: number): void;
  /** Puts the content at `source[at]` back. */
  load(source: Int32Array, at: number): void;
  /** Whether the content is other than that at `source[at]`. */
  differs(source: Int32Array, at: number): boolean;
  /** The same for the content that was loaded last, when one command was given since. */
  hasChanged(source: Int32Array, at: number): boolean;
  /** Whether this is an image of these bytes, and of all of them. */
  isOf(state: Uint8Array): boolean;
  /** How bytes that this is no image of came to differ. */
  explainOther(state: unknown): { readonly expected: string; readonly found: string };
  /** What is other than in the content at `source[at]`, in words. */
  describeChange(source: Int32Array, at: number, owner?: object): string;
}
