/** What accepted commands of the core do to a packed state, bound to their arguments once per scope. */
import { match } from "ts-pattern";
import { planesOf } from "./core-views.js";
import { type Layout, type Place, placesOf, read } from "./layout.js";
import type { EffectId } from "./rules.js";
import { frameMask, rangeNumber, type Scope } from "./scope.js";
import type { Command, FrameRange } from "./vocabulary.js";

/** An effect bound to one command: changes the packed state at `words[at]`; `answer` is a frame for alloc. */
export type BoundEffect = (words: Int32Array, at: number, answer: number) => void;

/** Binds an effect to the arguments of one command. Throws when the command cannot have that effect. */
export function bindEffect(scope: Scope, layout: Layout, effect: EffectId, command: Command): BoundEffect {
  const planes = planesOf(scope, layout);
  const slices = placesOf(layout, "slices");
  const shares = (range: FrameRange) => sharesOf(frameMask(scope.frames, range));
  const claim = (range: FrameRange) => rangeNumber(scope.frames, range) + 1;
  return match({ effect, command })
    .with({ effect: "reserve", command: { kind: "reserve" } }, ({ command: { range, owner } }) =>
      setBits(planes[owner]!, shares(range)),
    )
    .with({ effect: "release", command: { kind: "release" } }, ({ command: { range } }) => {
      const clears = planes.slice(1).map((plane) => clearBits(plane, shares(range)));
      return clears.length === 1 ? clears[0]! : inTurn(clears);
    })
    .with({ effect: "borrow", command: { kind: "borrow" } }, ({ command: { range } }) =>
      insertClaim(slices, claim(range)),
    )
    .with({ effect: "drop", command: { kind: "drop" } }, ({ command: { range } }) =>
      removeClaim(slices, claim(range)),
    )
    .with({ effect: "alloc", command: { kind: "alloc" } }, () => setAnswered(planes[0]!))
    .with({ effect: "free", command: { kind: "free" } }, ({ command: { frame } }) =>
      clearBits(planes[0]!, shares({ start: frame, count: 1 })),
    )
    .with({ effect: "reserve-the-free", command: { kind: "reserve" } }, ({ command: { range, owner } }) =>
      setBitsOfFree(planes, planes[owner]!, shares(range)),
    )
    .with({ effect: "release-the-held", command: { kind: "release" } }, ({ command: { range, owner } }) =>
      clearBits(planes[owner]!, shares(range)),
    )
    .otherwise(() => {
      throw new Error(`internal: ${command.kind} cannot have the effect ${effect}`);
    });
}

/** The part of a range that lies in one word of a plane. */
interface Share {
  readonly word: number;
  readonly bits: number;
}

function sharesOf(mask: readonly number[]): Share[] {
  return mask.map((bits, word) => ({ word, bits })).filter(({ bits }) => bits !== 0);
}

function inTurn(effects: readonly BoundEffect[]): BoundEffect {
  return (words, at, answer) => {
    for (let i = 0; i < effects.length; i++) effects[i]!(words, at, answer);
  };
}

function setBits(plane: readonly Place[], shares: readonly Share[]): BoundEffect {
  const effects = shares.map(({ word, bits }): BoundEffect => {
    const place = plane[word]!;
    const shifted = bits << place.shift;
    return (words, at) => {
      words[at + place.word]! |= shifted;
    };
  });
  return effects.length === 1 ? effects[0]! : inTurn(effects);
}

function clearBits(plane: readonly Place[], shares: readonly Share[]): BoundEffect {
  const effects = shares.map(({ word, bits }): BoundEffect => {
    const place = plane[word]!;
    const kept = ~(bits << place.shift);
    return (words, at) => {
      words[at + place.word]! &= kept;
    };
  });
  return effects.length === 1 ? effects[0]! : inTurn(effects);
}

function setAnswered(plane: readonly Place[]): BoundEffect {
  return (words, at, answer) => {
    const place = plane[answer >>> 5]!;
    words[at + place.word]! |= (1 << (answer & 31)) << place.shift;
  };
}

function setBitsOfFree(
  planes: readonly (readonly Place[])[],
  own: readonly Place[],
  shares: readonly Share[],
): BoundEffect {
  return (words, at) => {
    for (const { word, bits } of shares) {
      let held = 0;
      for (const plane of planes) held |= read(words, at, plane[word]!);
      const place = own[word]!;
      words[at + place.word]! |= (bits & ~held) << place.shift;
    }
  };
}

/** The places of the list of slices as columns, for the loops below. */
function columnsOf(list: readonly Place[]) {
  const wordOf = Int32Array.from(list, ({ word }) => word);
  const shiftOf = Int32Array.from(list, ({ shift }) => shift);
  return { wordOf, shiftOf, mask: list[0]?.mask ?? 0 };
}

function insertClaim(list: readonly Place[], claim: number): BoundEffect {
  const { wordOf, shiftOf, mask } = columnsOf(list);
  return (words, at) => {
    // The list is sorted, largest first: what is smaller moves on by one, ending with the first 0.
    let moving = claim;
    for (let i = 0; i < wordOf.length && moving !== 0; i++) {
      const word = at + wordOf[i]!;
      const shift = shiftOf[i]!;
      const here = (words[word]! >>> shift) & mask;
      if (here >= moving) continue;
      words[word] = words[word]! ^ ((here ^ moving) << shift);
      moving = here;
    }
  };
}

function removeClaim(list: readonly Place[], claim: number): BoundEffect {
  const { wordOf, shiftOf, mask } = columnsOf(list);
  return (words, at) => {
    // From the end: each entry takes the place before it, up to the one that goes.
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
  };
}
