/**
 * The modules beyond the core once more, as plainly as they can be said: a list of blocks beside the naive
 * model of the core, and whether boot is over.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands.
 */

import type { Command, CoreCommand } from "../../model/words/commands.js";
import type { Flag, FrameRange } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import {
  type AnyHolder,
  answersTo as coreAnswers,
  keyOf as coreKey,
  type NaiveState,
  naiveAfter,
  naiveCommands,
  naiveInitial,
  reasonsAgainst as reasonsOfCore,
} from "./naive-model.js";

export interface ModulesState extends NaiveState<AnyHolder> {
  /** The blocks there are; an allocated frame is in exactly one. */
  readonly blocks: readonly FrameRange[];
  readonly bootOver: boolean;
  /** Where the pool begins: the same in all states of a scope. */
  readonly startPfn: number;
  /** What is known of memory where it comes and goes. */
  readonly memory?: Memory;
}

/** The rest of a state of `naive-regions.ts`, and where the allocator's arrays lie: `null` is nowhere. */
export interface Memory {
  readonly ground: readonly {
    readonly memory: boolean;
    readonly node: number;
    readonly flags: readonly Flag[];
  }[];
  readonly bottomUp: boolean;
  readonly limit: number;
  readonly resizable: boolean;
  readonly arrays: readonly [number | null, number | null];
}

/** What `naive-provenance.ts` is built on. */
export interface Base {
  readonly initial: ModulesState;
  readonly commands: readonly Command[];
  reasonsAgainst(state: ModulesState, command: Command): string[];
  answersTo(state: ModulesState, command: Command): number[];
  after(state: ModulesState, command: Command, answer: number): ModulesState;
  keyOf(state: ModulesState): string;
}

/** The naive model of the modules of a scope. */
export function naiveModules({ frames, owners, modules, startPfn = 0 }: Scope): Base {
  const has = (id: string) => modules.some((module) => module === id);
  return {
    initial: { ...naiveInitial(frames), blocks: [], bootOver: false, startPfn } as ModulesState,
    commands: [
      ...naiveCommands(frames, owners),
      ...(has("blocks") ? blockCommands(frames) : []),
      ...(has("resizing") ? resizeCommands(frames, has("foreign")) : []),
      ...(has("phases") ? [{ kind: "end-boot" } as const] : []),
      ...(has("foreign") ? foreignCommands(frames, owners, has("blocks")) : []),
    ],
    reasonsAgainst: (state: ModulesState, command: Command) => {
      const wrong = wrongArguments(frames, command).sort();
      if (wrong.length === 0) return reasonsAgainst(state, command).sort();
      // A range that begins between two frames touches both; anything else wrong names no frame.
      if (!("range" in command) || wrong.some((reason) => reason !== "misaligned")) return wrong;
      const { start, count } = command.range;
      const range = { start: Math.floor(start), count: Math.ceil(count) + (count === 1 ? 1 : 0) };
      return [...wrong, ...reasonsAgainst(state, { ...command, range })].sort();
    },
    answersTo,
    after,
    keyOf: (state: ModulesState) => {
      const blocks = state.blocks.map(({ start, count }) => `${start}+${count}`).sort();
      return `${coreKey(state)} | ${blocks.join(" ")} | ${state.bootOver}`;
    },
  };
}

/** The commands about blocks. */
export function blockCommands(frames: number): Command[] {
  const commands: Command[] = [];
  for (let count = 1; count <= frames; count++) {
    for (const align of [1, 2, 4, 8, 16, 32, 64])
      if (align <= frames) commands.push({ kind: "alloc-block", count, align });
    for (let start = 0; start + count <= frames; start++)
      commands.push({ kind: "free-block", range: { start, count } });
  }
  return commands;
}

/** The commands about how large a block is. */
export function resizeCommands(frames: number, foreign: boolean): Command[] {
  const blocks = blockCommands(frames).flatMap((command) => ("range" in command ? [command.range] : []));
  const astray = foreign ? foreignCommands(frames, 0, true) : [];
  const wrong = astray.flatMap((command) => (command.kind === "free-block" ? [command.range] : []));
  const pairs = [
    ...blocks.flatMap((range) => Array.from({ length: frames }, (_, i) => [range, i + 1] as const)),
    ...wrong.map((range) => [range, 1] as const),
    ...(foreign ? [0, frames + 1] : []).map((to) => [one(0), to] as const),
  ];
  return (["resize", "realloc"] as const).flatMap((kind) =>
    pairs.map(([range, to]): Command => ({ kind, range, to })),
  );
}

const VIRTUAL = 0xffff_0000_0000_0000n / 4096n;

/** Commands with arguments from outside the pool. */
export function foreignCommands(frames: number, owners: number, blocks: boolean, grid = frames): Command[] {
  const startsBeyond = (end: number) => [-1, 0.5, end, Number(VIRTUAL)];
  const ranges = [
    { start: 0, count: 0 },
    { start: grid - 1, count: 2 },
    { start: 0, count: 0.5 },
    { start: grid - 0.5, count: 0.5 },
    ...startsBeyond(grid).map((start) => ({ start, count: 1 })),
  ];
  return [
    ...startsBeyond(frames).map((frame): Command => ({ kind: "free", frame })),
    ...ranges.flatMap((range): Command[] => [
      { kind: "borrow", range },
      { kind: "drop", range },
      ...(blocks ? [{ kind: "free-block", range } as const] : []),
      ...Array.from({ length: owners }, (_, i) => i + 1).flatMap((owner): Command[] => [
        { kind: "reserve", range, owner },
        { kind: "release", range, owner },
      ]),
    ]),
    ...(blocks
      ? ([
          [0, 1],
          [1, 3],
          [frames + 1, 1],
        ] as const)
      : []
    ).map(([count, align]): Command => ({ kind: "alloc-block", count, align })),
  ];
}

