/**
 * The module `regions`: memory is added and removed, and looked for by place, as a boot allocator does it.
 *
 * It knows no difference between reserved and allocated: what `alloc-range` takes is reserved by owner 1.
 * Everything is counted in units of the grid.
 */

import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandKind, CommandOf } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import { kindsWith } from "../../words/roles.js";
import { gridOf, nodesOf, type Scope, unitsOf } from "../../words/scope.js";
import { REGION_VIEWS } from "./views.js";

/** The nodes a command can name as the one of some memory: 0 where there are none. */
export function nodeNumbers(scope: Scope): number[] {
  const nodes = nodesOf(scope);
  return nodes === 0 ? [0] : Array.from({ length: nodes }, (_, i) => i + 1);
}

const add: CommandRule<CommandOf<"add">> = {
  kind: "add",
  statement: "the units of the range that are no memory become memory of the node, free and without flags",
  because: "what memory there is a boot loader tells piece by piece",
  reasons: [
    {
      id: "present",
      statement: "add is refused when some unit of the range is memory already",
      because: "two descriptions of one piece of memory seldom agree, and one of them is wrong",
      when: REGION_VIEWS.memory,
      needs: { commands: ["add"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["add", "remove"] },
};

const remove: CommandRule<CommandOf<"remove">> = {
  kind: "remove",
  statement: "the units of the range are no longer memory",
  because: "firmware keeps pieces for itself, and some are known to be broken",
  reasons: [
    {
      id: "absent",
      statement: "remove is refused when some unit of the range is not memory",
      because: "who removes what is not there has the wrong map of memory",
      when: REGION_VIEWS["no-memory"],
      needs: { commands: ["remove"] },
    },
    {
      id: "reserved",
      statement: "remove is refused when some unit of the range is reserved",
      because: "somebody relies on the bytes of it",
      when: CORE_VIEWS.reserved,
      needs: { commands: ["reserve", "remove"] },
    },
    {
      id: "live-slice",
      statement: "remove is refused while a live slice overlaps the range",
      because: "someone reads through the slice what would no longer be mapped",
      when: CORE_VIEWS.live,
      onlyWith: "reserved",
      needs: { commands: ["reserve", "borrow", "remove"], slices: 1 },
    },
    {
      id: "overlaps-allocated",
      statement: "remove is refused when some unit of the range is allocated",
      because: "it belongs to whoever allocated it",
      when: CORE_VIEWS.allocated,
      needs: { commands: ["alloc", "remove"] },
    },
  ],
  bound: null,
  answer: null,
  needs: { commands: ["remove"] },
};

const allocRange: CommandRule<CommandOf<"alloc-range">> = {
  kind: "alloc-range",
  statement: "the units from the one answered on become reserved by owner 1",
  because: "at boot a table is needed below 4 GiB, on a node, or near the kernel",
  instances: shapesIn,
  reasons: [
    {
      id: "exhausted",
      statement: "alloc-range is refused when no attempt finds a place",
      because: "every place it could have is taken, not memory, or not where it was asked for",
      when: REGION_VIEWS["no-place"],
      needs: { commands: ["alloc-range"] },
    },
  ],
  bound: null,
  answer: {
    id: "first-attempt",
    in: REGION_VIEWS.place,
    statement:
      "alloc-range answers a place of the first attempt that finds one: as asked, then on any node, then " +
      "without mirrored memory, then, by virtual address, below the window",
    because: "a caller that names a window or a node gets another only where there is none in it",
    expected: () => "a place of the first attempt that finds one",
    unmet: "no such place",
  },
  needs: { commands: ["alloc-range"], frames: 2 },
};

const setDirection: CommandRule<CommandOf<"set-direction">> = {
  kind: "set-direction",
  statement: "memory is looked for from the other end",
  because: "what must lie near the kernel is looked for upwards, whatever else from the top down",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["set-direction"] },
};

const OF_RANGE = "of the range is not memory";
const OF_NOBODY = "of it is not memory that is handed out, and nobody holds it";

/** The rows of the module. */
export const REGION_RULES: readonly CommandRule[] = [add, remove, allocRange, setDirection] as CommandRule[];

/** What it adds to commands of other parts; a release of what is no memory is `not-reserved`, and no more. */
export const REGION_REASONS: { readonly [K in CommandKind]?: readonly Reason[] } = Object.fromEntries([
  ...kindsWith("takes-range").map((kind) => [
    kind,
    [absent(kind, REGION_VIEWS["no-memory"], OF_RANGE, "whoever reserves it will read what is not there")],
  ]),
  ...kindsWith("uses-reserved").map((kind) => [
    kind,
    [
      {
        ...absent(
          kind,
          REGION_VIEWS["no-memory"],
          OF_RANGE,
          "what is not memory is not mapped, and cannot be read",
        ),
        onlyWith: "not-reserved",
      },
    ],
  ]),
  ...kindsWith("gives-allocated", "resizes").map((kind) => [
    kind,
    [absent(kind, REGION_VIEWS.unusable, OF_NOBODY, "what was never handed out would be put in circulation")],
  ]),
  ...kindsWith("uses-allocated").map((kind) => [
    kind,
    [absent(kind, REGION_VIEWS.unusable, OF_NOBODY, "what was never handed out is not there, or not mapped")],
  ]),
]);

function absent(kind: CommandKind, when: Reason["when"], which: string, because: string): Reason {
  return {
    id: "absent",
    statement: `${kind} is refused when some unit ${which}`,
    because,
    when,
    needs: { commands: [kind, "remove"] },
  };
}

/**
 * The shapes that are asked for: few, but so that each attempt can show. All sizes and alignments anywhere;
 * the lower and upper half and the last unit with and without a way below; each node, strictly and not.
 */
function shapesIn(scope: Scope): CommandOf<"alloc-range">[] {
  const grid = gridOf(scope);
  const upTo = (most: number) => Array.from({ length: Math.min(most, grid) }, (_, i) => i + 1);
  const shape = (more: Partial<CommandOf<"alloc-range">>): CommandOf<"alloc-range"> => ({
    kind: "alloc-range",
    count: 1,
    align: 1,
    window: null,
    node: 0,
    search: "phys",
    ...more,
  });
  const nodes = Array.from({ length: nodesOf(scope) }, (_, i) => i + 1);
  return [
    ...upTo(3).flatMap((count) => [1, 2].map((align) => shape({ count, align }))),
    shape({ search: "virt" }),
    ...windowsIn(scope).flatMap((window) =>
      upTo(2).flatMap((count) => [
        shape({ count, window, search: "phys" }),
        shape({ count, window, search: "virt" }),
      ]),
    ),
    ...nodes.flatMap((node) => [
      shape({ node, search: "phys" }),
      ...upTo(2).flatMap((count) => [
        shape({ count, node, search: "virt" }),
        shape({ count, node, search: "exact" }),
      ]),
      ...windowsIn(scope)
        .slice(1, 2)
        .flatMap((window) => [
          shape({ window, node, search: "virt" }),
          shape({ window, node, search: "exact" }),
        ]),
    ]),
  ];
}

/** The lower half, the upper half, and the last unit where that is not the same. */
function windowsIn(scope: Scope): FrameRange[] {
  const grid = gridOf(scope);
  const half = Math.floor(grid / 2);
  if (half === 0) return [];
  const upper = { start: half, count: grid - half };
  return [{ start: 0, count: half }, upper, ...(upper.count > 1 ? [{ start: grid - 1, count: 1 }] : [])];
}

/** The first unit that is ever handed out by place: address 0 means that nothing was found. */
export function firstPlace(scope: Scope): number {
  return unitsOf(scope);
}
