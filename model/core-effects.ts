/**
 * What accepted commands of the core do to a packed state, as columns laid out once per scope.
 *
 * On frames an effect keeps some bits and sets some; on slices it puts one range into the sorted list
 * or takes it out. So an effect is two masks a word and one number, and applying it calls nothing.
 */
import { match } from "ts-pattern";
import { planesOf } from "./core-views.js";
import { type Layout, type Place, placesOf } from "./layout.js";
import { frameMask, rangeNumber, type Scope } from "./scope.js";
import type { Command, FrameRange } from "./vocabulary.js";

/** One effect: the bits of each word that stay and that are set, and a claim to add (+) or remove (-). */
interface Row {
  readonly keep: Int32Array;
  readonly set: Int32Array;
  readonly claim: number;
}

/** The effects of all commands of a scope; a command that answers a frame has one for each answer. */
export class Effects {
  private readonly words: number;
  /** For each command its first row. */
  private readonly first: Int32Array;
  private readonly keep: Int32Array;
  private readonly set: Int32Array;
  private readonly claims: Int32Array;
  private readonly list: ClaimList;

  constructor(scope: Scope, layout: Layout, commands: readonly Command[]) {
    this.words = layout.words;
    const rows: Row[] = [];
    this.first = Int32Array.from(commands, (command) => {
      const first = rows.length;
      rows.push(...rowsOf(scope, layout, command));
      return first;
    });
    this.keep = Int32Array.from(rows.flatMap(({ keep }) => Array.from(keep)));
    this.set = Int32Array.from(rows.flatMap(({ set }) => Array.from(set)));
    this.claims = Int32Array.from(rows, ({ claim }) => claim);
    this.list = new ClaimList(placesOf(layout, "slices"));
  }

  /**
   * Writes to `target[to]` the packed state at `source[at]` after command number `c` was accepted with
   * `answer` (a frame for `alloc`, 0 otherwise). The two places may be the same.
   */
  apply(c: number, answer: number, source: Int32Array, at: number, target: Int32Array, to: number): void {
    const { words, keep, set } = this;
    const row = this.first[c]! + answer;
    for (let w = 0; w < words; w++)
      target[to + w] = (source[at + w]! & keep[row * words + w]!) | set[row * words + w]!;
    const claim = this.claims[row]!;
    if (claim > 0) this.list.insert(target, to, claim);
    else if (claim < 0) this.list.remove(target, to, -claim);
  }
}

function rowsOf(scope: Scope, layout: Layout, command: Command): Row[] {
  const [allocated, ...owners] = planesOf(scope, layout);
  const plain = () => ({ keep: new Int32Array(layout.words).fill(-1), set: new Int32Array(layout.words) });
  const setting = (plane: readonly Place[], range: FrameRange): Row => {
    const { keep, set } = plain();
    for (const { word, bits } of shiftedBits(scope, plane, range)) set[word]! |= bits;
    return { keep, set, claim: 0 };
  };
  const clearing = (planes: readonly (readonly Place[])[], range: FrameRange): Row => {
    const { keep, set } = plain();
    for (const plane of planes)
      for (const { word, bits } of shiftedBits(scope, plane, range)) keep[word]! &= ~bits;
    return { keep, set, claim: 0 };
  };
  const claim = (range: FrameRange) => rangeNumber(scope.frames, range) + 1;
  return match(command)
    .with({ kind: "reserve" }, ({ range, owner }) => [setting(owners[owner - 1]!, range)])
    .with({ kind: "release" }, ({ range }) => [clearing(owners, range)])
    .with({ kind: "borrow" }, ({ range }) => [{ ...plain(), claim: claim(range) }])
    .with({ kind: "drop" }, ({ range }) => [{ ...plain(), claim: -claim(range) }])
    .with({ kind: "alloc" }, () =>
      Array.from({ length: scope.frames }, (_, start) => setting(allocated!, { start, count: 1 })),
    )
    .with({ kind: "free" }, ({ frame }) => [clearing([allocated!], { start: frame, count: 1 })])
    .exhaustive();
}

/** The bits of a range in the words of a packed state. */
export function shiftedBits(scope: Scope, plane: readonly Place[], range: FrameRange) {
  return frameMask(scope.frames, range)
    .map((bits, i) => ({ word: plane[i]!.word, shift: plane[i]!.shift, bits: bits << plane[i]!.shift }))
    .filter(({ bits }) => bits !== 0);
}

/** The list of slices in a packed state: numbers, largest first, padded with 0. */
class ClaimList {
  private readonly wordOf: Int32Array;
  private readonly shiftOf: Int32Array;
  private readonly mask: number;

  constructor(places: readonly Place[]) {
    this.wordOf = Int32Array.from(places, ({ word }) => word);
    this.shiftOf = Int32Array.from(places, ({ shift }) => shift);
    this.mask = places[0]?.mask ?? 0;
  }

  /** Puts a claim in: what is smaller moves on by one, ending with the first 0. */
  insert(words: Int32Array, at: number, claim: number): void {
    const { wordOf, shiftOf, mask } = this;
    let moving = claim;
    for (let i = 0; i < wordOf.length && moving !== 0; i++) {
      const word = at + wordOf[i]!;
      const shift = shiftOf[i]!;
      const here = (words[word]! >>> shift) & mask;
      if (here >= moving) continue;
      words[word] = words[word]! ^ ((here ^ moving) << shift);
      moving = here;
    }
  }

  /** Takes one such claim out, if there is one: from the end, each entry takes the place before it. */
  remove(words: Int32Array, at: number, claim: number): void {
    const { wordOf, shiftOf, mask } = this;
    let moving = 0;
    for (let i = wordOf.length - 1; i >= 0; i--) {
      const word = at + wordOf[i]!;
      const shift = shiftOf[i]!;
      const here = (words[word]! >>> shift) & mask;
      if (here > claim) return;
      words[word] = words[word]! ^ ((here ^ moving) << shift);
      if (here === claim) return;
      moving = here;
    }
  }
}
