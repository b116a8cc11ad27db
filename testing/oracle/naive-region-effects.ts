/** What commands do to a state of the naive model of regions. */

import type { Command } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import type { Regions, Unit } from "./naive-regions.js";

const GONE = { memory: false, node: 1, flags: [] } as const;

/** The state after a command was accepted with an answer. */
export function naiveAfterRegions(scope: Scope, state: Regions, command: Command, answer: number): Regions {
  const { units: perFrame = 1 } = scope;
  const inside = ({ start, count }: FrameRange, u: number) => u >= start && u < start + count;
  const over = (range: FrameRange, change: (unit: Unit) => Unit): Regions => ({
    ...state,
    units: state.units.map((unit, u) => (inside(range, u) ? change(unit) : unit)),
  });
  const held = (range: FrameRange, holder: Unit["holder"]) => over(range, (unit) => ({ ...unit, holder }));
  switch (command.kind) {
    case "reserve":
      return held(command.range, command.owner);
    case "release":
      return held(command.range, 0);
    case "borrow":
      return { ...state, slices: [...state.slices, command.range] };
    case "drop": {
      const { start, count } = command.range;
      const gone = state.slices.findIndex((slice) => slice.start === start && slice.count === count);
      return { ...state, slices: state.slices.toSpliced(gone, 1) };
    }
    case "alloc":
      return held({ start: answer * perFrame, count: perFrame }, "client");
    case "free":
      return held({ start: command.frame * perFrame, count: perFrame }, 0);
    case "end-boot": {
      const handed = scope.modules.includes("hand-over");
      const units = state.units.map((unit) =>
        handed ? { ...unit, flags: unit.flags.filter((flag) => flag !== "hotplug") } : unit,
      );
      return { ...state, units, bootOver: true };
    }
    case "alloc-range":
      return held({ start: answer, count: command.count }, 1);
    case "add":
      return over(command.range, (unit) =>
        unit.memory ? unit : { ...unit, memory: true, node: Math.max(1, command.node) },
      );
    case "remove":
      return over(command.range, (unit) => ({ ...unit, ...GONE }));
    case "set-direction":
      return { ...state, bottomUp: command.bottomUp };
    case "set-limit":
      return { ...state, limit: command.limit };
    case "set-node":
      return over(command.range, (unit) => (unit.memory ? { ...unit, node: command.node } : unit));
    case "mark":
    case "clear":
      return over(command.range, (unit) => {
        if (!unit.memory) return unit;
        const others = unit.flags.filter((flag) => flag !== command.flag);
        return { ...unit, flags: command.kind === "mark" ? [...others, command.flag].sort() : others };
      });
    case "allow-resize":
      return { ...state, resizable: true };
    case "cap":
      return state.units.some(({ memory }) => memory) ? capped(state, command.range) : state;
    case "enforce-limit":
    case "limit-map": {
      const there = state.units.flatMap(({ memory }, u) => (memory ? [u] : []));
      if (command.limit === 0 || command.limit > there.length) return state;
      const end = there[command.limit - 1]! + 1; // there are so many
      if (command.kind === "limit-map") return capped(state, { start: 0, count: end });
      const units = state.units.map(
        (unit, u): Unit => (u < end ? unit : { ...unit, ...GONE, holder: forgotten(unit) }),
      );
      return { ...state, units };
    }
    case "trim":
      return { ...state, units: trimmed(state.units, command.align) };
    default:
      throw new Error(`${command.kind} is of another module`);
  }
}

/** Outside a range memory goes, unless it is not mapped, and every reservation does. */
function capped(state: Regions, { start, count }: FrameRange): Regions {
  const units = state.units.map((unit, u): Unit => {
    if (u >= start && u < start + count) return unit;
    const rest = { ...unit, holder: forgotten(unit) };
    return unit.flags.includes("nomap") ? rest : { ...rest, ...GONE };
  });
  return { ...state, units };
}

/** What is left of a holder: a reservation is forgotten, a client of the page allocator is not asked. */
function forgotten({ holder }: Unit): Unit["holder"] {
  return holder === "client" ? holder : 0;
}

/** Whether two neighbours are one entry of memory. */
export function alike(a: Unit | undefined, b: Unit | undefined): boolean {
  if (a === undefined || b === undefined || !a.memory || !b.memory) return false;
  return a.node === b.node && [...a.flags].sort().join() === [...b.flags].sort().join();
}

/** Each aligned piece must lie whole in one entry; whatever of memory lies in no such piece goes. */
function trimmed(units: readonly Unit[], align: number): Unit[] {
  return units.map((unit, u) => {
    const first = u - (u % align);
    const whole = Array.from({ length: align }, (_, i) => units[first + i]).every((other) =>
      alike(unit, other),
    );
    return whole ? unit : { ...unit, ...GONE };
  });
}
