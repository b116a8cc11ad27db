/** What memory looks like after each step of a trace, for people to look at. */
import { argumentFaults } from "../model/foreign.js";
import type { Counterexample, TraceStep } from "../model/trace.js";
import { ALLOCATED, type Command, FREE, type FrameRange } from "../model/vocabulary.js";
import { INVARIANTS } from "../properties/invariants.js";
import { STATE_PROPERTIES } from "../properties/state-properties.js";

/** A frame of a block that is not its first. */
export const FURTHER_ON = 252;

/** The frames (as in `observe`, or `FURTHER_ON`) and the live slices at one moment. */
export interface Memory {
  readonly frames: readonly number[];
  readonly slices: readonly FrameRange[];
}

const ABOUT_STATES = new Set([...STATE_PROPERTIES, ...INVARIANTS].map(({ id }) => id));

/** What of a counterexample tells how memory fared. */
type Story = Pick<Counterexample, "allocator" | "scope" | "steps" | "rule"> &
  Partial<Pick<Counterexample, "format">>;

/**
 * Memory after each step. A last step that should have been refused has changed nothing, and so has a
 * borrow, drop or release accepted on the way that the specification would refuse: the contract let it
 * be ignored. (A trace does not say whether a reservation was ignored or took what is free, as some
 * contracts have it; it is drawn as the latter.)
 */
export function memoryAlong({ format, allocator, scope, steps, rule }: Story): Memory[] {
  const isWitness = format === "allocheck-witness"; // its last step is as it should be
  let memory: Memory = { frames: new Array<number>(scope.frames).fill(FREE), slices: [] };
  return steps.map((step, i) => {
    const wrong = !isWitness && i === steps.length - 1 && isAboutAnswer(step, rule);
    // The specification alone has no contract: without one of its rules it does what the rule forbids.
    const ignored =
      argumentFaults(scope, step.command).length > 0 ||
      (allocator !== null && isIgnored(memory, step.command));
    if (!wrong && !ignored && step.answer.kind === "accepted")
      memory = after(memory, step.command, step.answer.frame);
    return memory;
  });
}

/** Whether a rule is about the answer to a step, and not about the state it led to. */
function isAboutAnswer({ command }: TraceStep, rule: string): boolean {
  return rule.startsWith(`${command.kind}/`) || !ABOUT_STATES.has(rule);
}

/** Whether the specification stays as it is although the command was accepted. */
function isIgnored({ frames, slices }: Memory, command: Command): boolean {
  switch (command.kind) {
    case "borrow": {
      const { start, count } = command.range;
      const [owner, ...others] = new Set(frames.slice(start, start + count));
      return owner === FREE || owner === ALLOCATED || others.length > 0;
    }
    case "release": {
      const { start, count } = command.range;
      return slices.some((slice) => slice.start < start + count && start < slice.start + slice.count);
    }
    default:
      return false; // what follows changes only what can be changed
  }
}

function after({ frames, slices }: Memory, command: Command, frame = 0): Memory {
  switch (command.kind) {
    case "reserve":
      return { slices, frames: mark(frames, command.range, FREE, command.owner) };
    case "release":
      return { slices, frames: mark(frames, command.range, command.owner, FREE) };
    case "borrow":
      return { frames, slices: [...slices, command.range] };
    case "drop": {
      const i = slices.findIndex((s) => s.start === command.range.start && s.count === command.range.count);
      return { frames, slices: slices.filter((_, at) => at !== i) };
    }
    case "alloc":
      return { slices, frames: mark(frames, { start: frame, count: 1 }, FREE, ALLOCATED) };
    case "free":
      return { slices, frames: freed(frames, command.frame) };
    case "alloc-block": {
      const first = mark(frames, { start: frame, count: 1 }, FREE, ALLOCATED);
      const rest = { start: frame + 1, count: command.count - 1 };
      return { slices, frames: mark(first, rest, FREE, FURTHER_ON) };
    }
    case "free-block": {
      const first = mark(frames, command.range, ALLOCATED, FREE);
      return { slices, frames: mark(first, command.range, FURTHER_ON, FREE) };
    }
    case "end-boot":
      return { slices, frames };
  }
}

/** The block that begins at a frame becomes free. */
function freed(frames: readonly number[], frame: number): number[] {
  let count = 1;
  while (frames[frame + count] === FURTHER_ON) count++;
  const first = mark(frames, { start: frame, count: 1 }, ALLOCATED, FREE);
  return mark(first, { start: frame + 1, count: count - 1 }, FURTHER_ON, FREE);
}

/** The frames of a range that are `from` become `to`. */
function mark(frames: readonly number[], range: FrameRange, from: number, to: number): number[] {
  const within = (frame: number) => frame >= range.start && frame < range.start + range.count;
  return frames.map((kind, frame) => (within(frame) && kind === from ? to : kind));
}
