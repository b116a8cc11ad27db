/** allocheck against others: what runs against what, what must be equal, and what the ratio is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Checked,
  check,
  inWords,
  measureFloor,
  measureModelRuns,
  measureTested,
  ownSeconds,
  SPECIFICATION,
  scopeBy,
} from "./contestants.js";
import type { Plan } from "./plan.js";
import { alternate, requireCounts, type Say, type Section, skipped, type Target } from "./section.js";
import { buildVerifier, runVerifier, spinMissing } from "./spin.js";
import { decimal, describeSpread, megabytes, ratioOf, spread, spreadOf, whole } from "./stats.js";

/** Lockstep, one worker, against the same search written by hand. */
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
    requireCounts(
      name,
      ours.map(({ run }) => run),
      { states, tried, verdict: "holds" },
    );
    requireCounts(`the floor's ${name}`, floors, { states, tried });
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

/**
 * What the tests of the bytes cost: those before the search, those during it, and those when it has closed.
 */
export async function testedSection(plan: Plan, say: Say): Promise<Section> {
  const { bounds, states, tried } = plan.lockstep;
  const { with: tested, without } = await alternate(
    plan.rounds,
    {
      with: () => measureTested("bitmap", bounds, true),
      without: () => measureTested("bitmap", bounds, false),
    },
    say,
  );
  requireCounts("bitmap", [...tested, ...without], { states, tried });
  const secondsOf = (those: readonly { readonly seconds: number }[]) => those.map(({ seconds }) => seconds);
  const ratio = ratioOf(secondsOf(tested), secondsOf(without));
  return {
    title: "What it costs to test that the bytes decide",
    text: [
      `The bitmap, one worker, ${inWords(bounds)}. How much is tested before a search and after it is bounded, so`,
      "the share falls as scopes grow; what is given again during the search grows with it.",
    ],
    head: ["", "seconds"],
    rows: [
      ["with all tests, as on the command line", spread(secondsOf(tested))],
      ["the search alone", spread(secondsOf(without))],
    ],
    targets: [
      {
        what: "all tests that the bytes decide: seconds over those of the search alone",
        measured: ratio,
        show: decimal,
        limit: { kind: "at most", value: 1.1 },
      },
    ],
  };
}

/** The specification alone against Spin's verifier. */
export async function spinSection(plan: Plan, say: Say): Promise<Section> {
  const { bounds, states, transitions, depth, bits } = plan.spin;
  const title = "The specification against Spin";
  const missing = await spinMissing();
  if (missing !== null) return skipped(title, missing);
  const directory = mkdtempSync(join(tmpdir(), "allocheck-bench-"));
  try {
    say("compiling Spin's verifier");
    const verifier = await buildVerifier(scopeBy(bounds), directory);
    const { one, two, spin } = await alternate(
      plan.rounds,
      {
        one: () => check(SPECIFICATION, bounds, 1),
        two: () => check(SPECIFICATION, bounds, 2),
        spin: () => runVerifier(verifier, depth, bits),
      },
      say,
    );
    const wanted = { states, transitions };
    requireCounts(
      "the specification",
      [...one, ...two].map(({ run }) => run),
      wanted,
    );
    requireCounts("Spin", spin, wanted);
    const secondsOf = (those: readonly { readonly seconds: number }[]) => those.map((c) => c.seconds);
    const faster = (workers: string, own: readonly { readonly seconds: number }[]): Target => ({
      what: `the specification by ${workers}: how many times faster than Spin`,
      measured: ratioOf(secondsOf(spin), secondsOf(own)),
      show: decimal,
      limit: { kind: "at least", value: 4 },
    });
    const row = (name: string, s: readonly number[], peak: readonly number[]) => [
      name,
      spread(s),
      whole(transitions / spreadOf(s).median),
      megabytes(spreadOf(peak).median),
    ];
    return {
      title,
      text: [
        `${inWords(bounds)}: ${whole(states)} states and ${whole(transitions)} transitions by all.`,
        "Spin's model is what `allocheck export spec --as promela` writes. Its verifier is compiled with",
        `\`gcc -O3 -DSAFETY -DNOREDUCE\` and run with \`-m${depth} -w${bits}\`. Seconds are those of the whole`,
        "process. Spin prints one transition more: it counts states stored and matched, and the initial state",
        "is stored though no transition leads to it.",
      ],
      head: ["checker", "seconds", "transitions a second", "memory, MB"],
      rows: [
        row("allocheck, one worker", secondsOf(one), peaksOf(one)),
        row("allocheck, two workers", secondsOf(two), peaksOf(two)),
        row(
          "Spin",
          secondsOf(spin),
          spin.map(({ peakBytes }) => peakBytes),
        ),
      ],
      targets: [faster("one worker", one), faster("two workers", two)],
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function peaksOf(those: readonly Checked[]): number[] {
  return those.map(({ run }) => run.measured.peakMemoryBytes);
}

/** Commands a second against fast-check's model-based runs. */
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
