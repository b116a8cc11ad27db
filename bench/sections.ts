/** Each comparison: what runs against what, what must be equal, and what the ratio is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeScope, scopeOf } from "../model/scope.js";
import type { AloneCounts } from "./alone.js";
import {
  type Bounds,
  type Checked,
  check,
  knowsWorkers,
  measureAlone,
  measureFloor,
  measureModelRuns,
  SPECIFICATION,
} from "./contestants.js";
import type { Plan, Sized } from "./plan.js";
import { alternate, type Point, require, type Section } from "./section.js";
import { buildVerifier, runVerifier, spinMissing } from "./spin.js";
import { decimal, describeSpread, ratioOf, type Spread, spreadOf, whole } from "./stats.js";

/** Hears what is measured next. */
export type Say = (text: string) => void;

const scopeBy = ([frames, owners, slices]: Bounds) => scopeOf({ frames, owners, slices });
const inWords = (bounds: Bounds) => describeScope(scopeBy(bounds));
const spread = (values: readonly number[], show = decimal) => describeSpread(spreadOf(values), show);
const ownSeconds = ({ run }: Checked) => run.measured.seconds;
const megabytes = (bytes: number) => whole(bytes / 1e6);

/** (a) Lockstep, one worker, against the same search written by hand. */
export async function floorSection(plan: Plan, say: Say): Promise<Section> {
  const { bounds, states, tried } = plan.lockstep;
  const measured = await alternate(
    plan.rounds,
    {
      bitmap: () => check("bitmap", bounds, 1),
      bitmapFloor: () => measureFloor("bitmap", bounds),
      list: () => check("free-list", bounds, 1),
      listFloor: () => measureFloor("free-list", bounds),
    },
    say,
  );
  const pairs = [
    { name: "bitmap", ours: measured.bitmap, floors: measured.bitmapFloor },
    { name: "free-list", ours: measured.list, floors: measured.listFloor },
  ].map(({ name, ours, floors }) => {
    require(name, ours.map(({ run }) => run), { states, tried, verdict: "holds" });
    require(`the floor's ${name}`, floors, { states, tried });
    const own = ours.map(ownSeconds);
    const floor = floors.map(({ seconds }) => seconds);
    return { name, own, floor, ratio: ratioOf(own, floor) };
  });
  return {
    title: "Lockstep against a floor written by hand",
    text: [
      `One worker, ${inWords(bounds)}: ${whole(states)} states, ${whole(tried)} commands tried by both.`,
      "The floor (`bench/floor.ts`) is the same search of two allocators in one plain file: no rules as data,",
      "no contracts, no traces. Seconds are those of the search, without the start of the process.",
    ],
    head: ["allocator", "allocheck, s", "floor, s", "ratio", "commands tried a second"],
    rows: pairs.map(({ name, own, floor, ratio }) => [
      name,
      spread(own),
      spread(floor),
      describeSpread(ratio, decimal),
      whole(tried / spreadOf(own).median),
    ]),
    targets: pairs.map(({ name, ratio }) => ({
      what: `lockstep of ${name}: seconds over the floor's`,
      measured: ratio,
      show: decimal,
      limit: { kind: "at most", value: 1 },
    })),
  };
}

