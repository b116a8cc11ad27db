/**
 * The modules about memory as regions once more, as plainly as they can be said: one record a unit.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands. No array
 * of the allocator's own ever grows by itself: `naive-composed.ts` says where one may lie.
 */

import type { Command } from "../../model/words/commands.js";
import type { Flag, FrameRange } from "../../model/words/frames.js";
import type { ReasonId } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import { wrongArguments } from "./naive-modules.js";
import { naiveRegionCommands } from "./naive-region-commands.js";
import { naiveAfterRegions } from "./naive-region-effects.js";
import { naivePlaces } from "./naive-search.js";

/** What one unit is. */
export interface Unit {
  readonly memory: boolean;
  /** From 1 on; of what is no memory 1. */
  readonly node: number;
  readonly flags: readonly Flag[];
  /** Nobody (0), an owner, a client of the page allocator, or the allocator itself. */
  readonly holder: number | "client" | "array";
}

/** A state of the naive model. */
export interface Regions {
  readonly units: readonly Unit[];
  readonly slices: readonly FrameRange[];
  readonly bottomUp: boolean;
  /** 0 for none. */
  readonly limit: number;
  readonly bootOver: boolean;
  readonly resizable: boolean;
}

const PLAIN: Unit = { memory: true, node: 1, flags: [], holder: 0 };
const AT_BOOT =
  "add remove alloc-range set-direction set-limit enforce-limit cap limit-map trim set-node mark clear";

/** The naive model of a scope whose modules are among these, the core and foreign arguments. */
export function naiveRegions(scope: Scope) {
  const { frames, units: perFrame = 1 } = scope;
  const initial: Regions = {
    units: naiveMap(scope.initial, frames).flatMap((unit) => new Array<Unit>(perFrame).fill(unit)),
    slices: [],
    bottomUp: false,
    limit: 0,
    bootOver: false,
    resizable: false,
  };
  return {
    initial,
    commands: naiveRegionCommands(scope),
    reasonsAgainst: (state: Regions, command: Command) => reasonsWithArguments(scope, state, command).sort(),
    answersTo: (state: Regions, command: Command) => answersTo(scope, state, command),
    after: (state: Regions, command: Command, answer: number) =>
      naiveAfterRegions(scope, state, command, answer),
    keyOf: ({ slices, ...rest }: Regions) =>
      JSON.stringify([rest, slices.map(({ start, count }) => `${start}+${count}`).sort()]),
  };
}

/** The frames when a run begins, of a map in words. */
export function naiveMap(map: string, frames: number): Unit[] {
  if (map === "free") return new Array<Unit>(frames).fill(PLAIN);
  return map.split(", ").flatMap((part) => {
    const [count, kind] = part.split(" ");
    const unit = { ...PLAIN, memory: kind !== "hole", holder: kind === "reserved" ? 1 : 0 };
    return new Array<Unit>(Number(count)).fill(unit);
  });
}

function reasonsWithArguments(scope: Scope, state: Regions, command: Command): string[] {
  const grid = state.units.length;
  const wrong =
    command.kind === "alloc-range" || command.kind === "trim"
      ? wrongShape("count" in command ? command.count : 1, command.align)
      : wrongArguments("frame" in command ? scope.frames : grid, command);
  if (wrong.length === 0) return reasonsAgainst(scope, state, command);
  // A range that begins between two units touches both; anything else wrong is judged by itself.
  if (!("range" in command) || wrong.some((reason) => reason !== "misaligned")) return wrong;
  const { start, count } = command.range;
  const range = { start: Math.floor(start), count: Math.ceil(count) + (count === 1 ? 1 : 0) };
  return [...wrong, ...reasonsAgainst(scope, state, { ...command, range })];
}

function wrongShape(count: number, align: number): string[] {
  return [...(count === 0 ? ["empty"] : []), ...(align === 3 ? ["misaligned"] : [])];
}

function overIn(scope: Scope, { bootOver }: Regions, { kind }: Command): ReasonId[] {
  const ends = `${AT_BOOT} allow-resize`.split(" ").includes(kind) && scope.modules.includes("hand-over");
  return bootOver && (ends || kind === "end-boot" || kind === "reserve") ? ["boot-over"] : [];
}

function bootIn(scope: Scope, { bootOver }: Regions, { kind }: Command): ReasonId[] {
  const early = (kind === "alloc" || kind === "free") && scope.modules.includes("hand-over") && !bootOver;
  return early ? ["boot"] : [];
}

