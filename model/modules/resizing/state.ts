/** What the module `resizing` looks at, and what its commands do: it has no fields of its own. */
import type { BoundEffect, LaidOut, Look, ModuleState } from "../../rules/module.js";
import { type Place, placesOf, read } from "../../state/layout.js";
import { type CoreViews, planesOf } from "../../state/views.js";
import { argumentFaults, type Command, type CommandOf } from "../../words/commands.js";
import { frameMask } from "../../words/ranges.js";
import { gridOf } from "../../words/scope.js";
import { CONTENT_FIELDS } from "../contents/state.js";
import { aboutFrames } from "../foreign/rules.js";
import { HANDLE_VIEWS } from "../handles/views.js";
import { SHARE_VIEWS } from "../shares/views.js";
import { RESIZE_VIEWS } from "./views.js";

type Resizing = CommandOf<"resize" | "realloc">;

export const RESIZE_STATE: ModuleState = {
  look: lookForRoom,
  effect: (command, laidOut) => {
    if (!isResizing(command) || argumentFaults(laidOut.scope, command).length > 0) return null;
    return resized(command, laidOut);
  },
};

function isResizing(command: Command): command is Resizing {
  return command.kind === "resize" || command.kind === "realloc";
}

/** One command as `lookForRoom` asks about it. */
interface Asked {
  /** The frames of the block; `null` where the command names none. */
  readonly own: Int32Array | null;
  readonly first: number;
  readonly to: number;
  readonly mayMove: boolean;
}

function lookForRoom(views: CoreViews, { scope, commands }: LaidOut): Look {
  const { bits, offsets, frameWords } = views;
  const view = views.offsetsOf(RESIZE_VIEWS);
  const others = [SHARE_VIEWS.shared, HANDLE_VIEWS.fresh]
    .filter((of) => views.has(of))
    .map((of) => views.offset(of));
  // In the order in which the views count them: by kind, and those of a kind by number.
  const asked = (["resize", "realloc"] as const).flatMap((kind) =>
    commands.filter(isResizing).flatMap((command) => (command.kind === kind ? [askedOf(command)] : [])),
  );
  const firstMoving = asked.findIndex(({ mayMove }) => mayMove);
  const room = new Runs(frameWords);
  const apart = new Runs(frameWords);
  const noRoom = [RESIZE_VIEWS.cramped, RESIZE_VIEWS.stuck, RESIZE_VIEWS.unasked].map((of) => ({
    first: views.offset(of),
    words: views.wordsOf(of),
  }));

  function askedOf(command: Resizing): Asked {
    const { range: { start, count } = { start: 0, count: 0 } } = aboutFrames(scope, command) ?? {};
    const own = count === 0 ? null : Int32Array.from(frameMask(gridOf(scope), { start, count }));
    return { own, first: start, to: command.to, mayMove: command.kind === "realloc" };
  }

  return () => {
    for (let n = 0; n < noRoom.length; n++)
      for (let w = 0; w < noRoom[n]!.words; w++) bits[noRoom[n]!.first + w] = 0;
    for (let a = 0; a < asked.length; a++) {
      const { own, first, to, mayMove } = asked[a]!;
      if (own === null) continue;
      let held = 0;
      for (let w = 0; w < frameWords; w++) {
        const free = bits[offsets.free + w]!;
        room.frames[w] = free | own[w]!;
        apart.frames[w] = free & ~own[w]!;
        for (let o = 0; o < others.length; o++) held |= bits[others[o]! + w]! & own[w]!;
      }
      room.find(to);
      const inPlace = room.begins(first);
      let some = inPlace;
      let alone = inPlace;
      if (mayMove) {
        apart.find(to);
        const place = view.fits + (a - firstMoving) * frameWords;
        for (let w = 0; w < frameWords; w++) bits[place + w] = room.frames[w]!;
        some = room.some();
        alone = inPlace || apart.some();
      }
      const number = mayMove ? a - firstMoving : a;
      if (!some) bits[(mayMove ? view.stuck : view.cramped) + (number >>> 5)]! |= 1 << (number & 31);
      if (some && (held !== 0 || !alone)) bits[view.unasked + (a >>> 5)]! |= 1 << (a & 31);
    }
  };
}

/** Where runs of frames begin. */
class Runs {
  /** The frames, and after `find` those with which a run begins. */
  readonly frames: Int32Array;

  constructor(private readonly words: number) {
    this.frames = new Int32Array(words);
  }

  /** Leaves those with which a run of so many begins. */
  find(count: number): void {
    let left = count - 1;
    for (let length = 1; left > 0; length *= 2) {
      const by = Math.min(length, left);
      this.andShifted(by);
      left -= by;
    }
  }

  begins(frame: number): boolean {
    return ((this.frames[frame >>> 5]! >>> (frame & 31)) & 1) === 1;
  }

  some(): boolean {
    let any = 0;
    for (let w = 0; w < this.words; w++) any |= this.frames[w]!;
    return any !== 0;
  }

  /** Keeps the frames of which the one `by` further on is one as well. */
  private andShifted(by: number): void {
    const { frames, words } = this;
    const [whole, shift] = [by >>> 5, by & 31];
    for (let w = 0; w < words; w++) {
      const low = w + whole < words ? frames[w + whole]! : 0;
      const high = w + whole + 1 < words ? frames[w + whole + 1]! : 0;
      frames[w]! &= shift === 0 ? low : (low >>> shift) | (high << (32 - shift));
    }
  }
}

/** The frames of the range are no longer allocated, and those of the block are; its contents go with it. */
function resized(command: Resizing, { scope, layout }: LaidOut): BoundEffect {
  const { range, to } = command;
  const [allocated = []] = planesOf(scope, layout);
  const begins = placesOf(layout, "begins");
  const contents = CONTENT_FIELDS.flatMap((field) => layout.places.get(field) ?? []);
  const words = allocated.length;
  const held = new Uint8Array(Math.min(range.count, to));
  const last = gridOf(scope) - to;
  return (state, at, answer) => {
    const start = command.kind === "realloc" ? answer : range.start;
    if (start > last) return; // a specification without its rules gets here
    for (let from = 0; from < contents.length; from += words) {
      for (let i = 0; i < held.length; i++) held[i] = bitIn(state, at, contents, from, range.start + i);
      for (let i = 0; i < range.count; i++) setBit(state, at, contents, from, range.start + i, 0);
      for (let i = 0; i < to; i++) setBit(state, at, contents, from, start + i, held[i] ?? 0);
    }
    for (let i = 0; i < range.count; i++) {
      setBit(state, at, allocated, 0, range.start + i, 0);
      setBit(state, at, begins, 0, range.start + i, 0);
    }
    for (let i = 0; i < to; i++) setBit(state, at, allocated, 0, start + i, 1);
    setBit(state, at, begins, 0, start, 1);
  };
}

/** The bit of a frame in the plane whose places begin at `from`. */
function bitIn(words: Int32Array, at: number, places: readonly Place[], from: number, frame: number): number {
  return (read(words, at, places[from + (frame >>> 5)]!) >>> (frame & 31)) & 1;
}

function setBit(
  words: Int32Array,
  at: number,
  places: readonly Place[],
  from: number,
  frame: number,
  bit: number,
): void {
  const { word, shift } = places[from + (frame >>> 5)]!;
  const mask = 1 << (shift + (frame & 31));
  words[at + word] = bit === 1 ? words[at + word]! | mask : words[at + word]! & ~mask;
}