/** (b) The specification alone against Spin's verifier. */
export async function spinSection(plan: Plan, say: Say): Promise<Section> {
  const { bounds, states, transitions, depth, bits } = plan.spin;
  const title = "The specification against Spin";
  const missing = await spinMissing();
  if (missing !== null) return skipped(title, missing);
  const directory = mkdtempSync(join(tmpdir(), "allocheck-bench-"));
  try {
    say("compiling Spin's verifier");
    const verifier = await buildVerifier(scopeBy(bounds), directory);
    const { own, spin } = await alternate(
      plan.rounds,
      { own: () => check(SPECIFICATION, bounds, 1), spin: () => runVerifier(verifier, depth, bits) },
      say,
    );
    const wanted = { states, transitions };
    require("the specification", own.map(({ run }) => run), wanted);
    require("Spin", spin, wanted);
    const seconds = { own: own.map((c) => c.seconds), spin: spin.map((c) => c.seconds) };
    const ratio = ratioOf(seconds.spin, seconds.own);
    const row = (name: string, s: readonly number[], peak: readonly number[]) => [
      name,
      spread(s),
      whole(transitions / spreadOf(s).median),
      megabytes(spreadOf(peak).median),
    ];
    return {
      title,
      text: [
        `One worker, ${inWords(bounds)}: ${whole(states)} states and ${whole(transitions)} transitions by both.`,
        "Spin's model is what `allocheck export spec --as promela` writes. Its verifier is compiled with",
        `\`gcc -O3 -DSAFETY -DNOREDUCE\` and run with \`-m${depth} -w${bits}\`. Seconds are those of the whole`,
        "process. Spin prints one transition more: it counts states stored and matched, and the initial state",
        "is stored though no transition leads to it.",
      ],
      head: ["checker", "seconds", "transitions a second", "memory, MB"],
      rows: [
        row(
          "allocheck",
          seconds.own,
          own.map(({ run }) => run.measured.peakMemoryBytes),
        ),
        row(
          "Spin",
          seconds.spin,
          spin.map(({ peakBytes }) => peakBytes),
        ),
      ],
      targets: [
        {
          what: "the specification: how many times faster than Spin",
          measured: ratio,
          show: decimal,
          limit: { kind: "at least", value: 4 },
        },
      ],
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** (c) Commands a second against fast-check's model-based runs. */
export async function modelRunSection(plan: Plan, say: Say): Promise<Section> {
  const { bounds, tried } = plan.lockstep;
  const measured = await alternate(
    plan.rounds,
    {
      own: () => check("bitmap", bounds, 1),
      drawn: () => measureModelRuns(bounds, plan.modelRuns, "arguments"),
      table: () => measureModelRuns(bounds, plan.modelRuns, "table"),
    },
    say,
  );
  const own = measured.own.map((c) => tried / ownSeconds(c));
  const rate = (counts: readonly { commands: number; seconds: number }[]) =>
    counts.map(({ commands, seconds }) => commands / seconds);
  const drawn = rate(measured.drawn);
  const table = rate(measured.table);
  const row = (name: string, rates: readonly number[]) => [
    name,
    spread(rates, whole),
    describeSpread(ratioOf(own, rates), decimal),
  ];
  return {
    title: "Commands a second against fast-check",
    text: [
      `The same bitmap and rules, ${inWords(bounds)}. fast-check draws ${whole(plan.modelRuns)} sequences`,
      "of at most 100 commands and runs them with `fc.modelRun` against masks of frames: a sample. allocheck",
      "tries every command in every state.",
    ],
    head: ["", "commands a second", "allocheck is faster, times"],
    rows: [
      row("allocheck, one worker", own),
      row("fast-check, arguments drawn", drawn),
      row("fast-check, drawn from a table of all commands", table),
    ],
    targets: [],
  };
}

/** (d) Cost as the work grows, and (e) what a state weighs. */
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
    require("the specification", list, { states: scopes[i]!.states });
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

/** (e) Bytes a state, the table included, and the search of more than 50 million states where asked for. */
export async function memorySection({ memory, huge }: Plan, say: Say): Promise<Section> {
  const rows: string[][] = [];
  const measure = async ({ bounds, states }: Sized) => {
    say(`the specification, ${inWords(bounds)}: ${whole(states)} states`);
    const counts = await measureAlone(bounds, states);
    require("the specification", [counts], { states });
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

/** (f) Two workers against one. */
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
    require(target, [...one, ...two].map(({ run }) => run), { states });
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

function skipped(title: string, why: string): Section {
  return { title, text: [`Skipped: ${why}.`], head: [], rows: [], targets: [] };
}
