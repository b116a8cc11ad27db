/**
 * The specification once more, as plainly as it can be said: an array of holders and a list of slices.
 *
 * Written from the TLA+ module of the core and from nothing in model/ but the names of commands, so
 * that the packed specification has something to be compared with. Speed does not matter here.
 */
import type { CoreCommand } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";

export type Holder = "free" | "allocated" | number;
/** In `naive-composed.ts` a frame can also be what nobody can have, or the allocator's own array. */
export type AnyHolder = Holder | "none" | "array";

export interface NaiveState<H extends AnyHolder = Holder> {
  /** For each frame who holds it: nobody, a client, or an owner by number. */
  readonly frames: readonly H[];
  /** The live slices, in any order; two of one range are two entries. */
  readonly slices: readonly FrameRange[];
}

export function naiveInitial(frames: number): NaiveState {
  return { frames: new Array<Holder>(frames).fill("free"), slices: [] };
}

/** Every command of a scope. */
export function naiveCommands(frames: number, owners: number): CoreCommand[] {
  const commands: CoreCommand[] = [{ kind: "alloc" }];
  for (let first = 0; first < frames; first++) {
    commands.push({ kind: "free", frame: first });
    for (let last = first; last < frames; last++) {
      const range = { start: first, count: last - first + 1 };
      commands.push({ kind: "borrow", range }, { kind: "drop", range });
      for (let owner = 1; owner <= owners; owner++)
        commands.push({ kind: "reserve", range, owner }, { kind: "release", range, owner });
    }
  }
  return commands;
}

/** All true reasons to refuse a command, in alphabetical order; none when it is legal. */
export function reasonsAgainst(state: NaiveState<AnyHolder>, command: CoreCommand): string[] {
  const reasons: string[] = [];
  const add = (reason: string, isTrue: boolean) => {
    if (isTrue) reasons.push(reason);
  };
  switch (command.kind) {
    case "reserve": {
      const holders = holdersIn(state, command.range);
      add("overlaps-allocated", holders.includes("allocated"));
      add("overlaps-reserved", holders.some(isOwner));
      break;
    }
    case "release": {
      const holders = holdersIn(state, command.range);
      add(
        "foreign-owner",
        holders.some((holder) => isOwner(holder) && holder !== command.owner),
      );
      add(
        "live-slice",
        state.slices.some((slice) => overlap(slice, command.range)),
      );
      add("not-reserved", !holders.every(isOwner));
      break;
    }
    case "borrow": {
      const holders = holdersIn(state, command.range);
      add("mixed-owners", new Set(holders.filter(isOwner)).size > 1);
      add("not-reserved", !holders.every(isOwner));
      break;
    }
    case "drop":
      add("no-such-slice", !state.slices.some((slice) => same(slice, command.range)));
      break;
    case "alloc":
      add("exhausted", !state.frames.includes("free"));
      break;
    case "free":
      add("already-free", state.frames[command.frame] === "free");
      add("reserved", isOwner(state.frames[command.frame]));
      break;
  }
  return reasons;
}

/** Every answer that accepts a legal command. */
export function answersTo(state: NaiveState<AnyHolder>, command: CoreCommand): number[] {
  if (command.kind !== "alloc") return [0];
  return state.frames.flatMap((holder, frame) => (holder === "free" ? [frame] : []));
}

/** The state after a legal command was accepted with an answer. */
export function naiveAfter<H extends AnyHolder>(
  state: NaiveState<H>,
  command: CoreCommand,
  answer: number,
): NaiveState<H | Holder> {
  switch (command.kind) {
    case "reserve":
      return marked(state, command.range, command.owner);
    case "release":
      return marked(state, command.range, "free");
    case "borrow":
      return { ...state, slices: [...state.slices, command.range] };
    case "drop": {
      const gone = state.slices.findIndex((slice) => same(slice, command.range));
      return { ...state, slices: state.slices.filter((_, i) => i !== gone) };
    }
    case "alloc":
      return marked(state, { start: answer, count: 1 }, "allocated");
    case "free":
      return marked(state, { start: command.frame, count: 1 }, "free");
  }
}

/** Equal for equal states, whatever the order in which slices began. */
export function keyOf({ frames, slices }: NaiveState<AnyHolder>): string {
  const bag = slices.map(({ start, count }) => `${start}+${count}`).sort();
  return `${frames.join(" ")} | ${bag.join(" ")}`;
}

function holdersIn({ frames }: NaiveState<AnyHolder>, { start, count }: FrameRange): AnyHolder[] {
  return frames.slice(start, start + count);
}

function isOwner(holder: AnyHolder | undefined): boolean {
  return typeof holder === "number";
}

function overlap(a: FrameRange, b: FrameRange): boolean {
  return a.start < b.start + b.count && b.start < a.start + a.count;
}

function same(a: FrameRange, b: FrameRange): boolean {
  return a.start === b.start && a.count === b.count;
}

function marked<H extends AnyHolder>(
  state: NaiveState<H>,
  { start, count }: FrameRange,
  holder: Holder,
): NaiveState<H | Holder> {
  const within = (frame: number) => frame >= start && frame < start + count;
  return { ...state, frames: state.frames.map((old, frame) => (within(frame) ? holder : old)) };
}
