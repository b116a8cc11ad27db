/**
 * The naive models of memory as regions and of blocks together, for frames of one unit, so that any modules
 * can be in force at once; and where arrays of the allocator's own may lie.
 */

import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import type { AnyHolder } from "./naive-model.js";
import { type Base, type Memory, type ModulesState, naiveModules, wrongArguments } from "./naive-modules.js";
import { naiveRegionCommands } from "./naive-region-commands.js";
import { naiveRegions, type Regions, type Unit } from "./naive-regions.js";

/** What is handed out or taken back as a block. */
const BLOCKS = ["alloc", "free", "alloc-block", "free-block", "resize", "realloc"];

/** The naive model of a scope with the module `regions`. */
export function naiveComposed(scope: Scope): Base {
  const pages = naiveModules(scope);
  const regions = naiveRegions(scope);
  const memory: Memory = {
    ground: regions.initial.units.map(({ memory: is, node, flags }) => ({ memory: is, node, flags })),
    bottomUp: false,
    limit: 0,
    resizable: false,
    arrays: [null, null],
  };
  return {
    initial: refreshed({ ...pages.initial, memory }),
    commands: naiveRegionCommands(scope),
    reasonsAgainst: (state, command) => {
      switch (command.kind) {
        case "alloc-block":
          return pages.reasonsAgainst(state, command);
        case "free-block":
        case "resize":
        case "realloc":
          return [...pages.reasonsAgainst(state, command), ...ofNobody(scope, state, command)];
        case "free": {
          const inside = state.blocks.some(
            ({ start, count }) => start < command.frame && command.frame < start + count,
          );
          const reasons = regions.reasonsAgainst(regionsOf(state), command);
          const named = Number.isInteger(command.frame);
          return [...reasons, ...(inside && named && scope.modules.includes("blocks") ? ["interior"] : [])];
        }
        default:
          return regions.reasonsAgainst(regionsOf(state), command);
      }
    },
    answersTo: (state, command) =>
      BLOCKS.includes(command.kind)
        ? pages.answersTo(state, command)
        : regions.answersTo(regionsOf(state), command),
    after: (state, command, answer) =>
      refreshed(
        BLOCKS.includes(command.kind)
          ? pages.after(state, command, answer)
          : withRegions(state, regions.after(regionsOf(state), command, answer)),
      ),
    keyOf: (state) => JSON.stringify([pages.keyOf(state), memoryOf(state)]),
  };
}

/** Every way in which arrays may then lie elsewhere, as a frame of free and accessible memory each. */
export function naiveMoves(scope: Scope, state: ModulesState): ModulesState[] {
  const memory = memoryOf(state);
  const places = [null, ...state.frames.keys()];
  const moved = places.flatMap((first) => places.map((second) => [first, second] as const));
  return moved.flatMap(([first, second]) => {
    if (first === null && second === null) return [state];
    const stays: Memory["arrays"] = [
      first === null ? memory.arrays[0] : null,
      second === null ? memory.arrays[1] : null,
    ];
    const { frames } = refreshed({ ...state, memory: { ...memory, arrays: stays } });
    const end =
      memory.limit === 0 || (state.bootOver && scope.modules.includes("hand-over"))
        ? frames.length
        : memory.limit;
    const may = (place: number | null) => place === null || (frames[place] === "free" && place < end);
    if (!memory.resizable || first === second || !may(first) || !may(second)) return [];
    const arrays: Memory["arrays"] = [first ?? memory.arrays[0], second ?? memory.arrays[1]];
    return [refreshed({ ...state, memory: { ...memory, arrays } })];
  });
}

function memoryOf({ memory }: ModulesState): Memory {
  if (memory === undefined) throw new Error("a state without memory");
  return memory;
}

/** Why a block cannot be freed of which nobody has some unit. */
function ofNobody(scope: Scope, { frames }: ModulesState, command: Command): string[] {
  const wrong = wrongArguments(scope.frames, command);
  if (!("range" in command) || wrong.some((reason) => reason !== "misaligned")) return [];
  const { start, count } = command.range;
  const named = frames.slice(Math.floor(start), Math.ceil(start + count));
  return [...(named.includes("none") ? ["absent"] : []), ...(named.includes("array") ? ["metadata"] : [])];
}

/** The state as the naive model of regions has it. */
function regionsOf(state: ModulesState): Regions {
  const { ground, bottomUp, limit, resizable } = memoryOf(state);
  const holderOf = (holder: AnyHolder | undefined): Unit["holder"] => {
    if (holder === "allocated") return "client";
    return typeof holder === "number" || holder === "array" ? holder : 0;
  };
  const units = ground.map((each, u): Unit => ({ ...each, holder: holderOf(state.frames[u]) }));
  return { units, slices: state.slices, bottomUp, limit, bootOver: state.bootOver, resizable };
}

function withRegions(state: ModulesState, { units, slices, bootOver, ...rest }: Regions): ModulesState {
  const frames = units.map(({ holder }): AnyHolder => {
    if (holder === "client") return "allocated";
    return holder === 0 ? "free" : holder;
  });
  const ground = units.map(({ memory, node, flags }) => ({ memory, node, flags }));
  return { ...state, frames, slices, bootOver, memory: { ...memoryOf(state), ...rest, ground } };
}

/** What nobody holds is free only where there is memory that is mapped and no array. */
function refreshed(state: ModulesState): ModulesState {
  const { ground, arrays } = memoryOf(state);
  const frames = state.frames.map((holder, u): AnyHolder => {
    if (typeof holder === "number" || holder === "allocated") return holder;
    if (arrays.includes(u)) return "array";
    const { memory, flags } = ground[u]!; // one a frame
    return memory && !flags.includes("nomap") ? "free" : "none";
  });
  return { ...state, frames };
}
