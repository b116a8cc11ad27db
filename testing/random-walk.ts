/** Random commands that are mostly legal where they are given, for walks through large scopes. */
import fc from "fast-check";
import { CORE_KINDS, type CoreCommand } from "../model/words/commands.js";
import type { FrameRange } from "../model/words/frames.js";
import type { Scope } from "../model/words/scope.js";
import type { NaiveState } from "./oracle/naive-model.js";

/** What chance contributes to one command; the state it is given in decides the rest. */
export interface Draw {
  readonly kind: CoreCommand["kind"];
  /** Arguments drawn without looking at the state. */
  readonly wild: boolean;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const number = fc.nat({ max: 1_000_000 });

/** Draws for a walk of at most so many commands. */
export function drawsOf(maxLength: number): fc.Arbitrary<Draw[]> {
  const kind = fc.constantFrom(...CORE_KINDS, "reserve" as const, "borrow" as const, "borrow" as const);
  const wild = fc.integer({ min: 0, max: 3 }).map((die) => die === 0);
  const draw = fc.record({ kind, wild, a: number, b: number, c: number });
  return fc.array(draw, { maxLength, size: "max" });
}

/** The command of one draw in one state. */
export function commandOf(state: NaiveState, { frames, owners }: Scope, draw: Draw): CoreCommand {
  const { kind, wild, a, b, c } = draw;
  const owner = (c % owners) + 1;
  const start = a % frames;
  const anywhere = { start, count: (b % (frames - start)) + 1 };
  const around = wild ? anywhere : alike(state, start, b);
  const holder = state.frames[start];
  switch (kind) {
    case "reserve":
      return { kind, range: around, owner };
    case "release":
      return { kind, range: around, owner: !wild && typeof holder === "number" ? holder : owner };
    case "borrow":
      return { kind, range: around };
    case "drop":
      return { kind, range: (wild ? undefined : state.slices[a % (state.slices.length || 1)]) ?? anywhere };
    case "alloc":
      return { kind };
    case "free":
      return { kind, frame: start };
  }
}

/** A range from `start` on whose frames are all held as the first one is: short or as long as can be. */
function alike({ frames }: NaiveState, start: number, b: number): FrameRange {
  let most = 1;
  while (start + most < frames.length && frames[start + most] === frames[start]) most++;
  return { start, count: b % 4 === 0 ? most : (b % Math.min(most, 6)) + 1 };
}