function reasonsAgainst(scope: Scope, state: Regions, command: Command): ReasonId[] {
  const found: ReasonId[] = [...overIn(scope, state, command), ...bootIn(scope, state, command)];
  const { frames, units: perFrame = 1 } = scope;
  const range =
    "range" in command
      ? command.range
      : "frame" in command
        ? { start: command.frame * perFrame, count: perFrame }
        : { start: 0, count: 0 };
  const named = state.units.slice(range.start, range.start + range.count);
  const say = (reason: ReasonId, isTrue: boolean) => {
    if (isTrue) found.push(reason);
  };
  const overlaps = ({ start, count }: FrameRange) =>
    start < range.start + range.count && range.start < start + count;
  const owners = new Set(
    named.map(({ holder }) => holder).filter((holder) => typeof holder === "number" && holder > 0),
  );
  const isHeld = named.some(({ holder }) => typeof holder === "number" && holder > 0);
  const someAbsent = named.some(({ memory }) => !memory);
  const someLoose = named.some(({ holder }) => holder === 0 || holder === "client");
  if (["reserve", "release", "borrow", "free", "remove"].includes(command.kind))
    say(
      "metadata",
      named.some(({ holder }) => holder === "array"),
    );
  switch (command.kind) {
    case "reserve":
      say(
        "overlaps-allocated",
        named.some(({ holder }) => holder === "client"),
      );
      say("overlaps-reserved", isHeld);
      say("absent", scope.modules.includes("regions") && someAbsent);
      break;
    case "release":
      say(
        "foreign-owner",
        [...owners].some((owner) => owner !== command.owner),
      );
      say("live-slice", state.slices.some(overlaps));
      say("not-reserved", someLoose);
      say("already-free", someLoose && state.bootOver && scope.modules.includes("hand-over"));
      break;
    case "borrow":
      say("mixed-owners", owners.size > 1);
      say("not-reserved", someLoose);
      say("absent", someAbsent);
      break;
    case "drop":
      say(
        "no-such-slice",
        !state.slices.some(({ start, count }) => start === range.start && count === range.count),
      );
      break;
    case "alloc":
      say("exhausted", answersTo(scope, state, command).length === 0);
      break;
    case "free":
      say("already-free", named.some(isFree));
      say("reserved", isHeld);
      say(
        "absent",
        named.some((unit) => unit.holder === 0 && (!unit.memory || unit.flags.includes("nomap"))),
      );
      break;
    case "add":
      say(
        "present",
        named.some(({ memory }) => memory),
      );
      break;
    case "remove":
      say("absent", someAbsent);
      say("reserved", isHeld);
      say("live-slice", state.slices.some(overlaps));
      say(
        "overlaps-allocated",
        named.some(({ holder }) => holder === "client"),
      );
      break;
    case "set-node":
    case "mark":
    case "clear":
      say("absent", someAbsent);
      break;
    case "alloc-range":
      say("exhausted", answersTo(scope, state, command).length === 0);
      break;
    case "cap":
    case "enforce-limit":
    case "limit-map":
    case "trim": {
      const after = naiveAfterRegions(scope, state, command, 0);
      const lost = state.units.map((unit, u) => {
        const then = after.units[u] ?? PLAIN; // one a unit
        return { ...unit, forgotten: unit.holder !== then.holder, gone: unit.memory && !then.memory };
      });
      const isLost = (u: number) =>
        lost[u]?.forgotten === true || (lost[u]?.gone === true && lost[u]?.holder !== 0);
      say(
        "reserved",
        lost.some(({ holder }, u) => typeof holder === "number" && holder > 0 && isLost(u)),
      );
      say(
        "metadata",
        lost.some(({ holder }, u) => holder === "array" && isLost(u)),
      );
      say(
        "live-slice",
        state.slices.some(({ start, count }) =>
          lost.some((_, u) => u >= start && u < start + count && isLost(u)),
        ),
      );
      say(
        "overlaps-allocated",
        lost.some(({ holder, gone }) => holder === "client" && gone),
      );
      break;
    }
  }
  return frames > 0 ? found : [];
}

function answersTo(scope: Scope, state: Regions, command: Command): number[] {
  const { frames, units: perFrame = 1 } = scope;
  if (command.kind === "alloc-range") return naivePlaces(state, perFrame, command);
  if (command.kind !== "alloc") return [0];
  return Array.from({ length: frames }, (_, frame) => frame).filter((frame) =>
    state.units.slice(frame * perFrame, (frame + 1) * perFrame).every(isFree),
  );
}

/** Memory that is mapped and that nobody holds. */
export function isFree({ memory, flags, holder }: Unit): boolean {
  return memory && !flags.includes("nomap") && holder === 0;
}
