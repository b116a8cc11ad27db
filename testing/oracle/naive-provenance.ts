/**
 * The modules about provenance once more, as plainly as they can be said, around the naive model of the
 * others: lists of ranges for what is stashed and shown, and for each frame and slot what is known of it.
 *
 * Written from the sentences of the rules and from nothing in model/ but the names of commands.
 */

import type { Command } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import type { Scope } from "../../model/words/scope.js";
import type { AnyHolder } from "./naive-model.js";
import { type Base, type ModulesState, naiveModules, naiveSlides, wrongArguments } from "./naive-modules.js";

interface Handle {
  readonly range: FrameRange;
  readonly how: "plain" | "slice" | "stale";
}

export interface ProvenanceState {
  readonly base: ModulesState;
  readonly stashed: readonly FrameRange[];
  readonly shown: readonly FrameRange[];
  /** For each frame whether a leaked slice is on it, whether it is protected, and what it holds. */
  readonly leaked: readonly boolean[];
  readonly guarded: readonly boolean[];
  readonly holds: readonly ("zeros" | "kept" | "poison" | null)[];
  readonly slots: readonly (Handle | null)[];
}

/** The commands of the page allocator. */
const PAGES = "alloc free alloc-block free-block alloc-handle free-handle alloc-raw resize realloc".split(
  " ",
);

/** The naive model of all modules of a scope, around that of the others. */
export function naiveProvenance(scope: Scope, modules: Base = naiveModules(scope)) {
  const { frames, slices, handles = 2 } = scope;
  const has = (id: string) => scope.modules.some((module) => module === id);
  const each = <T>(value: T) => new Array<T>(frames).fill(value);
  const initial: ProvenanceState = {
    base: modules.initial,
    stashed: [],
    shown: [],
    leaked: each(false),
    guarded: each(false),
    holds: each(null),
    slots: new Array<Handle | null>(handles).fill(null),
  };
  const ways = { frames, modules, has };
  return {
    initial,
    commands: [...modules.commands, ...furtherCommands(frames, handles, has)],
    reasonsAgainst: (state: ProvenanceState, command: Command) =>
      [...new Set([...reasonsAgainst(ways, state, command), ...tooEarly(ways, state, command)])].sort(),
    answersTo: (state: ProvenanceState, command: Command) => answersTo(ways, state, command),
    after: (state: ProvenanceState, command: Command, answer: number) =>
      tidied(ways, after(ways, state, command, answer)),
    /** Whether a legal command would go beyond what the scope bounds. */
    isBeyond: ({ base, stashed, shown, slots }: ProvenanceState, command: Command) =>
      naiveSlides(base, command) ||
      (["resize", "realloc"].includes(command.kind) &&
        "range" in command &&
        slots.some((held) => held !== null && held.how !== "stale" && overlap(held.range, command.range))) ||
      (["borrow", "derive"].includes(command.kind)
        ? base.slices.length + stashed.length + shown.length === slices
        : ["alloc-handle", "hold", "expose"].includes(command.kind) && !slots.includes(null)),
    keyOf: ({ base, stashed, shown, ...rest }: ProvenanceState) =>
      JSON.stringify([modules.keyOf(base), bag(stashed), bag(shown), rest]),
  };
}

interface Ways {
  readonly frames: number;
  readonly modules: Base;
  readonly has: (id: string) => boolean;
}

function bag(ranges: readonly FrameRange[]): string[] {
  return ranges.map(({ start, count }) => `${start}+${count}`).sort();
}

function furtherCommands(frames: number, handles: number, has: (id: string) => boolean): Command[] {
  const ranges: FrameRange[] = [];
  for (let start = 0; start < frames; start++)
    for (let end = start + 1; end <= frames; end++) ranges.push({ start, count: end - start });
  const slots = Array.from({ length: handles }, (_, slot) => slot);
  const commands: Command[] = [];
  for (const range of ranges) {
    if (has("provenance")) {
      for (const kind of ["stash", "unstash", "leak", "insert", "evict", "copy"] as const)
        commands.push({ kind, range });
      for (const from of ranges) {
        const [first, last] = [range.start, range.start + range.count - 1];
        const edge = from.start === first || from.start + from.count - 1 === last;
        if (frames <= 8 || edge) commands.push({ kind: "derive", from, range });
      }
    }
    if (has("protected")) commands.push({ kind: "protect", range });
    if (has("handles")) commands.push({ kind: "hold", range }, { kind: "expose", range });
    if (has("contents")) commands.push({ kind: "load", range }, { kind: "poison", range });
  }
  if (has("provenance")) commands.push({ kind: "return" });
  if (has("handles")) {
    commands.push({ kind: "alloc-handle" });
    for (const slot of slots)
      commands.push({ kind: "free-handle", slot }, { kind: "touch", slot }, { kind: "forget", slot });
  }
  if (has("quarantine")) commands.push({ kind: "sweep" });
  if (has("contents")) {
    commands.push({ kind: "alloc-raw" });
    for (let frame = 0; frame < frames; frame++) commands.push({ kind: "write", frame });
  }
  return commands;
}

