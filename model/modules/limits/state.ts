/** The state of the module `limits`: how far memory is accessible; and what its commands cut off. */

import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { bitsFor, placesOf, write } from "../../state/layout.js";
import { type CoreViews, planesOf } from "../../state/views.js";
import type { Command } from "../../words/commands.js";
import { argumentFaults } from "../../words/commands.js";
import { FLAG_BITS } from "../../words/frames.js";
import { wordsFor } from "../../words/ranges.js";
import { hasRole, type KindWith, kindsWith } from "../../words/roles.js";
import { gridOf } from "../../words/scope.js";
import { GROWTH_VIEWS } from "../growth/views.js";
import { RegionMap } from "../regions/map.js";
import { keep, removing } from "../regions/state.js";
import { LIMIT_VIEWS } from "./views.js";

export const LIMIT_STATE: ModuleState = {
  fields: (scope) => [{ id: "limit", entries: 1, bits: bitsFor(gridOf(scope)) }],
  look: lookAtCuts,
  effect: (command, laidOut) =>
    argumentFaults(laidOut.scope, command).length > 0 ? null : limitEffect(command, laidOut),
};

/** What a command of the module does to a state; `null` for others. */
export function limitEffect(command: Command, laidOut: LaidOut): BoundEffect | null {
  if (command.kind === "set-limit") {
    const [place] = placesOf(laidOut.layout, "limit");
    return (words, at) => write(words, at, place!, command.limit);
  }
  if (!isCutting(command)) return null;
  const cut = new Cut(command, laidOut);
  const owners = planesOf(laidOut.scope, laidOut.layout).slice(1);
  const remove = removing(laidOut, () => cut.memory);
  return (words, at) => {
    cut.look(words, at);
    remove(words, at);
    for (let o = 0; o < owners.length; o++)
      for (let w = 0; w < cut.claims.length; w++) keep(words, at, owners[o]![w]!, ~cut.claims[w]!);
  };
}

type Cutting = Extract<Command, { kind: KindWith<"cuts"> }>;

function isCutting(command: Command): command is Cutting {
  return hasRole(command.kind, "cuts");
}

/** What one command cuts off in a state. */
class Cut {
  /** The units that are then no memory. */
  readonly memory: Int32Array;
  /** The units whose reservations are forgotten. */
  readonly claims: Int32Array;
  private readonly map: RegionMap;

  constructor(
    private readonly command: Cutting,
    { scope, layout }: LaidOut,
  ) {
    const words = wordsFor(gridOf(scope));
    this.memory = new Int32Array(words);
    this.claims = new Int32Array(words);
    this.map = new RegionMap(scope, layout);
  }

  look(words: Int32Array, at: number): void {
    const { command, map, memory, claims } = this;
    memory.fill(0);
    claims.fill(0);
    map.look(words, at);
    switch (command.kind) {
      case "cap":
        if (map.total() > 0 && command.range.count > 0)
          this.outside(command.range.start, command.range.start + command.range.count, true);
        return;
      case "enforce-limit":
        this.outside(0, this.reach(command.limit), false);
        return;
      case "limit-map":
        this.outside(0, this.reach(command.limit), true);
        return;
      case "trim":
        this.trim(command.align);
    }
  }

  /** The unit behind the lowest `limit` units of memory; behind all where there are fewer, or 0 is asked. */
  private reach(limit: number): number {
    const { like } = this.map;
    let left = limit;
    for (let unit = 0; unit < like.length; unit++) {
      if (like[unit]! < 0) continue;
      left--;
      if (left === 0) return unit + 1;
    }
    return like.length;
  }

  private outside(start: number, end: number, mapped: boolean): void {
    const { map, memory, claims } = this;
    for (let unit = 0; unit < map.like.length; unit++) {
      if (unit >= start && unit < end) continue;
      claims[unit >>> 5]! |= 1 << (unit & 31);
      if (map.like[unit]! >= 0 && !(mapped && map.has(unit, FLAG_BITS.nomap)))
        memory[unit >>> 5]! |= 1 << (unit & 31);
    }
  }

  private trim(align: number): void {
    const { map, memory } = this;
    for (let unit = 0; unit < map.like.length; ) {
      const end = map.endOfRun(unit);
      const last = Math.floor(end / align) * align;
      for (let first = Math.ceil(unit / align) * align; unit < end; unit++)
        if (map.like[unit]! >= 0 && (unit < first || unit >= last)) memory[unit >>> 5]! |= 1 << (unit & 31);
    }
  }
}

function lookAtCuts(views: CoreViews, laidOut: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const own = views.offsetsOf(LIMIT_VIEWS);
  // In the order in which the views count them: by kind, and those of a kind by number.
  const cuts = kindsWith("cuts").flatMap((kind) =>
    laidOut.commands.flatMap((command) =>
      command.kind === kind && isCutting(command) ? [new Cut(command, laidOut)] : [],
    ),
  );
  const words = views.wordsOf(LIMIT_VIEWS["cuts-reserved"]);
  const sets = [own["cuts-reserved"], own["cuts-live"], own["cuts-allocated"]];
  const held = [offsets.reserved, offsets.live, offsets.allocated];
  if (views.has(GROWTH_VIEWS.metadata)) held.push(views.offset(GROWTH_VIEWS.metadata));
  sets.push(own["cuts-metadata"]);
  return (state, at) => {
    for (let s = 0; s < sets.length; s++) for (let w = 0; w < words; w++) bits[sets[s]! + w] = 0;
    for (let c = 0; c < cuts.length; c++) {
      const { memory, claims } = cuts[c]!;
      cuts[c]!.look(state, at);
      for (let h = 0; h < held.length; h++) {
        let lost = 0;
        for (let w = 0; w < frameWords; w++)
          lost |=
            bits[held[h]! + w]! & (held[h] === offsets.allocated ? memory[w]! : memory[w]! | claims[w]!);
        if (lost !== 0) bits[sets[h]! + (c >>> 5)]! |= 1 << (c & 31);
      }
    }
  };
}
