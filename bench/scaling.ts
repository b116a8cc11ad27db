/** allocheck against itself: as the work grows, in memory, and with a second worker. */
import type { AloneCounts } from "./alone.js";
import { check, inWords, knowsWorkers, measureAlone, ownSeconds, SPECIFICATION } from "./contestants.js";
import type { Plan, Sized } from "./plan.js";
import { alternate, type Point, requireCounts, type Say, type Section, skipped } from "./section.js";
import {
  decimal,
  describeSpread,
  megabytes,
  ratioOf,
  type Spread,
  spread,
  spreadOf,
  whole,
} from "./stats.js";

/** Cost as the work grows. */
export async function growthSection(plan: Plan, say: Say): Promise<Section> {
  const scopes = plan.growth;
  const measured = await alternate(
    plan.rounds,
    Object.fromEntries(
      scopes.map(({ bounds, states }) => [
        `the specification, ${inWords(bounds)}`,
        () => measureAlone(bounds, states),
      ]),
    ),
    say,
  );
  const lists = Object.values(measured);
  lists.forEach((list, i) => {
    requireCounts("the specification", list, { states: scopes[i]!.states });
  });
  const cost = lists.map((list) => list.map(costOf));
  const perRound = cost[0]!.map((_, round) => cost.map((costs) => costs[round]!));
  const flatness = spreadOf(perRound.map((costs) => Math.max(...costs) / Math.min(...costs)));
  const largest = lists[lists.length - 1]!;
  return {
    title: "Cost as the work grows",
    text: [
      "The specification alone, the same commands each time and more slices. Cost is seconds for a million",
      "transitions; it is flat when the most of it is near the least. Drawn in `docs/scaling.svg`.",
    ],
    head: ["scope", ...POINT_HEAD, "cost, s"],
    rows: lists.map((list, i) => [scopes[i]!.bounds.join("/"), ...pointRow(pointOf(list)), spread(cost[i]!)]),
    points: lists.map(pointOf),
    targets: [
      {
        what: "the most over the least cost of a million transitions",
        measured: flatness,
        show: decimal,
        limit: { kind: "at most", value: 2 },
      },
      {
        what: `growth of the heap for a million transitions, ${whole(largest[0]!.states)} states, in kB`,
        measured: spreadOf(largest.map(({ heapBytesPerMillion }) => heapBytesPerMillion / 1e3)),
        show: decimal,
        limit: { kind: "at most", value: 16 },
      },
    ],
  };
}

/** The columns that the plot is drawn from. */
export const POINT_HEAD = ["states", "transitions", "seconds", "peak, MB", "states and table, MB"] as const;

function pointRow({ states, transitions, seconds, peakBytes, setBytes }: Point): string[] {
  return [whole(states), whole(transitions), decimal(seconds), megabytes(peakBytes), megabytes(setBytes)];
}

function costOf({ seconds, transitions }: AloneCounts): number {
  return (seconds / transitions) * 1e6;
}

/** The median of each figure. */
function pointOf(list: readonly AloneCounts[]): Point {
  const median = (key: keyof AloneCounts) => spreadOf(list.map((counts) => counts[key])).median;
  return {
    states: median("states"),
    transitions: median("transitions"),
    seconds: median("seconds"),
    peakBytes: median("peakBytes"),
    setBytes: median("setBytes"),
  };
}

/** Bytes a state, the table included, and the search of more than 50 million states where asked for. */
export async function memorySection({ memory, huge }: Plan, say: Say): Promise<Section> {
  const rows: string[][] = [];
  const measure = async ({ bounds, states }: Sized) => {
    say(`the specification, ${inWords(bounds)}: ${whole(states)} states`);
    const counts = await measureAlone(bounds, states);
    requireCounts("the specification", [counts], { states });
    rows.push([
      bounds.join("/"),
      ...pointRow(pointOf([counts])),
      decimal(counts.setBytes / counts.states),
      decimal(counts.peakBytes / counts.states),
    ]);
    return counts;
  };
  const small = await measure(memory);
  const large = huge === null ? null : await measure(huge);
  return {
    title: "Memory",
    text: [
      "The specification alone. A state is stored whole, with its parent and its place in the table; `bytes a",
      "state` counts all of that, with the room that is not used yet. The peak is that of the whole process.",
    ],
    head: ["scope", ...POINT_HEAD, "bytes a state", "peak bytes a state"],
    rows,
    points: large === null ? [] : [pointOf([large])],
    targets: [
      {
        what: `bytes a state of the specification, ${inWords(memory.bounds)}`,
        measured: single(small.setBytes / small.states),
        show: decimal,
        limit: { kind: "at most", value: 24 },
      },
      ...(large === null
        ? []
        : ([
            {
              what: `peak memory at ${whole(large.states)} states, in GB`,
              measured: single(large.peakBytes / 1e9),
              show: decimal,
              limit: { kind: "at most", value: 2.5 },
            },
          ] as const)),
    ],
  };
}

function single(value: number): Spread {
  return spreadOf([value]);
}

/** Two workers against one. */
export async function workersSection(plan: Plan, say: Say): Promise<Section> {
  const title = "Two workers against one";
  if (!(await knowsWorkers())) return skipped(title, "`check` has no `--workers` yet");
  const results = [];
  for (const { target, bounds, states } of plan.workers) {
    const { one, two } = await alternate(
      plan.rounds,
      { one: () => check(target, bounds, 1), two: () => check(target, bounds, 2) },
      (text) => say(`${text}: ${target}, ${inWords(bounds)}`),
    );
    requireCounts(
      target,
      [...one, ...two].map(({ run }) => run),
      { states },
    );
    const name = `${target === SPECIFICATION ? "the specification" : target}, ${bounds.join("/")}`;
    const seconds = { one: one.map(ownSeconds), two: two.map(ownSeconds) };
    results.push({ name, states, ...seconds, ratio: ratioOf(seconds.two, seconds.one) });
  }
  return {
    title,
    text: ["Seconds of the search with `--workers 2` over those with `--workers 1`."],
    head: ["what", "states", "one worker, s", "two workers, s", "ratio"],
    rows: results.map(({ name, states, one, two, ratio }) => [
      ...[name, whole(states), spread(one), spread(two)],
      describeSpread(ratio, decimal),
    ]),
    targets: results.map(({ name, ratio }) => ({
      what: `two workers, ${name}: seconds over those of one`,
      measured: ratio,
      show: decimal,
      limit: { kind: "at most", value: 0.65 },
    })),
  };
}
