/** The effects a weaker contract may give a command instead of its rule's. */
import { match, P } from "ts-pattern";
import { aboutFrames } from "../modules/foreign/rules.js";
import type { BoundEffect } from "../rules/module.js";
import { shiftedBits } from "../specification/effects.js";
import type { Specification } from "../specification/specification.js";
import type { Layout } from "../state/layout.js";
import { planesOf } from "../state/views.js";
import type { Command } from "../words/commands.js";
import type { Scope } from "../words/scope.js";
import { type Contract, type InsteadEffect, insteadEffect } from "./named.js";
import { isRegional, regionInstead } from "./region-effects.js";

/** For each command the effect its contract gives it instead, if it gives one. */
export function bindInsteads(
  contract: Contract,
  { scope, layout, commands }: Specification,
): (BoundEffect | null)[] {
  return commands.map((command) => {
    const effect = insteadEffect(contract, command.kind);
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
  if (isRegional(effect)) return regionInstead(command, { scope, layout, commands: [], without: [] });
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
      { effect: P.union("release-the-held", "release-outward"), command: { kind: "release" } },
      ({ command: { range, owner } }) => {
        const shares = shiftedBits(scope, planes[owner]!, range);
        return (words: Int32Array, at: number) => {
          for (const { word, bits } of shares) words[at + word]! &= ~bits;
        };
      },
    )
    .with(
      { effect: P.union("reserve-outward", "reserve-as-well"), command: { kind: "reserve" } },
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
    .otherwise(() => {
      throw new Error(`internal: ${command.kind} cannot have the effect ${effect}`);
    });
}
