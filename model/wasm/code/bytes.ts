/** Reading and writing the bytes of a WebAssembly module. */

const TEXT = new TextDecoder();

/** A place in some bytes that moves on as they are read. Throws a `RangeError` behind the end. */
export class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    readonly end = bytes.length,
  ) {}

  get more(): boolean {
    return this.at < this.end;
  }

  u8(): number {
    if (this.at >= this.end) throw new RangeError("the bytes end too soon");
    return this.bytes[this.at++]!; // within the bytes: looked at above
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  /** A whole number in as many bytes as it takes; of one of 64 bits only the lowest 32 are exact. */
  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** The same with a sign, of 32 bits. */
  signed(): number {
    let value = 0;
    for (let shift = 0; ; ) {
      const byte = this.u8();
      if (shift < 32) value |= (byte & 127) << shift;
      shift += 7;
      if (byte < 128) return shift < 32 && (byte & 64) !== 0 ? value | (-1 << shift) : value;
    }
  }

  skip(count: number): void {
    if (this.at + count > this.end) throw new RangeError("the bytes end too soon");
    this.at += count;
  }

  /** A text with its length before it. */
  name(): string {
    const length = this.unsigned();
    this.skip(length);
    return TEXT.decode(this.bytes.subarray(this.at - length, this.at));
  }

  /** A text up to the zero behind it. */
  text(): string {
    const from = this.at;
    while (this.u8() !== 0);
    return TEXT.decode(this.bytes.subarray(from, this.at - 1));
  }

  /** A reader of the next bytes, which are passed over here. */
  part(length: number): Reader {
    this.skip(length);
    return new Reader(this.bytes, this.at - length, this.at);
  }
}

/** Bytes that grow as they are written. */
export class Writer {
  private room = new Uint8Array(256);
  length = 0;

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.room.slice(0, this.length);
  }

  raw(bytes: Uint8Array, from = 0, to = bytes.length): this {
    this.reserve(to - from);
    this.room.set(bytes.subarray(from, to), this.length);
    this.length += to - from;
    return this;
  }

  b(...bytes: readonly number[]): this {
    this.reserve(bytes.length);
    for (const byte of bytes) this.room[this.length++] = byte;
    return this;
  }

  unsigned(value: number): this {
    for (let rest = value >>> 0; ; ) {
      const byte = rest & 127;
      rest >>>= 7;
      this.b(rest === 0 ? byte : byte | 128);
      if (rest === 0) return this;
    }
  }

  signed(value: number): this {
    for (let rest = value | 0; ; ) {
      const byte = rest & 127;
      rest >>= 7;
      const last = (rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0);
      this.b(last ? byte : byte | 128);
      if (last) return this;
    }
  }

  name(text: string): this {
    const bytes = new TextEncoder().encode(text);
    return this.unsigned(bytes.length).raw(bytes);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.room.length) return;
    const larger = new Uint8Array(Math.max(this.room.length * 2, this.length + count));
    larger.set(this.room);
    this.room = larger;
  }
}
