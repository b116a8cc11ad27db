/** The states of the modules `nodes` and `flags`: one bit a unit for each later node and for each flag. */

import type { BoundEffect, LaidOut, ModuleState } from "../../rules/module.js";
import { placesOf, read, write } from "../../state/layout.js";
import { planeOf } from "../../state/views.js";
import type { Command } from "../../words/commands.js";
import { argumentFaults } from "../../words/commands.js";
import { FLAGS } from "../../words/frames.js";
import { nodesOf } from "../../words/scope.js";
import { NODE_VIEWS } from "../nodes/views.js";
import { flagPlanes, nodePlanes } from "../regions/map.js";
import { keep, noteExhausted, within } from "../regions/state.js";
import { FLAG_VIEWS } from "./views.js";

export const NODE_STATE: ModuleState = {
  fields: (scope) =>
    Array.from({ length: Math.max(0, nodesOf(scope) - 1) }, (_, i) => ({
      id: `node-${i + 2}`,
      ...planeOf(scope),
    })),
  look: (views, { scope, layout }) => {
    const { bits, frameWords } = views;
    const own = views.offsetsOf(NODE_VIEWS);
    const planes = nodePlanes(scope, layout);
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) {
        let placed = 0;
        for (let p = 0; p < planes.length; p++) placed |= read(words, at, planes[p]![w]!);
        bits[own["on-node"] + w] = placed;
      }
    };
  },
  effect: (command, laidOut) =>
    argumentFaults(laidOut.scope, command).length > 0 ? null : markEffect(command, laidOut),
};

export const FLAG_STATE: ModuleState = {
  fields: (scope) => FLAGS.map((flag) => ({ id: flag, ...planeOf(scope) })),
  narrow: (views, { layout }) => {
    const nomap = placesOf(layout, "nomap");
    const planes = flagPlanes(layout);
    const { bits, offsets, frameWords } = views;
    const own = views.offsetsOf(FLAG_VIEWS);
    return (words, at) => {
      for (let w = 0; w < frameWords; w++) {
        bits[offsets.free + w]! &= ~read(words, at, nomap[w]!);
        let flagged = 0;
        for (let p = 0; p < planes.length; p++) flagged |= read(words, at, planes[p]![w]!);
        bits[own.flagged + w] = flagged;
      }
      noteExhausted(views);
    };
  },
  effect: (command, laidOut) => {
    if (command.kind === "end-boot") return endHotplug(laidOut);
    return argumentFaults(laidOut.scope, command).length > 0 ? null : flagEffect(command, laidOut);
  },
};

/** What `set-node` does to a state; `null` for other commands. */
export function markEffect(command: Command, { scope, layout }: LaidOut): BoundEffect | null {
  if (command.kind !== "set-node") return null;
  const bits = within(scope, command.range);
  const absent = placesOf(layout, "absent");
  const planes = nodePlanes(scope, layout);
  const chosen = planes[command.node - 2];
  return (words, at) => {
    for (let w = 0; w < bits.length; w++) {
      const there = bits[w]! & ~read(words, at, absent[w]!);
      for (let p = 0; p < planes.length; p++) keep(words, at, planes[p]![w]!, ~there);
      if (chosen !== undefined) write(words, at, chosen[w]!, read(words, at, chosen[w]!) | there);
    }
  };
}

/** What `mark` and `clear` do to a state; `null` for other commands. */
export function flagEffect(command: Command, { scope, layout }: LaidOut): BoundEffect | null {
  if (command.kind !== "mark" && command.kind !== "clear") return null;
  const bits = within(scope, command.range);
  const absent = placesOf(layout, "absent");
  const plane = placesOf(layout, command.flag);
  const set = command.kind === "mark";
  return (words, at) => {
    for (let w = 0; w < bits.length; w++) {
      const there = bits[w]! & ~read(words, at, absent[w]!);
      const marked = read(words, at, plane[w]!);
      write(words, at, plane[w]!, set ? marked | there : marked & ~there);
    }
  };
}

/** What is handed over to the page allocator can no longer be unplugged. */
function endHotplug({ scope, layout }: LaidOut): BoundEffect | null {
  if (!scope.modules.includes("hand-over")) return null;
  const hotplug = placesOf(layout, "hotplug");
  return (words, at) => {
    for (let w = 0; w < hotplug.length; w++) write(words, at, hotplug[w]!, 0);
  };
}
