/** What accepted commands of the core do to a packed state, bound to their arguments once per scope. */
import { match } from "ts-pattern";
import { planesOf } from "./core-views.js";
import { type Layout, type Place, placesOf, read, write } from "./layout.js";
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

function insertClaim(list: readonly Place[], claim: number): BoundEffect {
  return (words, at) => {
    let i = list.length - 1;
    for (; i > 0; i--) {
      const before = read(words, at, list[i - 1]!);
      if (before >= claim) break;
      write(words, at, list[i]!, before);
    }
    write(words, at, list[i]!, claim);
  };
}

function removeClaim(list: readonly Place[], claim: number): BoundEffect {
  return (words, at) => {
    let i = 0;
    while (i < list.length && read(words, at, list[i]!) !== claim) i++;
    if (i === list.length) return; // only where the rule against it was knocked out
    for (; i < list.length - 1; i++) write(words, at, list[i]!, read(words, at, list[i + 1]!));
    write(words, at, list[i]!, 0);
  };
}
