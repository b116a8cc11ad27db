/**
 * Copies of ordinary objects, each content with a number: ids equal exactly when contents do.
 *
 * Own fields with their attributes, arrays, typed arrays, Map, Set, Date, nested and shared objects, bigint,
 * and whether an object is frozen are followed. What no copy can hold is refused with its place.
 */
import { cannotCopy, nameOf } from "./copyable.js";
import { Decoder } from "./decoder.js";
import { Encoder } from "./encoder.js";
import { FrozenValues } from "./frozen.js";
import { Families, Uncopyable } from "./object-kinds.js";
import { Names } from "./snapshot-text.js";
import { WordTable } from "./word-table.js";

/** Interned contents: each distinct content has a number, from 0 in the order in which it was met. */
export class SnapshotTable {
  private readonly families = new Families();
  private readonly names = new Names();
  private readonly frozen = new FrozenValues(this.families);
  private readonly encoder = new Encoder(this.families, this.names, this.frozen);
  private readonly decoder = new Decoder(this.families, this.names);
  private readonly table = new WordTable();
  /** For each content whether it was brought back: 1 where it was. */
  private tried = new Uint8Array(64);

  /** The bytes that the contents take. */
  get bytes(): number {
    return this.table.bytes;
  }

  /** The number of a value's content. Throws a `Misuse` when the value holds what cannot be copied. */
  idOf(value: unknown): number {
    const { encoder, table } = this;
    encoder.encode(value);
    const known = table.count;
    const id = table.numberOf(encoder.words, encoder.length);
    if (id === known) encoder.encode(value, true);
    return id;
  }

  /** A fresh copy of the content with this number. */
  copyOf(id: number): unknown {
    return this.decoder.decode(this.table.chunkOf(id), this.table.beginOf(id), null);
  }

  /** Gives an object the own fields of the content with this number, as fresh copies. */
  restore(id: number, target: object): void {
    try {
      this.decoder.decode(this.table.chunkOf(id), this.table.beginOf(id), target);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.requireContent(id, target); // says which field did not take its value
    }
    this.frozen.noteRestored(target);
    if (this.isTried(id)) return;
    this.requireContent(id, target);
  }

  /** Whether a content was brought back before: what decides whether that works is the content. */
  private isTried(id: number): boolean {
    if (id >= this.tried.length) {
      const wider = new Uint8Array(2 * id + 64);
      wider.set(this.tried);
      this.tried = wider;
    }
    const isTried = this.tried[id] === 1;
    this.tried[id] = 1;
    return isTried;
  }

  /** Throws a `Misuse` that says where a value, which was given the content of this number, has another. */
  requireContent(id: number, value: unknown): void {
    const { encoder, table } = this;
    encoder.encode(value);
    const at = table.differenceAt(id, encoder.words, encoder.length);
    if (at < 0) return;
    new Locator(this.families, this.names, this.frozen, at).encode(value);
    throw cannotCopy(nameOf(value), NOT_RESTORED);
  }
}

const NOT_RESTORED = "a field that does not take back what it held";

/** Stops where one word of a text is written. */
class Locator extends Encoder {
  constructor(
    families: Families,
    names: Names,
    frozen: FrozenValues,
    private readonly stop: number,
  ) {
    super(families, names, frozen);
  }

  protected override put(word: number): void {
    if (this.length === this.stop) throw new Uncopyable(NOT_RESTORED);
    super.put(word);
  }
}
