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
  /** Functions of fresh objects, by their place and text. */
  private readonly ofPlaces = new Map<string, number>();

  of(value: unknown): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(value);
      this.numbers.set(value, number);
    }
    return number;
  }

  /**
   * The number of a function in a fresh object: that of the function at the same place of another fresh
   * object, where both have one text. A class field such as `compare = (a, b) => a - b` is made anew for each
   * object.
   */
  ofFresh(made: (...given: never[]) => unknown, place: string): number {
    const key = `${place}\n${Function.prototype.toString.call(made)}`;
    const number = this.numbers.get(made) ?? this.ofPlaces.get(key) ?? this.of(made);
    this.numbers.set(made, number);
    this.ofPlaces.set(key, number);
    return number;
  }
}
