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
import { OTHER, PATCHED, SAME } from "./mirror.js";
import { Mirrors } from "./mirrors.js";
import { WordTable } from "./sequence-table.js";
import { Names } from "./snapshot-text.js";
import type { TextWriter } from "./text-writer.js";

/** Interned contents: each distinct content has a number, from 0 in the order in which it was met. */
export class SnapshotTable {
  private readonly families = new Families();
  private readonly names = new Names();
  private readonly frozen = new FrozenValues(this.families);
  private readonly encoder = new Encoder(this.families, this.names, this.frozen);
  private readonly mirrors = new Mirrors(this.families, this.names, this.frozen);
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
    const root = fresh ? null : this.mirrors.rootOf(value);
    const mirror = root?.mirror ?? null;
    if (root !== null && mirror !== null) {
      const became = mirror.compare();
      if (became !== OTHER) this.mirrors.wasOfUse(root);
      if (became === SAME) return mirror.id;
      if (became === PATCHED) {
        root.mirror = null; // should what is new be refused
        mirror.id = this.numberOf(value, mirror);
        root.mirror = mirror;
        return mirror.id;
      }
    }
    const isMirrored = root !== null && this.mirrors.wants(root);
    const encoder = isMirrored ? this.mirrors.encoder : this.encoder;
    encoder.encode(value, false, fresh);
    const id = this.numberOf(value, encoder);
    if (isMirrored) this.mirrors.renew(root, id);
    return id;
  }

  /** The number of the content of a value with the text written last; one that is new is looked at whole. */
  private numberOf(value: unknown, { words, length }: TextWriter): number {
    const { encoder, table } = this;
    const known = table.count;
    const id = table.numberOf(words, length);
    if (id !== known) return id;
    encoder.encode(value, true);
    if (table.differenceAt(id, encoder.words, encoder.length) >= 0)
      throw new Error("internal: a text is wrong");
    return id;
  }

  /** A fresh copy of the content with this number. */
  copyOf(id: number): unknown {
    return this.decoder.decode(this.table.chunkOf(id), this.table.beginOf(id), null);
  }

  /**
   * Gives an object the content with this number. Throws a `Misuse` where it cannot. The first time all that
   * it holds is made anew, so that what code kept of it shows; later only what changed is written.
   */
  restore(id: number, target: object): void {
    const first = this.isFirst(id);
    const whole = (!first && this.isWrittenBack(id, target)) || this.isMadeAnew(id, target);
    this.frozen.noteRestored(target);
    const place = whole && !first ? null : this.differenceFrom(id, target);
    if (place !== null) throw cannotCopy(place, "a field that does not take back what it held");
  }

  private isWrittenBack(id: number, target: object): boolean {
    const { mirrors, table } = this;
    const root = mirrors.rootOf(target);
    const mirror = root?.mirror ?? null;
    if (root === null || mirror === null || mirror.length !== table.lengthOf(id)) return false;
    if (!takes(() => mirror.become(table.chunkOf(id), table.beginOf(id)))) return false;
    mirror.id = id;
    mirrors.wasOfUse(root);
    return true;
  }

  private isMadeAnew(id: number, target: object): boolean {
    const { mirrors, table, decoder } = this;
    const root = mirrors.rootOf(target);
    if (root !== null) root.mirror = null;
    return takes(() => {
      decoder.decode(table.chunkOf(id), table.beginOf(id), target);
      return true;
    });
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

/** Whether an object takes what is written; false as well where a field of it cannot be written. */
function takes(writing: () => boolean): boolean {
  try {
    return writing();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
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
