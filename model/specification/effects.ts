/**
 * What accepted commands of the core do to a packed state, as columns laid out once per scope.
 *
 * On frames an effect keeps some bits and sets some; on slices it puts one range into the sorted list
 * or takes it out. So an effect is two masks a word and one number, and applying it calls nothing.
 */
import { match } from "ts-pattern";
import type { LaidOut } from "../rules/module.js";
import { type Place, placesOf } from "../state/layout.js";
import { shiftedBits } from "../state/planes.js";
import { planesOf } from "../state/views.js";
import type { Command } from "../words/commands.js";
import { argumentFaults } from "../words/commands.js";
import type { FrameRange } from "../words/frames.js";
import { hasRole } from "../words/roles.js";
import { gridOf, unitsOfFrame } from "../words/scope.js";

/** The bits of one word that stay and that are set. */
interface Change {
  readonly word: number;
  readonly keep: number;
  readonly set: number;
}

/** One effect: what becomes of the words that it touches, and a claim to add (+) or remove (-). */
interface Row {
  readonly changes: readonly Change[];
  readonly claim: number;
}

/** The effects of all commands of a scope; a command that answers a frame has one for each answer. */
export class Effects {
  private readonly words: number;
  /** For each command its first row, and how many rows on is that of the next answer. */
  private readonly first: Int32Array;
  private readonly stride: Uint8Array;
  /** For each row its first change, and behind the last where they end. */
  private readonly changes: Int32Array;
  /** Of each change its word, and the bits of it that stay and that are set. */
  private readonly word: Int32Array;
  private readonly keep: Int32Array;
  private readonly set: Int32Array;
  private readonly claims: Int32Array;
  private readonly list: ClaimList;
  /** The packed state last looked at. */
  private readonly now: Int32Array;

  constructor(laidOut: Pick<LaidOut, "scope" | "layout" | "commands" | "ranges">) {
    const { scope, layout, commands } = laidOut;
    const planes = planesOf(scope, layout);
    this.words = layout.words;
    // Most commands of modules do nothing here, whatever is answered: they share the first row.
    const rows: Row[] = [NOTHING];
    this.stride = new Uint8Array(commands.length);
    this.first = Int32Array.from(commands, (command, c) => {
      const own = rowsOf(laidOut, planes, command);
      if (own === null) return 0;
      const first = rows.length;
      rows.push(...own);
      this.stride[c] = own.length > 1 ? 1 : 0;
      return first;
    });
    const changes = rows.flatMap((row) => row.changes);
    this.word = Int32Array.from(changes, ({ word }) => word);
    this.keep = Int32Array.from(changes, ({ keep }) => keep);
    this.set = Int32Array.from(changes, ({ set }) => set);
    this.changes = new Int32Array(rows.length + 1);
    rows.forEach((row, r) => {
      this.changes[r + 1] = this.changes[r]! + row.changes.length;
    });
    this.claims = Int32Array.from(rows, ({ claim }) => claim);
    this.list = new ClaimList(placesOf(layout, "slices"));
    this.now = new Int32Array(layout.words);
  }

  /** Takes the packed state at `source[at]` as the one that commands are accepted in. */
  look(source: Int32Array, at: number): void {
    const { words, now } = this;
    for (let w = 0; w < words; w++) now[w] = source[at + w]!;
    this.list.look(now);
  }

  /**
   * Writes to `target[to]` the packed state that the one last looked at becomes when command number `c`
   * is accepted with `answer` (a frame for `alloc`, 0 otherwise).
   */
  apply(c: number, answer: number, target: Int32Array, to: number): void {
    const { words, now, changes, word, keep, set } = this;
    const row = this.first[c]! + answer * this.stride[c]!;
    for (let w = 0; w < words; w++) target[to + w] = now[w]!;
    for (let i = changes[row]!; i < changes[row + 1]!; i++) {
      const w = to + word[i]!;
      target[w] = (target[w]! & keep[i]!) | set[i]!;
    }
    const claim = this.claims[row]!;
    if (claim > 0) this.list.insert(claim, target, to);
    else if (claim < 0) this.list.remove(-claim, target, to);
  }

  /** Does to `target[to]` what modules add to command number `c`, accepted with `answer`: nothing here. */
  applyFurther(_c: number, _answer: number, _target: Int32Array, _to: number): void {}
}

/** The row of a command that changes nothing. */
const NOTHING: Row = { changes: [], claim: 0 };

