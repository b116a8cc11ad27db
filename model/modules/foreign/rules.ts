/**
 * The module `foreign`: arguments from outside the pool, such as a careless caller gives.
 *
 * Addresses are counted in frames from the start of the pool, so every one of them is a number: -1 lies
 * below it, a start of half a frame is unaligned, and a kernel-virtual address is far above its end. Such a
 * command is judged by its arguments alone, but for an unaligned range: that touches frames of the pool.
 */

import type { Reason } from "../../rules/rules.js";
import type { Command, CommandKind } from "../../words/commands.js";
import type { FrameRange } from "../../words/frames.js";
import type { ReasonId } from "../../words/reasons.js";
import { gridOf, type Scope } from "../../words/scope.js";
import { FOREIGN_REGION_REASONS, foreignRegions } from "./regions.js";
import { FOREIGN_VIEWS } from "./views.js";

/** Where the linear map of a 64-bit kernel begins (0xffff_0000_0000_0000), in frames of 4096 bytes. */
export const KERNEL_VIRTUAL = 0xf_fff0_0000_0000;

/** The reasons about arguments alone. */
export const ARGUMENT_REASONS: readonly Omit<Reason, "statement" | "needs">[] = [
  {
    id: "empty",
    because: "no frame is meant by it, so whatever is done for it is done to a neighbour",
    when: FOREIGN_VIEWS.argument,
  },
  {
    id: "out-of-range",
    because: "the index it becomes lies before or behind the allocator's own table",
    when: FOREIGN_VIEWS.argument,
  },
  {
    id: "misaligned",
    because: "it belongs to no frame alone, and rounding it either way touches another's",
    when: FOREIGN_VIEWS.argument,
  },
];

/** What each says of an argument, as the end of "... is refused when". */
export const ARGUMENT_STATEMENTS: Readonly<Record<string, string>> = {
  empty: "it is asked for no frames at all",
  "out-of-range": "some address given lies outside the pool, as a kernel-virtual one does",
  misaligned: "an address given is not that of a frame, or an alignment no power of two",
};

/** The commands that take arguments, and which of the reasons each can have. */
export const ARGUMENT_REASONS_OF: { readonly [K in CommandKind]?: readonly ReasonId[] } = {
  reserve: ["empty", "out-of-range", "misaligned"],
  release: ["empty", "out-of-range", "misaligned"],
  borrow: ["empty", "out-of-range", "misaligned"],
  drop: ["empty", "out-of-range", "misaligned"],
  free: ["out-of-range", "misaligned"],
  "alloc-block": ["empty", "misaligned"],
  "free-block": ["empty", "out-of-range", "misaligned"],
  resize: ["empty", "out-of-range", "misaligned"],
  realloc: ["empty", "out-of-range", "misaligned"],
  ...FOREIGN_REGION_REASONS,
};

/** The reasons that the arguments of a command make true, whatever the state; none for those of the pool. */
export function argumentFaults(scope: Scope, command: Command): ReasonId[] {
  if (command.kind === "alloc-block" || command.kind === "alloc-range") {
    const { count, align } = command;
    return [
      ...(count === 0 ? (["empty"] as const) : []),
      ...(isPowerOfTwo(align) ? [] : (["misaligned"] as const)),
    ];
  }
  if (command.kind === "trim") return isPowerOfTwo(command.align) ? [] : ["misaligned"];
  const range = rangeIn(command);
  if (range === null) return [];
  const { start, count } = range;
  const frames = "frame" in command ? scope.frames : gridOf(scope);
  const toNone = "to" in command && command.to === 0;
  return [
    ...(count === 0 || toNone ? (["empty"] as const) : []),
    ...(start < 0 || start + (count || 1) > frames ? (["out-of-range"] as const) : []),
    ...(Number.isInteger(start) && Number.isInteger(count) ? [] : (["misaligned"] as const)),
  ];
}

/**
 * The command about the whole frames that a command touches: itself where its arguments are those of the
 * pool, and rounded outward where they lie between two frames; `null` where they are empty or outside.
 */
export function aboutFrames<C extends Command>(scope: Scope, command: C): C | null {
  const faults = argumentFaults(scope, command);
  if (faults.length === 0) return command;
  if (faults.some((fault) => fault !== "misaligned") || !("range" in command)) return null;
  return { ...command, range: outward(command.range) };
}

/** The least range of whole frames that covers a range of addresses. */
export function outward({ start, count }: FrameRange): FrameRange {
  const first = Math.floor(start);
  return { start: first, count: Math.ceil(start + count) - first };
}

/** The commands of a kind with arguments from outside the pool. */
export function foreignInstances(kind: CommandKind, scope: Scope): Command[] {
  const { owners } = scope;
  const frames = gridOf(scope);
  switch (kind) {
    case "reserve":
    case "release":
      return foreignRanges(frames).flatMap((range) =>
        Array.from({ length: owners }, (_, i): Command => ({ kind, range, owner: i + 1 })),
      );
    case "borrow":
    case "drop":
    case "free-block":
      return foreignRanges(frames).map((range): Command => ({ kind, range }));
    case "free":
      return foreignStarts(scope.frames).map((frame): Command => ({ kind, frame }));
    case "resize":
    case "realloc":
      return [
        ...foreignRanges(frames).map((range): Command => ({ kind, range, to: 1 })),
        { kind, range: { start: 0, count: 1 }, to: 0 },
        { kind, range: { start: 0, count: 1 }, to: frames + 1 },
      ];
    case "alloc-block":
      // More frames than there are is no mistake of the arguments: there is no room for them.
      return [
        { kind, count: 0, align: 1 },
        { kind, count: 1, align: 3 },
        { kind, count: frames + 1, align: 1 },
      ];
    default:
      return foreignRegions(kind, scope);
  }
}

/** Below the pool, behind it, kernel-virtual, and half a frame off the grid. */
function foreignStarts(frames: number): number[] {
  return [-1, frames, KERNEL_VIRTUAL, 0.5];
}

function foreignRanges(frames: number): FrameRange[] {
  return [
    { start: 0, count: 0 },
    ...foreignStarts(frames).map((start) => ({ start, count: 1 })),
    { start: frames - 1, count: 2 },
    // Half a frame at either end of the pool: a reservation below or above such an address.
    { start: 0, count: 0.5 },
    { start: frames - 0.5, count: 0.5 },
  ];
}

function rangeIn(command: Command): FrameRange | null {
  if ("range" in command) return command.range;
  return "frame" in command ? { start: command.frame, count: 1 } : null;
}

function isPowerOfTwo(align: number): boolean {
  return Number.isInteger(align) && align > 0 && (align & (align - 1)) === 0;
}

/** The reasons about arguments that a command can have. */
export function argumentReasons(kind: CommandKind): Reason[] {
  const ids = ARGUMENT_REASONS_OF[kind] ?? [];
  return ARGUMENT_REASONS.filter(({ id }) => ids.includes(id)).map((reason) => ({
    ...reason,
    statement: `${kind} is refused when ${ARGUMENT_STATEMENTS[reason.id]}`,
    needs: { commands: [kind], argument: reason.id },
  }));
}
