/** The kinds of field that a state has, as formulas know them and as they lie in a packed state. */
import {
  and,
  atMost,
  constant,
  every,
  FALSE,
  field,
  implies,
  less,
  not,
  type Sort,
  within,
} from "../logic/term.js";
import { type Place, placesOf, read } from "../state/layout.js";
import { rangeNumber } from "../words/ranges.js";
import { gridOf } from "../words/scope.js";
import type { Sight, StateField } from "./formulas.js";
import type { LaidOut } from "./module.js";

const ZERO = constant(0);

/** How many units the pool has: any number, from 1. */
export const SIZE = { name: "N", over: [], is: "number" } as const;
export const POOL_END = field(SIZE);

/** One bit a frame. */
export function plane(id: string, more: Partial<StateField> = {}): StateField {
  return {
    name: id,
    over: ["frame"],
    is: "truth",
    shape: (see) => every(["frame"], (frame) => implies(see.field(id, frame), inPool(frame))),
    initially: (see) => every(["frame"], (frame) => not(see.field(id, frame))),
    read: ({ layout }) => {
      const places = placesOf(layout, id);
      return (words, at, [frame]) => bitAt(words, at, places, frame!);
    },
    ...more,
  };
}

/** One bit a frame for each owner or node. */
export function planes(
  name: string,
  sort: Sort,
  id: (number: number) => string,
  more: Partial<StateField> = {},
) {
  return {
    name,
    over: [sort, "frame"],
    is: "truth",
    shape: (see) => every([sort, "frame"], (of, frame) => implies(see.field(name, of, frame), inPool(frame))),
    initially: (see) => every([sort, "frame"], (of, frame) => not(see.field(name, of, frame))),
    read: ({ layout }) => {
      const cache: (readonly Place[])[] = [];
      const placesFor = (number: number) => {
        cache[number] ??= layout.places.get(id(number)) ?? [];
        return cache[number];
      };
      return (words, at, [number, frame]) => bitAt(words, at, placesFor(number!), frame!);
    },
    ...more,
  } satisfies StateField as StateField;
}

/** How many there are of each range, from its first frame to right before its end. */
export function bag(id: string): StateField {
  return {
    name: id,
    over: ["frame", "frame"],
    is: "number",
    shape: (see) =>
      every(["frame", "frame"], (low, high) =>
        and(
          atMost(ZERO, see.field(id, low, high)),
          implies(
            less(ZERO, see.field(id, low, high)),
            and(atMost(ZERO, low), less(low, high), atMost(high, POOL_END)),
          ),
        ),
      ),
    initially: (see) => every(["frame", "frame"], (low, high) => not(less(ZERO, see.field(id, low, high)))),
    read: ({ layout, scope }) => {
      const places = placesOf(layout, id);
      const grid = gridOf(scope);
      return (words, at, [low, high]) => {
        if (low! < 0 || low! >= high! || high! > grid) return 0;
        const entry = rangeNumber(grid, { start: low!, count: high! - low! }) + 1;
        let count = 0;
        for (const place of places) if (read(words, at, place) === entry) count++;
        return count;
      };
    },
  };
}

/** One bit of the whole state. */
export function flag(id: string): StateField {
  return { ...scalar(id), is: "truth", initially: (see) => not(see.field(id)) };
}

/** One number of the whole state, 0 where a run begins. */
export function scalar(id: string, shape?: StateField["shape"]): StateField {
  return {
    name: id,
    over: [],
    is: "number",
    ...(shape === undefined ? {} : { shape }),
    initially: (see) => and(atMost(see.field(id), ZERO), atMost(ZERO, see.field(id))),
    read: ({ layout }: LaidOut) => {
      const [place] = placesOf(layout, id);
      return (words, at) => read(words, at, place!);
    },
  };
}

/** Whether a frame is one of the pool. */
export function inPool(frame: Parameters<typeof within>[0]) {
  return within(frame, ZERO, POOL_END);
}

/** Of a field that holds whatever it does where a run begins. */
export const ANYTHING = (_: Sight) => not(FALSE);

/** The bit of a frame in a plane; 0 outside the pool. */
export function bitAt(words: Int32Array, at: number, places: readonly Place[], frame: number): number {
  const place = frame < 0 ? undefined : places[frame >>> 5];
  return place === undefined ? 0 : (read(words, at, place) >>> (frame & 31)) & 1;
}
