/**
 * An allocator of a larger pool of which only a window is free: all its other frames are taken for good, and
 * no command names them. So a small search sees the allocator at work at high frame numbers, where one word
 * of a table ends and the next begins.
 */

import { blaming } from "../../model/basics/blame.js";
import { Misuse } from "../../model/basics/misuse.js";
import { plural, show } from "../../model/basics/wording.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import {
  answerNames,
  COMMAND_KINDS,
  type Command,
  describeCommand,
  METHODS,
} from "../../model/words/commands.js";
import { type FrameRange, framesOf } from "../../model/words/frames.js";
import { mapText } from "../../model/words/memory-map.js";
import { describeRange } from "../../model/words/parameters.js";
import { inScope, originOf, poolOf, type Scope } from "../../model/words/scope.js";
import { giveByValue, isOffered } from "./calls.js";

/** The scope in which the allocator of a whole pool is made. */
export function scopeOfPool(scope: Scope, { window }: Pick<AllocatorDefinition, "window">): Scope {
  const pool = poolOf(scope);
  const rest = restOf(scope).map((range) => ({ kind: "reserved", ...range }) as const);
  const parts = [...rest, { kind: "free", ...windowOf(scope) } as const];
  parts.sort((a, b) => a.start - b.start);
  return { ...pool, owners: ownerOfRest(scope), ...(window === "made" ? { initial: mapText(parts) } : {}) };
}

/**
 * The allocator `whole` as a window of its pool. Its commands are given the numbers of the pool; what it
 * answers and what it is asked between commands is numbered from the beginning of the window. Throws a
 * `Misuse` where the rest of the pool cannot be taken.
 */
export function windowed(whole: Allocator, definition: AllocatorDefinition, scope: Scope): Allocator {
  if (definition.window === "none") throw noWindow(`${definition.name} says that it has no windows`);
  if (definition.window !== "made") takeTheRest(whole, definition, scope);
  const seen: Record<string, unknown> = {};
  for (const kind of COMMAND_KINDS) {
    const method = whole[METHODS[kind]];
    if (typeof method !== "function") continue;
    const give = (method as (...given: readonly number[]) => number).bind(whole);
    seen[METHODS[kind]] =
      answerNames(kind) === "frame"
        ? (...given: readonly number[]) => {
            const answer = give(...given);
            return typeof answer === "number" ? inScope(scope, answer) : answer;
          }
        : give;
  }
  for (const [name, shown] of Object.entries(BESIDE) as [Beside, Shown | null][]) {
    if (shown === null || !(name in whole) || (whole[name] === undefined && shown !== asItIs)) continue;
    Object.defineProperty(seen, name, { enumerable: true, ...shown(whole, name, scope) });
  }
  return seen as unknown as Allocator; // it has what the whole one has
}

/** What an allocator has beside the methods of commands. */
type Beside = Exclude<keyof Allocator, (typeof METHODS)[keyof typeof METHODS]>;
/** How a window shows one of them, which the whole allocator has. */
type Shown = (whole: Allocator, name: Beside, scope: Scope) => PropertyDescriptor;

/** As it is, each time it is asked for. */
const asItIs: Shown = (whole, name) => ({
  get: () => whole[name],
  set: (value) => Object.assign(whole, { [name]: value }),
});
/** Called with nothing that names a frame. */
const called: Shown = (whole, name) => ({ value: (whole[name] as () => unknown).bind(whole) });
/** Called with a frame. */
const ofFrame: Shown = (whole, name, scope) => {
  const look = (whole[name] as (frame: number) => number).bind(whole);
  const at = originOf(scope);
  return { value: (frame: number) => look(frame + at) };
};

/** All of it; `null` for what no module that goes with windows looks at. */
const BESIDE: Readonly<Record<Beside, Shown | null>> = {
  state: asItIs,
  image: asItIs,
  local: asItIs,
  namesNoOwner: asItIs,
  namesNoAlign: asItIs,
  wholeSizes: asItIs,
  header: asItIs,
  keptBytes: asItIs,
  watch: asItIs,
  chores: asItIs,
  startPfn: (whole, _, scope) => ({ value: whole.startPfn! + originOf(scope) }), // it has one
  audit: called,
  scrub: called,
  tables: called,
  changesSince: called,
  fields: called,
  observe: ofFrame,
  contentsOf: ofFrame,
  counts: (whole, _, scope) => ({ value: countsWithin(whole, scope) }),
  regions: null,
};

/** What the allocator counts, without the frames outside the window. */
function countsWithin(whole: Allocator, { frames }: Scope): NonNullable<Allocator["counts"]> {
  const { free = frames, reserved = 0, allocated = 0 } = whole.counts!(); // the caller has looked
  return () => {
    const now = whole.counts!();
    return {
      ...(now.free === undefined ? {} : { free: now.free - free + frames }),
      ...(now.reserved === undefined ? {} : { reserved: now.reserved - reserved }),
      ...(now.allocated === undefined ? {} : { allocated: now.allocated - allocated }),
    };
  };
}

