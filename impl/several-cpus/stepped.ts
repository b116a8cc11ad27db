/** How a class whose methods are generators becomes an allocator of several CPUs. */
import type { AllocatorDefinition, Offers } from "../../model/socket/allocator.js";
import {
  type ConcurrentCommands,
  type ConcurrentOptions,
  defineConcurrentAllocator,
} from "../../model/socket/define-concurrent.js";
import type { Access, Again, Steps } from "../../model/steps/accesses.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { ALL_FREE, type MapKind, partsOfMap } from "../../model/words/memory-map.js";
import type { Scope } from "../../model/words/scope.js";

export const ACCEPTED = 0;

/** Accesses on the way to a number. */
export type Body = Generator<Access, number, number>;
/** The same, of which may come that the command begins anew. */
export type Attempt = Generator<Access, number | Again, number>;

/** Commands over single frames: what the allocators of this folder have in common. */
export interface FrameCommands {
  alloc(on: OnCpu): Steps;
  free(on: OnCpu, frame: number): Steps;
  reserve?(on: OnCpu, frame: number): Steps;
  release?(on: OnCpu, frame: number): Steps;
  borrow?(on: OnCpu, frame: number): Steps;
  drop?(on: OnCpu, frame: number): Steps;
  shareFrame?(on: OnCpu, frame: number): Steps;
}

const METHODS = ["alloc", "free", "reserve", "release", "borrow", "drop", "shareFrame"] as const;

/** The commands of an object, whether it has them by itself or from its class. */
export function commandsOf(made: FrameCommands): ConcurrentCommands {
  return Object.fromEntries(
    METHODS.filter((method) => made[method] !== undefined).map((method) => [
      method,
      // Each takes a frame first where it takes anything; owners are not told apart.
      (on: OnCpu, frame = 0) => made[method]?.(on, frame),
    ]),
  ) as ConcurrentCommands; // each is what the interface says, under its own name
}

/** Commands of one frame and one owner. */
export const SINGLE_FRAMES: Offers = {
  alloc: true,
  free: true,
  reserve: ({ range, owner }) => range.count === 1 && owner === 1,
  release: ({ range, owner }) => range.count === 1 && owner === 1,
  borrow: ({ range }) => range.count === 1,
  drop: ({ range }) => range.count === 1,
};

/** The frames of a scope, in order. */
export function framesOf({ frames }: Scope): readonly number[] {
  return Array.from({ length: frames }, (_, frame) => frame);
}

/** What each frame is when a run begins. */
export function begunAs({ initial, frames }: Scope): readonly MapKind[] {
  if (initial === ALL_FREE) return new Array<MapKind>(frames).fill(ALL_FREE);
  return partsOfMap(initial).flatMap(({ kind, count }) => new Array<MapKind>(count).fill(kind));
}

/** A sound allocator of several CPUs. */
export function ofSeveralCpus(
  options: Omit<ConcurrentOptions, "make"> & Pick<StepMaker, "make">,
): AllocatorDefinition {
  const { make, ...more } = options;
  return defineConcurrentAllocator({
    ...more,
    window: "none", // a run of one CPU alone would have one
    make: (scope, memory) => commandsOf(make(scope, memory)),
  });
}

/** What makes the commands for one scope. */
export interface StepMaker {
  readonly make: (...given: Parameters<ConcurrentOptions["make"]>) => FrameCommands;
}
