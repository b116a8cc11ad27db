/**
 * Which commands each reason refuses in one state, for all commands at once.
 *
 * Asked command by command, a guard looks whether its frames are in a view. Turned around, each bit of
 * a view refuses a fixed set of commands; so the commands that a reason refuses are the union of those
 * sets over the bits that are set, 32 commands to a word. The unions over eight bits are laid out once.
 */
import { lowestBit } from "../basics/bits.js";
import { once } from "../basics/once.js";

/** A guard: command `command`, counted within its group, is refused when one of `bits` is set in a word. */
export interface Guard {
  readonly command: number;
  readonly word: number;
  readonly bits: number;
}

/** The commands of one kind: they are numbered on from `first`, and share a list of reasons. */
export interface Group {
  readonly first: number;
  readonly count: number;
  /** The guards of each reason; the last may be the bound of the scope. */
  readonly reasons: readonly (readonly Guard[])[];
}

/** Where a group lies in `sets`: reason `i` of commands `32 w` to `32 w + 31` at `at + i * words + w`. */
export interface GroupSets {
  readonly first: number;
  readonly count: number;
  readonly reasons: number;
  readonly at: number;
  readonly words: number;
}

/** How many bits of a view are looked up at once. */
const CHUNK_BITS = 8;
const CHUNK = 1 << CHUNK_BITS;

/** Refuses commands of one set by some bits of the views. */
interface Source {
  /** The word of the views, and where in it the bits begin. */
  readonly word: number;
  readonly shift: number;
  /** The set to add to: where it lies in `sets`, and how many words it has. */
  readonly at: number;
  readonly words: number;
  /** For each value of the bits the commands they refuse; `null`: command `b` of one word for bit `b`. */
  readonly unions: Int32Array | null;
  /** The bits of the word that matter, where `unions` is `null`. */
  readonly relevant: number;
}

export class Judgement {
  /** The sets of all groups, made by `look`. */
  readonly sets: Int32Array;
  readonly groups: readonly GroupSets[];
  private readonly sources: readonly Source[];
  private readonly byCommand: () => readonly (readonly OwnGuard[])[];

  constructor(groups: readonly Group[]) {
    this.byCommand = once(() => groups.flatMap(guardsByCommand));
    const sources: Source[] = [];
    let next = 0;
    this.groups = groups.map(({ first, count, reasons }) => {
      const words = (count + 31) >>> 5;
      const at = next;
      reasons.forEach((guards, i) => {
        sources.push(...sourcesOf(guards, at + i * words));
      });
      next += reasons.length * words;
      return { first, count, reasons: reasons.length, at, words };
    });
    this.sets = new Int32Array(next);
    this.sources = sources;
  }

  /** The commands of word `w` of a group that its reason number `i` refuses; none where it has fewer. */
  refusedBy(i: number, g: number, w: number): number {
    const { at, words, reasons } = this.groups[g]!;
    return i < reasons ? this.sets[at + i * words + w]! : 0;
  }

  /** The reasons that refuse command number `c` in the state whose views these are, without any set. */
  maskOf(c: number, views: Int32Array): number {
    let mask = 0;
    for (const { reason, word, bits } of this.byCommand()[c]!)
      if ((views[word]! & bits) !== 0) mask |= 1 << reason;
    return mask;
  }

  /** Makes the sets for the state whose views these are. */
  look(views: Int32Array): void {
    const { sets, sources } = this;
    for (let i = 0; i < sets.length; i++) sets[i] = 0;
    for (let i = 0; i < sources.length; i++) {
      const { word, shift, relevant, at, words, unions } = sources[i]!;
      const bits = views[word]!;
      if (unions === null) {
        sets[at]! |= bits & relevant;
        continue;
      }
      const from = ((bits >>> shift) & (CHUNK - 1)) * words;
      for (let w = 0; w < words; w++) sets[at + w]! |= unions[from + w]!;
    }
  }
}

/** A guard of one command, and the number of the reason it is of. */
interface OwnGuard {
  readonly reason: number;
  readonly word: number;
  readonly bits: number;
}

/** For each command of a group its guards, of all reasons. */
function guardsByCommand({ count, reasons }: Group): OwnGuard[][] {
  const own = Array.from({ length: count }, (): OwnGuard[] => []);
  for (const [reason, guards] of reasons.entries())
    for (const { command, word, bits } of guards) own[command]!.push({ reason, word, bits });
  return own;
}

/** Some commands, by their numbers, as bit sets: for each group, for each of its words. */
export function bitsByGroup(groups: readonly GroupSets[], commands: Iterable<number>): Int32Array[] {
  const numbers = Array.from(commands);
  return groups.map(({ first, count, words }) => {
    const bits = new Int32Array(words);
    for (const c of numbers)
      if (c >= first && c < first + count) bits[(c - first) >>> 5]! |= 1 << ((c - first) & 31);
    return bits;
  });
}

function sourcesOf(guards: readonly Guard[], at: number): Source[] {
  const byWord = new Map<number, Guard[]>();
  for (const guard of guards) {
    const those = byWord.get(guard.word);
    if (those === undefined) byWord.set(guard.word, [guard]);
    else those.push(guard);
  }
  return Array.from(byWord, ([word, those]) => sourcesIn(word, those, at)).flat();
}

/** The sources of one word of the views, of which these guards are, in the words of the set they touch. */
function sourcesIn(word: number, guards: readonly Guard[], set: number): Source[] {
  const relevant = guards.reduce((bits, guard) => bits | guard.bits, 0);
  const first = guards.reduce(
    (least, { command }) => Math.min(least, command >>> 5),
    guards[0]!.command >>> 5,
  );
  const last = guards.reduce((most, { command }) => Math.max(most, command >>> 5), first);
  const at = set + first;
  const words = last - first + 1;
  if (isAligned(guards)) return [{ word, shift: 0, at, words, unions: null, relevant }];
  const blocks = new Int32Array(32 * words);
  for (const guard of guards)
    for (let bits = guard.bits; bits !== 0; bits &= bits - 1)
      blocks[lowestBit(bits) * words + (guard.command >>> 5) - first]! |= 1 << (guard.command & 31);
  return [0, 8, 16, 24]
    .filter((shift) => ((relevant >>> shift) & (CHUNK - 1)) !== 0)
    .map((shift) => ({ word, shift, at, words, unions: unionsOf(blocks, shift, words), relevant }));
}

/** The union of the blocks of the bits from `shift` on, for each value they can have. */
function unionsOf(blocks: Int32Array, shift: number, words: number): Int32Array {
  const unions = new Int32Array(CHUNK * words);
  for (let value = 1; value < CHUNK; value++) {
    const bit = lowestBit(value);
    const rest = value & (value - 1);
    for (let w = 0; w < words; w++)
      unions[value * words + w] = unions[rest * words + w]! | blocks[(shift + bit) * words + w]!;
  }
  return unions;
}

/** Whether all are of one word of the set, in which every bit refuses the one command of its own number. */
function isAligned(guards: readonly Guard[]): boolean {
  const word = guards[0]!.command >>> 5;
  return guards.every(({ command, bits }) => command >>> 5 === word && bits === 1 << (command & 31));
}
