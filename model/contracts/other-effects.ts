/** The effects a weaker contract may give a command instead of its rule's. */

import { match } from "ts-pattern";
import { aboutFrames } from "../modules/foreign/rules.js";
import type { BoundEffect } from "../rules/module.js";
import type { Specification } from "../specification/specification.js";
import { type Layout, placesOf } from "../state/layout.js";
import { shiftedBits } from "../state/planes.js";
import { planesOf } from "../state/views.js";
import type { Command, CommandKind } from "../words/commands.js";
import type { FrameRange } from "../words/frames.js";
import { RangeNumbers } from "../words/range-numbers.js";
import { gridOf, type Scope } from "../words/scope.js";
import { type Contract, type InsteadEffect, insteadEffect } from "./named.js";
import { isRegional, REGION_INSTEADS, regionInstead } from "./region-effects.js";

/** For each command the effect its contract gives it instead, if it gives one. */
export function bindInsteads(
  contract: Contract,
  { scope, layout, inside: commands, rules }: Specification,
): (BoundEffect | null)[] {
  const effects = new Map(rules.map(({ kind }) => [kind, insteadEffect(contract, kind)]));
  return commands.map((command) => {
    const effect = effects.get(command.kind) ?? null;
    return effect === null ? null : bindInstead(scope, layout, effect, command);
  });
}

/** Binds an effect to one command. Throws when the command cannot have it. */
export function bindInstead(
  scope: Scope,
  layout: Layout,
  effect: InsteadEffect,
  command: Command,
): BoundEffect {
  const planes = planesOf(scope, layout);
  const ranges = RangeNumbers.ofNamed(gridOf(scope), []);
  if (isRegional(effect)) return regionInstead(command, { scope, layout, commands: [], ranges, without: [] });
  const about = aboutFrames(scope, command);
  if (about === null) return () => {}; // names no frame of the pool
  return match({ effect, command: about })
    .with({ effect: "reserve-the-free", command: { kind: "reserve" } }, ({ command: { range, owner } }) => {
      const shares = planes.map((plane) => shiftedBits(scope, plane, range));
      return (words: Int32Array, at: number) => {
        shares[owner]!.forEach(({ word, shift, bits }, i) => {
          let held = 0;
          for (const share of shares)
            held |= (words[at + share[i]!.word]! & share[i]!.bits) >>> share[i]!.shift;
          words[at + word]! |= bits & ~(held << shift);
        });
      };
    })
    .with(
      { effect: "release-the-held", command: { kind: "release" } },
      { effect: "release-outward", command: { kind: "release" } },
      ({ command: { range, owner } }) => {
        const shares = shiftedBits(scope, planes[owner]!, range);
        return (words: Int32Array, at: number) => {
          for (const { word, bits } of shares) words[at + word]! &= ~bits;
        };
      },
    )
    .with(
      { effect: "reserve-outward", command: { kind: "reserve" } },
      { effect: "reserve-as-well", command: { kind: "reserve" } },
      ({ command: { range, owner } }) => {
        const shares = shiftedBits(scope, planes[owner]!, range);
        return (words: Int32Array, at: number) => {
          for (const { word, bits } of shares) words[at + word]! |= bits;
        };
      },
    )
    .with({ effect: "release-the-reserved", command: { kind: "release" } }, ({ command: { range } }) => {
      const shares = planes.slice(1).flatMap((plane) => shiftedBits(scope, plane, range));
      return (words: Int32Array, at: number) => {
        for (const { word, bits } of shares) words[at + word]! &= ~bits;
      };
    })
    .with({ effect: "free-the-range", command: { kind: "free-block" } }, ({ command: { range } }) =>
      freeing(range, scope, layout),
    )
    .otherwise(() => {
      throw new Error(`internal: ${command.kind} cannot have the effect ${effect}`);
    });
}

/** The frames of a range become free. What is left of a block behind them is a block of its own. */
function freeing(range: FrameRange, scope: Scope, layout: Layout): BoundEffect {
  const [allocated] = planesOf(scope, layout);
  const begins = placesOf(layout, "begins");
  const cleared = [allocated!, begins].flatMap((plane) => shiftedBits(scope, plane, range));
  const next = range.start + range.count;
  const [held, begun] = [allocated![next >>> 5], begins[next >>> 5]];
  return (words, at) => {
    for (const { word, bits } of cleared) words[at + word]! &= ~bits;
    if (next === gridOf(scope) || held === undefined || begun === undefined) return;
    if (((words[at + held.word]! >>> (held.shift + (next & 31))) & 1) === 1)
      words[at + begun.word]! |= 1 << (begun.shift + (next & 31));
  };
}

/** What an `instead` promise may name: an effect other than the rule's own, for a weaker contract. */
export const INSTEAD_EFFECTS: Readonly<
  Record<InsteadEffect, { readonly kinds: readonly CommandKind[]; readonly statement: string }>
> = {
  ...REGION_INSTEADS,
  "reserve-the-free": {
    kinds: ["reserve"],
    statement: "the free frames of the range become reserved by the owner, the others stay as they are",
  },
  "release-the-held": {
    kinds: ["release"],
    statement: "the frames of the range reserved by the owner become free, the others stay as they are",
  },
  "reserve-outward": {
    kinds: ["reserve"],
    statement: "every frame that holds some of the addresses becomes reserved by the owner",
  },
  "reserve-as-well": {
    kinds: ["reserve"],
    statement: "every frame of the range becomes reserved by the owner, beside others who have it",
  },
  "free-the-range": {
    kinds: ["free-block"],
    statement:
      "the frames of the range become free, and what is left of a block behind them is one of its own",
  },
  "release-outward": {
    kinds: ["release"],
    statement: "every frame that holds some of the addresses becomes free",
  },
};
