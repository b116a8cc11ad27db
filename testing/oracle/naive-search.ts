/** How memory is looked for in the naive model of regions: what is asked, and where it may then lie. */
import type { Command, CommandOf } from "../../model/words/commands.js";
import type { FrameRange } from "../../model/words/frames.js";
import { alike } from "./naive-region-effects.js";
import { isFree, type Regions, type Unit } from "./naive-regions.js";

type Shape = CommandOf<"alloc-range">;

/** Everything that is asked for over so many units and nodes. */
export function naiveShapes(grid: number, nodes: number, foreign: boolean): Command[] {
  const shape = (count: number, align: number, window: FrameRange | null, node: number, search: string) =>
    ({ kind: "alloc-range", count, align, window, node, search }) as Shape;
  const counts = [1, 2, 3].filter((count) => count <= grid);
  const few = counts.slice(0, 2);
  const shapes: Shape[] = counts.flatMap((count) => [
    shape(count, 1, null, 0, "phys"),
    shape(count, 2, null, 0, "phys"),
  ]);
  shapes.push(shape(1, 1, null, 0, "virt"));
  const half = Math.floor(grid / 2);
  const windows =
    half === 0
      ? []
      : [
          { start: 0, count: half },
          { start: half, count: grid - half },
        ];
  const narrow = grid > 2 ? [{ start: grid - 1, count: 1 }] : [];
  for (const window of [...windows, ...narrow])
    for (const count of few)
      for (const search of ["phys", "virt"]) shapes.push(shape(count, 1, window, 0, search));
  for (let node = 1; node <= nodes; node++) {
    shapes.push(shape(1, 1, null, node, "phys"));
    for (const search of ["virt", "exact"]) {
      for (const count of few) shapes.push(shape(count, 1, null, node, search));
      for (const upper of windows.slice(1)) shapes.push(shape(1, 1, upper, node, search));
    }
  }
  if (foreign)
    shapes.push(
      shape(0, 1, null, 0, "phys"),
      shape(1, 3, null, 0, "phys"),
      shape(grid + 1, 1, null, 0, "phys"),
    );
  return shapes;
}

/** The places of the first attempt that has one. */
export function naivePlaces(state: Regions, perFrame: number, shape: Shape): number[] {
  const grid = state.units.length;
  const limit = state.limit === 0 ? grid : state.limit;
  const { window, search, node } = shape;
  const start = window === null ? 0 : window.start;
  const end = window === null ? limit : window.start + window.count;
  const upper = search === "phys" ? end : Math.min(end, limit);
  const mirrored = (unit: Unit) => unit.flags.includes("mirror");
  const anywhere = () => true;
  const onNode = (unit: Unit) => node === 0 || unit.node === node;
  const nodesTried = search === "exact" ? [onNode] : [onNode, anywhere];
  const startsTried = search === "phys" ? [start] : [start, 0];
  for (const lower of startsTried)
    for (const kind of [mirrored, anywhere])
      for (const right of nodesTried) {
        const places = fitting(
          state,
          shape,
          Math.max(lower, perFrame),
          upper,
          (unit) => kind(unit) && right(unit),
        );
        if (places.length > 0) return places;
      }
  return [];
}

function fitting(
  { units }: Regions,
  { count, align }: Shape,
  lower: number,
  upper: number,
  right: (unit: Unit) => boolean,
): number[] {
  return units.flatMap((first, place) => {
    const run = units.slice(place, place + count);
    const fits =
      place % align === 0 &&
      place >= lower &&
      place + count <= upper &&
      run.length === count &&
      run.every(
        (unit) => isFree(unit) && !unit.flags.includes("hotplug") && right(unit) && alike(unit, first),
      );
    return fits ? [place] : [];
  });
}