/** How the frames outside a window are taken: by reservations, or by handing out all and taking it back. */
type Way = { readonly ranges: readonly FrameRange[] } | (typeof HANDED)[number];

/** Only by commands that the allocator offers: of what it does not, nobody knows what they would do. */
function wayOf(whole: Allocator, definition: AllocatorDefinition, scope: Scope): Way | undefined {
  const pool = poolOf(scope);
  const offers = (command: Command) => isOffered(definition, command, pool);
  // Who takes no owner but the first is still asked: the one of the rest is of the window's making.
  const reservable = (ranges: readonly FrameRange[]) =>
    typeof whole.reserve === "function" &&
    ranges.every((range) =>
      [ownerOfRest(scope), 1].some((owner) => offers({ kind: "reserve", range, owner })),
    );
  const rest = restOf(scope);
  const single = rest.flatMap(framesOf).map((start) => ({ start, count: 1 }));
  const ranges = [rest, single].find(reservable);
  if (ranges !== undefined) return { ranges };
  return HANDED.find(
    ({ out, back }) => offers(out) && framesOf(windowOf(scope)).every((frame) => offers(back(frame))),
  );
}

/** The commands by which the rest is taken, so that they can be judged; none where no command takes it. */
export function takingOf(whole: Allocator, definition: AllocatorDefinition, scope: Scope): Command[] {
  if (definition.window !== undefined) return [];
  const way = wayOf(whole, definition, scope);
  if (way === undefined) return [];
  const owner = ownerOfRest(scope);
  if ("ranges" in way) return way.ranges.map((range) => ({ kind: "reserve", range, owner }));
  const all = framesOf({ start: 0, count: poolOf(scope).frames });
  return [...all.map(() => way.out), ...framesOf(windowOf(scope)).map(way.back)];
}

/** Takes all frames outside the window. */
function takeTheRest(whole: Allocator, definition: AllocatorDefinition, scope: Scope): void {
  const pool = poolOf(scope);
  const what = `${definition.name}, in a pool of ${pool.frames},`;
  blaming("no-window", what, REMEDY, () => {
    const way = wayOf(whole, definition, scope);
    if (way === undefined) throw noWindow(`${what} offers neither reserve nor alloc and free for all of it`);
    if ("ranges" in way) return reserveAll(whole, way.ranges, ownerOfRest(scope), what);
    keepAllocated(whole, way, pool.frames, windowOf(scope), what);
    // What was given back may have to wait, and all that is free is to be had at the beginning.
    if (isOffered(definition, { kind: "settle" }, pool)) whole.settle?.();
  });
}

/** No command of the window names the owner of the rest. */
function ownerOfRest({ owners }: Scope): number {
  return owners + 1;
}

function windowOf(scope: Scope): FrameRange {
  return { start: originOf(scope), count: scope.frames };
}

/** What lies before and behind a window. */
function restOf(scope: Scope): FrameRange[] {
  const at = originOf(scope);
  const end = at + scope.frames;
  const both = [
    { start: 0, count: at },
    { start: end, count: poolOf(scope).frames - end },
  ];
  return both.filter(({ count }) => count > 0);
}

const REMEDY = 'take the rest of the pool in make, which memoryOf(scope) describes, and say window: "made"';

function noWindow(why: string): Misuse {
  return new Misuse("no-window", why, REMEDY);
}

function reserveAll(whole: Allocator, rest: readonly FrameRange[], owner: number, what: string): void {
  for (const range of rest) {
    const answer: unknown = whole.reserve!(range.start, range.count, owner); // the caller has looked
    if (typeof answer !== "number" || answer < 0)
      throw noWindow(`${what} answers ${show(answer)} to reserve(${describeRange(range)}, owner ${owner})`);
  }
}

const ONE: Command = { kind: "alloc-block", count: 1, align: 1 };
/** How single frames are handed out, and come back. */
const HANDED: readonly { readonly out: Command; readonly back: (frame: number) => Command }[] = [
  { out: { kind: "alloc" }, back: (frame) => ({ kind: "free", frame }) },
  { out: ONE, back: (start) => ({ kind: "free-block", range: { start, count: 1 } }) },
  { out: ONE, back: (frame) => ({ kind: "free", frame }) },
];

function keepAllocated(
  whole: Allocator,
  { out, back }: (typeof HANDED)[number],
  pool: number,
  window: FrameRange,
  what: string,
): void {
  const given = (command: Command): unknown => giveByValue(whole, command);
  const handed = new Set<number>();
  for (let i = 0; i < pool; i++) {
    const frame = given(out);
    if (typeof frame !== "number" || frame < 0) break;
    if (handed.has(frame)) throw noWindow(`${what} hands out frame ${frame} twice`);
    handed.add(frame);
  }
  if (handed.size < pool) throw noWindow(`${what} hands out ${plural(handed.size, "frame")} and no more`);
  for (const frame of framesOf(window)) {
    const answer = given(back(frame));
    if (typeof answer !== "number" || answer < 0)
      throw noWindow(`${what} answers ${show(answer)} to ${describeCommand(back(frame))}`);
  }
}
