/**
 * Copies of ordinary objects, each content with a number: ids equal exactly when contents do.
 *
 * Own fields with their attributes, arrays, typed arrays, Map, Set, Date, nested and shared objects, bigint,
 * and whether an object is frozen are followed. What no copy can hold is refused with its place.
 */

import { Families } from "./copy-kinds.js";
import { cannotCopy } from "./copyable.js";
import { Decoder } from "./decoder.js";
import { Encoder } from "./encoder.js";
import { FrozenValues } from "./frozen.js";
import { WordTable } from "./sequence-table.js";
import { Names } from "./snapshot-text.js";

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

  /**
   * The number of the content of a value, which may be `fresh`: just made. Throws a `Misuse` when it holds
   * what cannot be copied.
   */
  idOf(value: unknown, fresh = false): number {
    const { encoder, table } = this;
    encoder.encode(value, false, fresh);
    const known = table.count;
    const id = table.numberOf(encoder.words, encoder.length);
    if (id === known) encoder.encode(value, true);
    return id;
  }

  /** A fresh copy of the content with this number. */
  copyOf(id: number): unknown {
    return this.decoder.decode(this.table.chunkOf(id), this.table.beginOf(id), null);
  }

  /** Gives an object the content with this number, as fresh copies. Throws a `Misuse` where it cannot. */
  restore(id: number, target: object): void {
    let whole = true;
    try {
      this.decoder.decode(this.table.chunkOf(id), this.table.beginOf(id), target);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      whole = false; // a field of the target cannot be written
    }
    this.frozen.noteRestored(target);
    const place = whole && !this.isFirst(id) ? null : this.differenceFrom(id, target);
    if (place !== null) throw cannotCopy(place, "a field that does not take back what it held");
  }

  /** Where a value has another content than the one with this number; `null` where it has that. */
  differenceFrom(id: number, value: unknown): string | null {
    const { encoder, table } = this;
    encoder.encode(value);
    const at = table.differenceAt(id, encoder.words, encoder.length);
    return at < 0 ? null : new Locator(this.families, this.names, this.frozen).placeOf(value, at);
  }

  /** Whether a content is brought back for the first time: what decides whether that works is the content. */
  isFirst(id: number): boolean {
    if (id >= this.tried.length) {
      const wider = new Uint8Array(2 * id);
      wider.set(this.tried);
      this.tried = wider;
    }
    const isFirst = this.tried[id] === 0;
    this.tried[id] = 1;
    return isFirst;
  }
}

/** Stops where one word of a text is written. */
class Locator extends Encoder {
  private stop = 0;

  placeOf(value: unknown, at: number): string {
    this.stop = at;
    try {
      this.encode(value);
    } catch (error) {
      if (error !== this) throw error;
    }
    return this.place(value);
  }

  protected override put(word: number): void {
    if (this.length === this.stop) throw this;
    super.put(word);
  }
}