/** Before memory is handed over there are no pages; an argument that is wrong is judged by itself. */
function tooEarly({ frames, has }: Ways, { base }: ProvenanceState, command: Command): string[] {
  const wrong = wrongArguments(frames, command).some(
    (reason) => reason !== "misaligned" || !("range" in command),
  );
  return has("hand-over") && !base.bootOver && PAGES.includes(command.kind) && !wrong ? ["boot"] : [];
}

function reasonsAgainst(ways: Ways, state: ProvenanceState, command: Command): string[] {
  const { modules } = ways;
  const { base, stashed, shown, leaked, slots } = state;
  const holders = ({ start, count }: FrameRange) => base.frames.slice(start, start + count);
  const isGone = (range: FrameRange) =>
    base.memory?.ground.slice(range.start, range.start + range.count).some(({ memory }) => !memory) === true;
  // An array of the allocator's own is its reservation: nobody's, and a reason of its own.
  const unreserved = (range: FrameRange) => [
    ...unless(
      holders(range).every((holder) => typeof holder === "number" || holder === "array"),
      "not-reserved",
    ),
    ...unless(!isGone(range), "absent"),
    ...unless(!holders(range).includes("array"), "metadata"),
  ];
  const unless = (is: boolean, reason: string) => (is ? [] : [reason]);
  const live = [...base.slices, ...slots.flatMap((held) => (held?.how === "slice" ? [held.range] : []))];
  switch (command.kind) {
    case "derive":
      return [
        ...unless(
          [...base.slices, ...stashed].some((slice) => same(slice, command.from)),
          "no-such-slice",
        ),
        ...unless(inside(command.range, command.from), "outside-parent"),
      ];
    case "stash":
    case "leak":
    case "insert":
    case "copy":
      return unless(
        base.slices.some((slice) => same(slice, command.range)),
        "no-such-slice",
      );
    case "unstash":
    case "evict":
      return unless(
        (command.kind === "unstash" ? stashed : shown).some((slice) => same(slice, command.range)),
        "no-such-slice",
      );
    case "release": {
      const reasons = modules.reasonsAgainst(base, command);
      if (reasons.includes("empty") || reasons.includes("out-of-range")) return reasons;
      const range = outward(command.range);
      return [
        ...reasons,
        ...unless(!live.some((slice) => overlap(slice, range)), "live-slice"),
        ...unless(!stashed.some((slice) => overlap(slice, range)), "stashed"),
        ...unless(!shown.some((slice) => overlap(slice, range)), "inserted"),
        ...unless(!leaked.some((is, frame) => is && within(frame, range)), "leaked"),
      ];
    }
    case "protect":
    case "expose":
      return unreserved(command.range);
    case "hold": {
      const owners = new Set(holders(command.range).filter((holder) => typeof holder === "number"));
      return [...unreserved(command.range), ...unless(owners.size < 2, "mixed-owners")];
    }
    case "load":
    case "poison": {
      const lent = [...live, ...stashed, ...shown].some((slice) => overlap(slice, command.range));
      const forEver = leaked.some((is, frame) => is && within(frame, command.range));
      return [...unreserved(command.range), ...unless(!lent && !forEver, "live-slice")];
    }
    case "write": {
      const holder = base.frames[command.frame];
      return [
        ...unless(holder !== "free", "already-free"),
        ...unless(typeof holder !== "number", "reserved"),
        ...unless(holder !== "none", "absent"),
        ...unless(holder !== "array", "metadata"),
      ];
    }
    case "alloc":
    case "alloc-handle":
    case "alloc-raw":
      return unless(answersTo(ways, state, command).length > 0, "exhausted");
    case "free-handle":
    case "touch":
    case "forget": {
      const held = slots[command.slot];
      if (held === null || held === undefined) return ["no-such-handle"];
      if (command.kind === "forget") return [];
      if (held.how === "stale") return ["stale-handle"];
      return command.kind === "touch" || holders(held.range)[0] === "allocated" ? [] : ["reserved"];
    }
    case "return":
    case "sweep":
      return [];
    case "drop":
      return modules.reasonsAgainst(base, command);
    default:
      return modules.reasonsAgainst({ ...base, slices: live }, command);
  }
}

function answersTo({ modules, has }: Ways, { base, slots }: ProvenanceState, command: Command): number[] {
  switch (command.kind) {
    case "alloc":
    case "alloc-handle":
    case "alloc-raw":
      return base.frames.flatMap((holder, frame) => {
        const stale = slots.some((held) => held?.how === "stale" && within(frame, held.range));
        return holder === "free" && !(stale && has("quarantine")) ? [frame] : [];
      });
    case "alloc-block":
    case "alloc-range":
    case "realloc":
      return modules.answersTo(base, command);
    default:
      return [0];
  }
}

