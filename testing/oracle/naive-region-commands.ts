/** What can be asked for in the naive model of regions. */

import type { Command } from "../../model/words/commands.js";
import type { Flag, FrameRange } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import { blockCommands, foreignCommands, resizeCommands } from "./naive-modules.js";
import { naiveShapes } from "./naive-search.js";

const FLAGS: readonly Flag[] = ["hotplug", "mirror", "nomap"];

/** Every command of a scope of the naive model. */
export function naiveRegionCommands(scope: Scope): Command[] {
  const { frames, owners, units = 1, nodes = 2 } = scope;
  const has = (id: string) => scope.modules.some((module) => module === id);
  const grid = frames * units;
  const ranges: FrameRange[] = [];
  for (let start = 0; start < grid; start++)
    for (let end = start + 1; end <= grid; end++) ranges.push({ start, count: end - start });
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const holders = has("nodes") ? numbers(1, nodes) : [0];
  const each = <T>(some: readonly T[], make: (one: T) => Command[]) => some.flatMap(make);
  const strange = has("foreign") ? strangeRanges(grid) : [];
  return [
    { kind: "alloc" },
    ...each(numbers(0, frames - 1), (frame) => [{ kind: "free", frame }]),
    ...each(ranges, (range) => [
      { kind: "borrow", range },
      { kind: "drop", range },
      ...each(numbers(1, owners), (owner) => [
        { kind: "reserve", range, owner },
        { kind: "release", range, owner },
      ]),
    ]),
    ...(has("blocks") ? blockCommands(frames) : []),
    ...(has("resizing") ? resizeCommands(frames, has("foreign")) : []),
    ...(has("phases") ? [{ kind: "end-boot" } as const] : []),
    ...(has("foreign") ? foreignCommands(frames, owners, has("blocks"), grid) : []),
    ...(has("regions")
      ? each([...ranges, ...strange], (range) => [
          { kind: "remove", range },
          ...each(holders, (node) => [{ kind: "add", range, node }]),
        ])
      : []),
    ...(has("regions") ? naiveShapes(grid, has("nodes") ? nodes : 0, has("foreign")) : []),
    ...(has("regions") ? each([true, false], (bottomUp) => [{ kind: "set-direction", bottomUp }]) : []),
    ...(has("limits")
      ? [
          ...each([...ranges, ...strange], (range) => [{ kind: "cap", range }]),
          ...each(numbers(0, grid), (limit) => [
            { kind: "set-limit", limit },
            { kind: "enforce-limit", limit },
            { kind: "limit-map", limit },
          ]),
          ...each(
            [1, 2, 4].filter((align) => align <= 2 * grid),
            (align) => [{ kind: "trim", align }],
          ),
          ...(has("foreign") ? [{ kind: "trim", align: 3 } as const] : []),
        ]
      : []),
    ...(has("nodes")
      ? each([...ranges, ...strange], (range) => each(holders, (node) => [{ kind: "set-node", range, node }]))
      : []),
    ...(has("flags")
      ? [
          ...each(ranges, (range) =>
            each(FLAGS, (flag) => [
              { kind: "mark", range, flag },
              { kind: "clear", range, flag },
            ]),
          ),
          ...each(strange, (range) => [
            { kind: "mark", range, flag: "nomap" },
            { kind: "clear", range, flag: "nomap" },
          ]),
        ]
      : []),
    ...(has("growth") ? [{ kind: "allow-resize" } as const] : []),
  ];
}

function strangeRanges(grid: number): FrameRange[] {
  return [
    { start: 0, count: 0 },
    { start: grid - 1, count: 2 },
    { start: grid, count: 1 },
  ];
}
