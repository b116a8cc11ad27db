/** Small values that tests begin from. */
import type { Run } from "../explore/check/verdict.js";
import type { Counterexample, TraceStep } from "../model/trace/trace.js";
import type { Command } from "../model/words/commands.js";
import { DEFAULT_SCOPE } from "../model/words/scope.js";

/** A counterexample with some of its parts given. */
export function counterexample(parts: Partial<Counterexample> = {}): Counterexample {
  return {
    format: "allocheck-counterexample",
    version: 1,
    allocator: "sample",
    contract: "strict",
    scope: DEFAULT_SCOPE,
    steps: [],
    rule: "free/already-free",
    expected: "refused: already-free",
    found: "accepted",
    ...parts,
  };
}

/** A run that holds, with some of its parts given otherwise. */
export function sampleRun(parts: Partial<Run> = {}): Run {
  return {
    allocator: "sample",
    contract: "strict",
    scope: DEFAULT_SCOPE,
    budget: {},
    verdict: "holds",
    closed: true,
    stoppedBy: null,
    states: 1234,
    tried: 56_789,
    transitions: 4321,
    depth: 5,
    levels: [1, 1233],
    outcomes: {},
    notExercised: [],
    notOffered: [],
    leftOut: [],
    counterexamples: [],
    measured: { seconds: 0.25, workers: 1, statesPerSecond: 4936, peakMemoryBytes: 1 << 26 },
    ...parts,
  };
}

/** An accepted step; `frame` for what an alloc answers. */
export function accepted(command: Command, frame?: number): TraceStep {
  return { command, answer: frame === undefined ? { kind: "accepted" } : { kind: "accepted", frame } };
}

const range = (start: number, count: number) => ({ start, count });

/** Commands by value, as short as they can be written. */
export const reserve = (start: number, count: number, owner = 1): Command => {
  return { kind: "reserve", range: range(start, count), owner };
};
export const release = (start: number, count: number, owner = 1): Command => {
  return { kind: "release", range: range(start, count), owner };
};
export const borrow = (start: number, count: number): Command => {
  return { kind: "borrow", range: range(start, count) };
};
export const drop = (start: number, count: number): Command => {
  return { kind: "drop", range: range(start, count) };
};
export const alloc: Command = { kind: "alloc" };
export const free = (frame: number): Command => ({ kind: "free", frame });
