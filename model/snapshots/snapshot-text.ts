/** The words in which contents are written: what an `Encoder` writes, a `Decoder` reads. */

/** The first word of each part of a text. A text is never the beginning of another. */
export const UNDEFINED = 0;
export const NULL = 1;
export const TRUE = 2;
export const FALSE = 3;
/** The value of a field follows that is not enumerable. */
export const HIDDEN = 4;
/** The number follows. */
export const INTEGER = 5;
/** The two halves of its 64 bits follow. */
export const DOUBLE = 6;
/** The number of a string, a bigint, a frozen value, or what counts by identity follows. */
export const NAMED = 7;
/** The object that was the n-th in this text. */
export const AGAIN = 8;
/**
 * A new object: the number of its prototype with its integrity, then what it is made with. Its entries and
 * fields follow when all objects before it have had theirs: so no list is too long, and none too deep.
 */
export const OBJECT = 9;

/** What can still be done to an object: anything, no new fields, no other fields, nothing. */
export const EXTENSIBLE = 0;
export const CLOSED = 1;
export const SEALED = 2;
export const FROZEN = 3;

/** Strings, bigints, functions, symbols and frozen values with their numbers. */
export class Names {
  readonly all: unknown[] = [];
  private readonly numbers = new Map<unknown, number>();

  of(value: unknown): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(value);
      this.numbers.set(value, number);
    }
    return number;
  }
}
