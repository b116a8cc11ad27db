/** Arguments from outside the pool for the commands about memory as regions. */

import type { Command, CommandKind } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import type { ReasonId } from "../../words/reasons.js";
import { gridOf, type Scope } from "../../words/scope.js";
import { nodeNumbers } from "../regions/rules.js";

/** Which reasons about arguments each of the commands can have. */
export const FOREIGN_REGION_REASONS: { readonly [K in CommandKind]?: readonly ReasonId[] } = {
  add: ["empty", "out-of-range"],
  remove: ["empty", "out-of-range"],
  "alloc-range": ["empty", "misaligned"],
  cap: ["empty", "out-of-range"],
  trim: ["misaligned"],
  "set-node": ["empty", "out-of-range"],
  mark: ["empty", "out-of-range"],
  clear: ["empty", "out-of-range"],
};

/** The commands of a kind with such arguments; none of a kind that is not about regions. */
export function foreignRegions(kind: CommandKind, scope: Scope): Command[] {
  const grid = gridOf(scope);
  switch (kind) {
    case "add":
    case "set-node":
      return foreignRanges(grid).flatMap((range) =>
        nodeNumbers(scope).map((node): Command => ({ kind, range, node })),
      );
    case "remove":
    case "cap":
      return foreignRanges(grid).map((range): Command => ({ kind, range }));
    case "mark":
    case "clear":
      return foreignRanges(grid).map((range): Command => ({ kind, range, flag: "nomap" }));
    case "trim":
      return [{ kind, align: 3 }];
    case "alloc-range": {
      const shape = { kind, window: null, node: 0, search: "phys" } as const;
      return [
        { ...shape, count: 0, align: 1 },
        { ...shape, count: 1, align: 3 },
        // More than there is is no mistake of the arguments: there is no room for it.
        { ...shape, count: grid + 1, align: 1 },
      ];
    }
    default:
      return [];
  }
}

/** Nothing, what ends behind the pool, and what begins there. */
function foreignRanges(grid: number): FrameRange[] {
  return [
    { start: 0, count: 0 },
    { start: grid - 1, count: 2 },
    { start: grid, count: 1 },
  ];
}
