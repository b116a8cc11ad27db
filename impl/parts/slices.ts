import type { FrameRange } from "../../model/words/frames.js";

/**
 * Which ranges are borrowed: the slice book-keeping that every allocator here shares.
 *
 * Two numbers an entry, start and count, largest first and zeros at the end, so that the same slices
 * always are the same bytes. A range borrowed twice has two entries: slices count.
 */
export class LiveSlices {
  /**
   * `bytes` holds as many slices as it has pairs; it must begin as zeros. A byte numbers 255
   * frames, so a larger pool gives wider numbers.
   */
  constructor(private readonly bytes: Uint8Array | Uint16Array | Uint32Array) {}

  /** How many bytes a list of so many slices takes in a pool: its numbers have one byte or two. */
  static bytesFor(frames: number, slices: number): number {
    return 2 * slices * (frames > 255 ? 2 : 1);
  }

  /**
   * A list of slices of a pool in bytes of their own. Throws where numbers of two bytes lie at an odd
   * place.
   */
  static over(frames: number, bytes: Uint8Array): LiveSlices {
    if (frames <= 255) return new LiveSlices(bytes);
    return new LiveSlices(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
  }

  /** Begins a slice. The scope bounds how many there are; one more than fits is a fault of the caller. */
  add(start: number, count: number): void {
    const { bytes } = this;
    let i = bytes.length - 2;
    if (bytes[i + 1] !== 0) throw new Error("more slices than the scope allows");
    for (; i > 0 && this.before(i - 2, start, count); i -= 2) {
      bytes[i] = bytes[i - 2]!;
      bytes[i + 1] = bytes[i - 1]!;
    }
    bytes[i] = start;
    bytes[i + 1] = count;
  }

  /** Ends one slice of exactly this range; false when there is none. */
  remove(start: number, count: number): boolean {
    const { bytes } = this;
    let i = 0;
    while (i < bytes.length && (bytes[i] !== start || bytes[i + 1] !== count)) i += 2;
    if (i === bytes.length) return false;
    for (; i < bytes.length - 2; i++) bytes[i] = bytes[i + 2]!;
    bytes[i] = 0;
    bytes[i + 1] = 0;
    return true;
  }

  /** Whether there is no room for one more. */
  get full(): boolean {
    return this.bytes.at(-1) !== 0;
  }

  /** Whether there is a slice of exactly this range. */
  has(start: number, count: number): boolean {
    const { bytes } = this;
    for (let i = 0; i < bytes.length; i += 2) if (bytes[i] === start && bytes[i + 1] === count) return true;
    return false;
  }

  /** Ends every slice. */
  clear(): void {
    this.bytes.fill(0);
  }

  /** Whether some slice shares a frame with the range. */
  overlap(start: number, count: number): boolean {
    const { bytes } = this;
    for (let i = 0; i < bytes.length && bytes[i + 1] !== 0; i += 2)
      if (bytes[i]! < start + count && start < bytes[i]! + bytes[i + 1]!) return true;
    return false;
  }

  /** The live slices, for audits. */
  *ranges(): Generator<FrameRange> {
    const { bytes } = this;
    for (let i = 0; i < bytes.length && bytes[i + 1] !== 0; i += 2)
      yield { start: bytes[i]!, count: bytes[i + 1]! };
  }

  /** Whether the entry at `i` is empty or comes after the given range. */
  private before(i: number, start: number, count: number): boolean {
    const entry = this.bytes[i]!;
    const entryCount = this.bytes[i + 1]!;
    return entryCount === 0 || entry < start || (entry === start && entryCount < count);
  }
}
