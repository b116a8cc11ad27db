/** A bitmap in C, compiled to WebAssembly, against the same one in TypeScript. */
import { hasCompiler } from "../testing/wasm/build.js";
import { inWords, measureModule } from "./contestants.js";
import { type Contestant, IN_C, type InC, type ModuleCounts, NO_FUEL, TYPESCRIPT } from "./module-run.js";
import type { Plan } from "./plan.js";
import { alternate, requireCounts, type Say, type Section, type Target } from "./section.js";
import { decimal, describeSpread, megabytes, ratioOf, spread, spreadOf, whole } from "./stats.js";

const SMALL: InC = "C, frames of 16 bytes";
const POISONED: InC = "C, frames of 4 KiB, poisoned";
const LEAST_RATIO = 0.45;
const MOST_FUEL = 1.05;
const LEAST_PER_SECOND = 500_000;
const MOST_MEGABYTES = 250;
const MOST_WORDS = 24;

/** The modules that can be measured here: those of other frames are compiled first. */
function contestants(): Contestant[] {
  const all = Object.keys(IN_C) as InC[]; // they are its keys
  const inC = hasCompiler() ? all : all.filter((name) => IN_C[name].length === 0);
  return [TYPESCRIPT, ...inC, NO_FUEL];
}

export async function modulesSection({ rounds, modules }: Plan, say: Say): Promise<Section> {
  const { bounds, states, tried } = modules;
  const names = contestants();
  const measured: Readonly<Record<string, readonly ModuleCounts[]>> = await alternate(
    rounds,
    Object.fromEntries(names.map((name) => [name, () => measureModule(name, bounds)])),
    say,
  );
  const of = (name: Contestant) => measured[name]!; // it is one of those measured
  const seconds = (name: Contestant) => of(name).map((counts) => counts.seconds);
  for (const name of names) requireCounts(name, of(name), { states, tried });
  return {
    title: "A module of C against TypeScript",
    text: [
      `One worker, ${inWords(bounds)}: ${whole(states)} states, ${whole(tried)} commands tried by all.`,
      "The same bitmap in TypeScript and in C, compiled to WebAssembly, its list of free frames inside",
      "them, with every guard of the door. Poisoned: a frame is filled when it becomes free. Seconds are those",
      "of the processor. `looked at` is the memory compared after each command, `words` how many of it a state has.",
      ...(hasCompiler() ? [] : ["Frames of 4 KiB are left out: there is no clang 14 here."]),
    ],
    head: [
      "bitmap",
      "seconds",
      "of the rate in TypeScript",
      "commands a second",
      "looked at, bytes",
      "words",
      "MB",
    ],
    rows: names.map((name) => [
      name,
      spread(seconds(name)),
      describeSpread(ratioOf(seconds(TYPESCRIPT), seconds(name)), decimal),
      whole(tried / spreadOf(seconds(name)).median),
      whole(of(name)[0]!.region),
      String(of(name)[0]!.words),
      megabytes(spreadOf(of(name).map(({ peakBytes }) => peakBytes)).median),
    ]),
    targets: [
      {
        what: "a bitmap in C, frames of 16 bytes: commands a second over those in TypeScript",
        measured: ratioOf(seconds(TYPESCRIPT), seconds(SMALL)),
        show: decimal,
        limit: { kind: "at least", value: LEAST_RATIO },
      },
      {
        what: "the same with fuel: seconds over those without",
        measured: ratioOf(seconds(SMALL), seconds(NO_FUEL)),
        show: decimal,
        limit: { kind: "at most", value: MOST_FUEL },
      },
      ...(names.includes(POISONED) ? wholeFrames(of(POISONED)) : []),
    ],
  };
}

/** What is asked where whole frames change. */
function wholeFrames(counts: readonly ModuleCounts[]): Target[] {
  const what = "a bitmap in C, frames of 4 KiB, poisoned";
  return [
    {
      what: `${what}: commands a second`,
      measured: spreadOf(counts.map(({ tried, seconds }) => tried / seconds)),
      show: whole,
      limit: { kind: "at least", value: LEAST_PER_SECOND },
    },
    {
      what: `${what}: peak memory, in MB`,
      measured: spreadOf(counts.map(({ peakBytes }) => peakBytes / 1e6)),
      show: whole,
      limit: { kind: "at most", value: MOST_MEGABYTES },
    },
    {
      what: `${what}: words of the module in a state`,
      measured: spreadOf(counts.map(({ words }) => words)),
      show: whole,
      limit: { kind: "at most", value: MOST_WORDS },
    },
  ];
}
