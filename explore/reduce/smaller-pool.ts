/** A trace in a smaller pool: frames that nobody names are left out, and the others numbered anew. */
import type { Command } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import { gridOf, unitsOf } from "../../model/words/scope.js";
import type { Trace } from "./subject.js";

/**
 * The same commands in smaller pools, the smallest first: parts of memory between two places that some
 * command names become one frame, or one and the gaps between them, or keep their length and only what lies
 * behind the last is cut off. None of them need break the rule.
 */
export function smallerPools({ scope, commands }: Trace): Trace[] {
  if (unitsOf(scope) > 1 || scope.initial !== ALL_FREE) return [];
  const ranges = commands.flatMap(rangesOf);
  const places = [...new Set(ranges.flatMap(({ start, count }) => [start, start + count]))].sort(
    (a, b) => a - b,
  );
  if (places.some((place) => !Number.isInteger(place) || place < 0 || place > gridOf(scope))) return [];
  const isNamed = (from: number) => ranges.some(({ start, count }) => from >= start && from < start + count);
  const parts = [0, ...places].map((from, i, all) => ({
    from,
    to: all[i + 1] ?? from,
    named: isNamed(from),
  }));
  const shapes: ((part: (typeof parts)[number]) => number)[] = [
    ({ named }) => (named ? 1 : 0),
    ({ named, from, to }) => (named ? Math.min(2, to - from) : 0),
    ({ from, to }) => Math.min(1, to - from),
    ({ named, from, to }) => (named ? to - from : 0),
    ({ from, to }) => to - from,
  ];
  return shapes.flatMap((lengthOf) => {
    const moved = new Map<number, number>();
    let end = 0;
    for (const part of parts) {
      if (!moved.has(part.from)) moved.set(part.from, end);
      if (part.to > part.from) end += lengthOf(part);
      moved.set(part.to, end);
    }
    const frames = Math.max(1, end);
    if (frames >= scope.frames) return [];
    const place = (at: number) => moved.get(at) ?? 0;
    return [{ scope: { ...scope, frames }, commands: commands.map((command) => renumbered(command, place)) }];
  });
}

/** What a command names of the pool; a frame is a range of one. */
export function rangesOf(command: Command): FrameRange[] {
  return [
    ...("range" in command ? [command.range] : []),
    ...("from" in command ? [command.from] : []),
    ...("window" in command && command.window !== null ? [command.window] : []),
    ...("frame" in command ? [{ start: command.frame, count: 1 }] : []),
  ];
}

function renumbered(command: Command, place: (at: number) => number): Command {
  const range = ({ start, count }: FrameRange): FrameRange => ({
    start: place(start),
    count: place(start + count) - place(start),
  });
  return {
    ...command,
    ...("range" in command ? { range: range(command.range) } : {}),
    ...("from" in command ? { from: range(command.from) } : {}),
    ...("window" in command && command.window !== null ? { window: range(command.window) } : {}),
    ...("frame" in command ? { frame: place(command.frame) } : {}),
  };
}