/** The reasons that arguments alone make true. */
export function wrongArguments(frames: number, command: Command): string[] {
  const reasons: string[] = [];
  if (command.kind === "alloc-block") {
    if (command.count === 0) reasons.push("empty");
    if (![1, 2, 4, 8, 16, 32, 64].includes(command.align)) reasons.push("misaligned");
    return reasons;
  }
  const range = "range" in command ? command.range : "frame" in command ? one(command.frame) : one(0);
  if (range.count === 0 || ("to" in command && command.to === 0)) reasons.push("empty");
  if (range.start < 0 || range.start + range.count > frames) reasons.push("out-of-range");
  if (range.start % 1 !== 0 || range.count % 1 !== 0) reasons.push("misaligned");
  return reasons;
}

function one(start: number): FrameRange {
  return { start, count: 1 };
}

function reasonsAgainst(state: ModulesState, command: Command): string[] {
  const { frames, blocks, bootOver } = state;
  switch (command.kind) {
    case "alloc-block":
      return answersTo(state, command).length === 0 ? ["exhausted"] : [];
    case "free-block": {
      const { start, count } = command.range;
      const end = start + count;
      const within = frames.slice(start, end);
      const reasons = [];
      if (within.includes("free")) reasons.push("already-free");
      if (within.some((holder) => typeof holder === "number")) reasons.push("reserved");
      if (blocks.some((block) => block.start < start && start < block.start + block.count))
        reasons.push("interior");
      if (blocks.some((block) => block.start < end && end < block.start + block.count))
        reasons.push("partial");
      if (blocks.some((block) => block.start > start && block.start < end)) reasons.push("foreign-block");
      return reasons;
    }
    case "resize":
    case "realloc": {
      const { range } = command;
      const places = naiveRoom(state, range, command.to);
      const room = command.kind === "resize" ? places.includes(range.start) : places.length > 0;
      const block = reasonsAgainst(state, { kind: "free-block", range });
      return room ? block : [...block, "exhausted"];
    }
    case "end-boot":
      return bootOver ? ["boot-over"] : [];
    case "free": {
      const inside = ({ start, count }: FrameRange) => start < command.frame && command.frame < start + count;
      return [...reasonsOfCore(state, command), ...(blocks.some(inside) ? ["interior"] : [])];
    }
    case "reserve":
      return [...reasonsOfCore(state, command), ...(bootOver ? ["boot-over"] : [])];
    default:
      return reasonsOfCore(state, command as CoreCommand); // naive-provenance.ts has the others
  }
}

function answersTo(state: ModulesState, command: Command): number[] {
  if (["free-block", "end-boot", "resize"].includes(command.kind)) return [0];
  if (command.kind === "realloc") return naiveRoom(state, command.range, command.to);
  if (command.kind !== "alloc-block") return coreAnswers(state, command as CoreCommand); // as above
  const { count, align } = command;
  return state.frames.flatMap((_, start) => {
    const frames = state.frames.slice(start, start + count);
    const fits =
      (state.startPfn + start) % align === 0 &&
      frames.length === count &&
      frames.every((holder) => holder === "free");
    return fits ? [start] : [];
  });
}

function after(state: ModulesState, command: Command, answer: number): ModulesState {
  switch (command.kind) {
    case "alloc":
      return taken(state, one(answer));
    case "alloc-block":
      return taken(state, { start: answer, count: command.count });
    case "free":
      return given(state, command.frame);
    case "free-block":
      return given(state, command.range.start);
    case "resize":
      return taken(given(state, command.range.start), { start: command.range.start, count: command.to });
    case "realloc":
      return taken(given(state, command.range.start), { start: answer, count: command.to });
    case "end-boot":
      return { ...state, bootOver: true };
    default:
      return { ...state, ...naiveAfter(state, command as CoreCommand, answer) };
  }
}

/** Where so many frames in a row are free or of the range. */
function naiveRoom({ frames }: ModulesState, range: FrameRange, to: number): number[] {
  const isRoom = (frame: number) =>
    frames[frame] === "free" || (frame >= range.start && frame < range.start + range.count);
  return frames.flatMap((_, start) => {
    const named = Array.from({ length: to }, (_, i) => start + i);
    return named.every((frame) => frame < frames.length && isRoom(frame)) ? [start] : [];
  });
}

/** Whether a block cannot stay, nor go where none of it is, and so is not asked for. */
export function naiveSlides(state: ModulesState, { kind, ...asked }: Command): boolean {
  if (kind !== "realloc" || !("to" in asked)) return false;
  const { range, to } = asked;
  const apart = (start: number) => start >= range.start + range.count || start + to <= range.start;
  return !naiveRoom(state, range, to).some((start) => start === range.start || apart(start));
}

function taken(state: ModulesState, block: FrameRange): ModulesState {
  return { ...state, frames: marked(state, block, "allocated"), blocks: [...state.blocks, block] };
}

/** The block that begins at a frame is given back. */
function given(state: ModulesState, start: number): ModulesState {
  const block = state.blocks.find((candidate) => candidate.start === start) ?? one(start);
  return {
    ...state,
    frames: marked(state, block, "free"),
    blocks: state.blocks.filter((candidate) => candidate !== block),
  };
}

function marked({ frames }: ModulesState, { start, count }: FrameRange, holder: "free" | "allocated") {
  return frames.map((old, frame) => (frame >= start && frame < start + count ? holder : old));
}