/** What a command does, one row an answer; `null` where the core knows of nothing. */
function rowsOf(
  { scope, layout, ranges }: Pick<LaidOut, "scope" | "layout" | "ranges">,
  [allocated, ...owners]: readonly (readonly Place[])[],
  command: Command,
): Row[] | null {
  const setting = (plane: readonly Place[], range: FrameRange): Row => ({
    changes: shiftedBits(scope, plane, range).map(({ word, bits }) => ({ word, keep: -1, set: bits })),
    claim: 0,
  });
  const clearing = (planes: readonly (readonly Place[])[], range: FrameRange): Row => ({
    changes: planes.flatMap((plane) =>
      shiftedBits(scope, plane, range).map(({ word, bits }) => ({ word, keep: ~bits, set: 0 })),
    ),
    claim: 0,
  });
  const claim = (range: FrameRange) => ranges.numberOf(range) + 1;
  const begins = layout.places.get("begins") ?? [];
  const block = (range: FrameRange): Row => ({
    changes: [setting(allocated!, range), setting(begins, { ...range, count: 1 })].flatMap(
      ({ changes }) => changes,
    ),
    claim: 0,
  });
  // What is not in the pool is never accepted, and so has no effect.
  if (argumentFaults(scope, command).length > 0) return null;
  if (hasRole(command.kind, "takes-frame"))
    return Array.from({ length: scope.frames }, (_, frame) => block(unitsOfFrame(scope, frame)));
  return (
    match(command)
      .with({ kind: "reserve" }, ({ range, owner }) => [setting(owners[owner - 1]!, range)])
      // Its own claim: where a contract lets another owner have one as well, that one stays.
      .with({ kind: "release" }, ({ range, owner }) => [clearing([owners[owner - 1]!], range)])
      .with({ kind: "borrow" }, ({ range }) => [{ ...NOTHING, claim: claim(range) }])
      .with({ kind: "derive" }, ({ range }) => [{ ...NOTHING, claim: claim(range) }])
      // A slice that somebody keeps is no longer one that ends with the call.
      .with({ kind: "drop" }, { kind: "stash" }, { kind: "leak" }, { kind: "insert" }, ({ range }) => [
        { ...NOTHING, claim: -claim(range) },
      ])
      .with({ kind: "free" }, ({ frame }) => [clearing([allocated!, begins], unitsOfFrame(scope, frame))])
      .with({ kind: "alloc-block" }, ({ count }) =>
        Array.from({ length: gridOf(scope) }, (_, start) =>
          start + count <= gridOf(scope) ? block({ start, count }) : NOTHING,
        ),
      )
      .with({ kind: "free-block" }, ({ range }) => [clearing([allocated!, begins], range)])
      .with({ kind: "end-boot" }, () => {
        const over = placesOf(layout, "boot-over");
        return [{ changes: over.map(({ word, shift }) => ({ word, keep: -1, set: 1 << shift })), claim: 0 }];
      })
      .with({ kind: "alloc-range" }, ({ count }) =>
        Array.from({ length: gridOf(scope) }, (_, start) =>
          start + count <= gridOf(scope) ? setting(owners[0]!, { start, count }) : NOTHING,
        ),
      )
      .otherwise(() => null)
  ); // what a module says is all they do
}

/**
 * The list of slices in a packed state: numbers, largest first, padded with 0.
 *
 * Entries that share a word lie next to each other in it, so all that come after a place in a word move
 * by one shift, and what is pushed out at the end of a word goes on in the next.
 */
class ClaimList {
  private readonly bits: number;
  private readonly mask: number;
  /** Where each entry lies. */
  private readonly wordOf: Int32Array;
  private readonly shiftOf: Int32Array;
  /** The bits of the entry and of those after it in its word, and where the last of them lies. */
  private readonly tailOf: Int32Array;
  private readonly lastOf: Int32Array;
  /** The first entry of the next word of the list. */
  private readonly nextOf: Int32Array;
  /** The packed state last looked at, its entries, and how many are not 0. */
  private now: Int32Array = new Int32Array(0);
  private readonly entries: Int32Array;
  private count = 0;

  constructor(places: readonly Place[]) {
    this.mask = places[0]?.mask ?? 0;
    this.bits = 32 - Math.clz32(this.mask);
    this.wordOf = Int32Array.from(places, ({ word }) => word);
    this.shiftOf = Int32Array.from(places, ({ shift }) => shift);
    const inWord = (word: number) => places.filter((place) => place.word === word);
    this.tailOf = Int32Array.from(places, (place) =>
      inWord(place.word).reduce(
        (tail, { shift, mask }) => (shift < place.shift ? tail : tail | (mask << shift)),
        0,
      ),
    );
    this.lastOf = Int32Array.from(places, ({ word }) => inWord(word).at(-1)?.shift ?? 0);
    this.nextOf = Int32Array.from(places, ({ word }) => places.findLastIndex((p) => p.word === word) + 1);
    this.entries = new Int32Array(places.length);
  }

  /** Takes the list of this packed state. */
  look(now: Int32Array): void {
    const { wordOf, shiftOf, mask, entries } = this;
    let count = 0;
    for (; count < entries.length; count++) {
      const entry = (now[wordOf[count]!]! >>> shiftOf[count]!) & mask;
      if (entry === 0) break;
      entries[count] = entry;
    }
    this.now = now;
    this.count = count;
  }

  /** Puts a claim, for which there must be room, into `words[at]`, a copy of the state looked at. */
  insert(claim: number, words: Int32Array, at: number): void {
    const { entries, wordOf, shiftOf, tailOf, lastOf, nextOf, bits, mask } = this;
    let i = this.count;
    if (i === entries.length) throw new Error("internal: a slice beyond the bound of the scope");
    while (i > 0 && entries[i - 1]! < claim) i--;
    for (let moving = claim; moving !== 0; ) {
      const word = at + wordOf[i]!;
      const here = words[word]!;
      const tail = tailOf[i]!;
      words[word] = (here & ~tail) | (((here & tail) << bits) & tail) | (moving << shiftOf[i]!);
      moving = (here >>> lastOf[i]!) & mask;
      i = nextOf[i]!;
    }
  }

  /** Takes one such claim, if there is one, out of `words[at]`, a copy of the state looked at. */
  remove(claim: number, words: Int32Array, at: number): void {
    const { now, count, entries, wordOf, shiftOf, tailOf, lastOf, nextOf, bits, mask } = this;
    let i = 0;
    while (i < count && entries[i] !== claim) i++;
    while (i < count) {
      const word = at + wordOf[i]!;
      const here = words[word]!;
      const tail = tailOf[i]!;
      const last = lastOf[i]!;
      i = nextOf[i]!;
      const moving = i < count ? (now[wordOf[i]!]! >>> shiftOf[i]!) & mask : 0;
      words[word] = (here & ~tail) | (((here & tail) >>> bits) & tail) | (moving << last);
    }
  }
}