function after({ modules }: Ways, state: ProvenanceState, command: Command, answer: number): ProvenanceState {
  const { base, slots } = state;
  const fill = (handle: Handle): Partial<ProvenanceState> => {
    const lowest = slots.indexOf(null);
    return { slots: slots.map((held, slot) => (slot === lowest ? handle : held)) };
  };
  const holding = (what: "kept" | "poison" | "zeros", range: FrameRange): Partial<ProvenanceState> => ({
    holds: state.holds.map((was, frame) => (within(frame, range) ? what : was)),
  });
  const moved = (): Partial<ProvenanceState> => ({
    base: "range" in command ? { ...base, slices: less(base.slices, command.range) } : base,
  });
  const given = (frame: number) => modules.after(base, { kind: "free", frame }, 0);
  const taken = () => modules.after(base, { kind: "alloc" }, answer);
  const change = (): Partial<ProvenanceState> => {
    switch (command.kind) {
      case "derive":
        return { base: { ...base, slices: [...base.slices, command.range] } };
      case "stash":
        return { ...moved(), stashed: [...state.stashed, command.range] };
      case "insert":
        return { ...moved(), shown: [...state.shown, command.range] };
      case "leak":
        return { ...moved(), leaked: state.leaked.map((was, frame) => was || within(frame, command.range)) };
      case "unstash":
        return { stashed: less(state.stashed, command.range) };
      case "evict":
        return { shown: less(state.shown, command.range) };
      case "return":
        return { base: { ...base, slices: [] } };
      case "protect":
        return { guarded: state.guarded.map((was, frame) => was || within(frame, command.range)) };
      case "release": {
        const released = modules.after(base, command, 0);
        const frames = released.frames.map((now, frame) =>
          state.guarded[frame] ? base.frames[frame]! : now,
        );
        return { base: { ...released, frames } };
      }
      case "alloc":
        return { base: taken(), ...holding("zeros", { start: answer, count: 1 }) };
      case "alloc-block":
        return {
          base: modules.after(base, command, answer),
          ...holding("zeros", { start: answer, count: command.count }),
        };
      case "realloc": {
        const { range, to } = command;
        const before = state.holds.map((was, frame) => (within(frame, range) ? null : was));
        const kept = before.map((was, frame) => {
          const from = frame - answer + range.start;
          if (!within(frame, { start: answer, count: to })) return was;
          return within(from, range) ? state.holds[from]! : null;
        });
        return { base: modules.after(base, command, answer), holds: kept };
      }
      case "alloc-raw":
        return { base: taken() };
      case "alloc-handle": {
        const range = { start: answer, count: 1 };
        return { base: taken(), ...holding("zeros", range), ...fill({ range, how: "plain" }) };
      }
      case "free-handle":
        return { base: given(slots[command.slot]!.range.start) };
      case "hold":
        return fill({ range: command.range, how: "slice" });
      case "expose":
        return fill({ range: command.range, how: "plain" });
      case "forget":
        return { slots: slots.map((held, slot) => (slot === command.slot ? null : held)) };
      case "sweep":
        return { slots: slots.map((held) => (held?.how === "stale" ? null : held)) };
      case "load":
        return holding("kept", command.range);
      case "write":
        return holding("kept", { start: command.frame, count: 1 });
      case "poison":
        return holding("poison", command.range);
      case "copy":
      case "touch":
        return {};
      default:
        return { base: modules.after(base, command, answer) };
    }
  };
  return { ...state, ...change() };
}

/** A frame that nobody holds holds nothing of note, and what names one is stale. */
function tidied({ has }: Ways, state: ProvenanceState): ProvenanceState {
  const { frames } = state.base;
  const isHeld = (holder: AnyHolder | undefined) => typeof holder === "number" || holder === "allocated";
  const isLost = ({ start, count }: FrameRange) => !frames.slice(start, start + count).every(isHeld);
  return {
    ...state,
    holds: state.holds.map((what, frame) => (has("contents") && isHeld(frames[frame]) ? what : null)),
    slots: state.slots.map((held) =>
      held !== null && isLost(held.range) ? { ...held, how: "stale" } : held,
    ),
  };
}

function less(ranges: readonly FrameRange[], gone: FrameRange): FrameRange[] {
  const at = ranges.findIndex((range) => same(range, gone));
  return ranges.filter((_, i) => i !== at);
}

/** The whole frames that a range of addresses touches. */
function outward({ start, count }: FrameRange): FrameRange {
  return { start: Math.floor(start), count: Math.ceil(start + count) - Math.floor(start) };
}

function within(frame: number, { start, count }: FrameRange): boolean {
  return frame >= start && frame < start + count;
}

function inside(inner: FrameRange, outer: FrameRange): boolean {
  return within(inner.start, outer) && within(inner.start + inner.count - 1, outer);
}

function overlap(a: FrameRange, b: FrameRange): boolean {
  return a.start < b.start + b.count && b.start < a.start + a.count;
}

function same(a: FrameRange, b: FrameRange): boolean {
  return a.start === b.start && a.count === b.count;
}
