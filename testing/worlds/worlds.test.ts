/** Allocators of worlds beyond the core: the sound ones hold, the others are caught at their shortest. */
import { expect, test } from "vitest";
import {
  type AllocatorDefinition,
  type Candidate,
  check,
  defineAllocator,
  fromObject,
  replay,
} from "../../index.js";
import { describeCommand } from "../../model/words/commands.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { PLAIN } from "../../report/lines/style.js";
import { adviceFor } from "../../report/text/advice.js";
import { programLines } from "../../report/trace/program.js";
import * as chores from "./chores.js";
import * as parts from "./parts.js";
import * as pools from "./pools.js";
import * as resizing from "./resizing.js";
import * as settling from "./settling.js";
import * as shares from "./shares.js";
import * as zones from "./zones.js";

const SOUND: readonly (readonly [allocator: AllocatorDefinition, states: number])[] = [
  [settling.lazyList, 59],
  [settling.cpuCache, 57],
  [settling.graced, 59],
  [settling.batches, 46],
  [chores.journal, 71],
  [chores.trims, 43],
  [chores.compacts, 76],
  [shares.counted, 125],
  [shares.listed, 142],
  [shares.twoBits, 64],
  [resizing.inPlace, 13],
  [resizing.moves, 13],
  [resizing.copies, 156],
  [resizing.waits, 66],
  [parts.runs, 13],
  [parts.bits, 18],
  [zones.zoneList, 8],
  [zones.nodes, 8],
  [zones.ownPools, 8],
];

test.each(SOUND.map(([allocator, states]) => [allocator.name, allocator, states] as const))(
  "%s holds",
  (_name, allocator, states) => {
    const { verdict, states: found } = check(allocator, { frames: 3 });
    expect({ verdict, found }).toEqual({ verdict: "holds", found: states });
  },
);

const FAULTY: readonly (readonly [allocator: AllocatorDefinition, rule: string, program: string])[] = [
  [
    parts.looksAtOneSide,
    "free-block/already-free",
    "alloc-block(3 frames, align 1); free-block(1); free-block(0..2)",
  ],
  [
    parts.joinsOneSide,
    "alloc-block/legal",
    "alloc-block(2 frames, align 1); free-block(0); free-block(1); alloc-block(3 frames, align 1)",
  ],
  [
    parts.keepsItsHint,
    "alloc-block/legal",
    "alloc-block(1 frame, align 1); free-block(0); alloc-block(3 frames, align 1)",
  ],
  [
    settling.lazyOneATurn,
    "alloc/legal",
    "alloc(); alloc(); alloc(); free(0); free(1); settle(); alloc(); alloc()",
  ],
  [
    settling.cpuCacheTwice,
    "alloc/exhausted",
    "alloc(); alloc(); alloc(); free(0); free(1); free(2); alloc(); alloc(); alloc(); alloc()",
  ],
  [settling.gracedOnce, "alloc/legal", "alloc(); alloc(); alloc(); free(0); settle(); alloc()"],
  [settling.batchesStranded, "alloc-block/legal", "alloc(); settle(); alloc-block(2 frames, align 1)"],
  [chores.journalForgets, "free/already-free", "alloc(); free(0); neutral(reload); free(0)"],
  [chores.trimsTwice, "alloc/legal", "neutral(trim); alloc(); neutral(trim); alloc()"],
  [
    chores.compactsNearby,
    "alloc-block/exhausted",
    "alloc-block(1 frame, align 1); alloc-block(1 frame, align 1); free-block(0); alloc-block(2 frames, align 1)",
  ],
  [shares.wraps, "alloc/free-frame", "alloc(); share(0); share(0); share(0); alloc()"],
  [
    shares.saturates,
    "alloc/free-frame",
    "alloc(); share(0); share(0); share(0); free(0); free(0); free(0); alloc()",
  ],
  [shares.listedEarly, "alloc/free-frame", "alloc(); share(2); free(2); alloc()"],
  [
    resizing.overTheEnd,
    "resize/exhausted",
    "alloc-block(1 frame, align 1); alloc-block(1 frame, align 1); resize(1, to 3 frames)",
  ],
  [
    resizing.looksOneAhead,
    "resize/exhausted",
    "alloc-block(2 frames, align 1); alloc-block(1 frame, align 1); resize(0..1, to 1 frame); resize(0, to 3 frames)",
  ],
  [
    resizing.losesBlock,
    "refusal-writes",
    "alloc-block(1 frame, align 1); alloc-block(1 frame, align 1); realloc(0, to 2 frames)",
  ],
  [
    resizing.waitsForOne,
    "resize/legal",
    "alloc-block(3 frames, align 1); resize(0..2, to 2 frames); resize(0..1, to 1 frame)",
  ],
  [zones.fallsAnywhere, "alloc-zone/exhausted", "alloc-zone(zone 1); alloc-zone(zone 1); alloc-zone(zone 1)"],
  [
    zones.chargesTheAsked,
    "alloc-zone/legal",
    "alloc-zone(zone 1); alloc-zone(zone 2); alloc-zone(zone 2); free(2); alloc-zone(zone 2)",
  ],
  [
    zones.returnsToTheLast,
    "alloc-zone/legal",
    "alloc-zone(zone 1); free(0); alloc-zone(zone 1); alloc-zone(zone 1)",
  ],
  [zones.lowestFirst, "preferred-place", "alloc-zone(zone 2)"],
  [zones.refusesEarly, "alloc-zone/legal", "alloc-zone(zone 2); alloc-zone(zone 2)"],
  [zones.nodesOfOneSize, "alloc-zone/free-frame", "alloc-zone(zone 2); alloc-zone(zone 2)"],
];

test.each(FAULTY.map(([allocator, ...rest]) => [allocator.name, allocator, ...rest] as const))(
  "%s is caught, and its trace replays",
  (_name, allocator, rule, program) => {
    const run = check(allocator, { frames: 3, first: true });
    const [first] = run.counterexamples;
    const steps = first?.steps.map(({ command }) => describeCommand(command)).join("; ");
    expect({ verdict: run.verdict, rule: first?.rule, steps }).toEqual({
      verdict: "broken",
      rule,
      steps: program,
    });
    expect(replay(first!, allocator).fate).toBe("breaks"); // it is broken
  },
);

test.each([
  [pools.atItsEnd, 15],
  [pools.plugged, 121],
] as const)("$0.name grows and shrinks", (allocator, states) => {
  const run = check(allocator, { first: true });
  expect([run.verdict, run.states, run.scope.initial]).toEqual(["holds", states, "2 free, 1 hole"]);
});

test.each([
  [pools.looksAtTheLast, "remove/overlaps-allocated", "alloc(); remove(0..1)"],
  [pools.unplugsAllocated, "remove/overlaps-allocated", "alloc(); remove(0)"],
  [pools.unplugsReserved, "remove/reserved", "reserve(0, owner 1); remove(0)"],
  [pools.forgetsNothing, "alloc/legal", "remove(0..1); add(0); alloc()"],
] as const)("$0.name shrinks under somebody, or comes back as it was", (allocator, rule, program) => {
  const [found] = check(allocator, { first: true }).counterexamples;
  const steps = found?.steps.map(({ command }) => describeCommand(command)).join("; ");
  expect([found?.rule, steps]).toEqual([rule, program]);
  expect(replay(found!, allocator).fate).toBe("breaks"); // it is broken
});

test("what may wait is not let off without a settle, and each finding says which contract would", () => {
  for (const contract of ["strict", "trusted"]) {
    const run = check(settling.lazyList, { frames: 2, first: true, contract });
    expect(run.counterexamples[0]?.rule).toBe("alloc/legal");
    expect(adviceFor(run.counterexamples[0]!)).toContain(
      contract === "strict" ? "--contract lazy" : "--contract trusted+lazy",
    );
  }
});

test("a trace is replayed by the order in which zones serve now, and not when it was recorded", () => {
  const { fallback: _, placement: __, ...untold } = zones.zoneList;
  const [found] = check(untold, { frames: 2, first: true }).counterexamples;
  expect(found?.rule).toBe("alloc-zone/exhausted");
  expect([untold, zones.zoneList].map((each) => replay(found!, each).fate)).toEqual(["breaks", "fixed"]);
});

test("chores that are none are a misuse, and a scope has their names", () => {
  const make = (neutral: object) =>
    fromObject({ make: () => ({}), calls: { neutral: neutral as Record<string, () => void> } });
  for (const neutral of [{}, { "two words": () => {} }, { trim: 3 }, () => {}])
    expect(() => make(neutral)(DEFAULT_SCOPE)).toThrow(expect.objectContaining({ name: "Misuse" }));
  const { scope } = check(chores.journal, { frames: 1 });
  expect(scope).toMatchObject({ modules: ["core", "chores"], chores: ["checkpoint", "reload"] });
});

test("a counter of two bits holds as far as three holders, and its strip shows them", () => {
  expect(check(shares.saturates, { frames: 2, sharers: 3 }).verdict).toBe("holds");
  const { counterexamples } = check(shares.saturates, { frames: 2, first: true });
  const text = programLines(counterexamples[0]!, PLAIN).join("\n"); // it is broken
  expect(text).toContain("|4  |  holders");
});

test("who adds memory that is there from the start is told how a pool begins smaller", () => {
  const add = fromObject<{ end: number }>({
    make: ({ frames }) => ({ end: frames }),
    calls: {
      add: (pool, { end }) => {
        pool.end = end;
      },
    },
  });
  const { counterexamples } = check(defineAllocator({ name: "grows", make: add }), { frames: 2 });
  expect(adviceFor(counterexamples[0]!)).toContain('--map "2 free, 2 hole"'); // it is broken
});

test("zones of any sizes are told by a map, of which make reads what is in which", () => {
  const map = "1 free zone 2, 1 free zone 1, 1 free zone 2";
  const run = check(zones.zoneList, { map, first: true });
  expect([run.verdict, run.states, run.scope]).toEqual([
    "holds",
    8,
    expect.objectContaining({ frames: 3, modules: ["core", "zones"], initial: map, fallback: "2>1" }),
  ]);
  // What is near is what lies in one piece: the second piece of zone 2 is none of its own.
  expect(check(zones.nodes, { map, first: true }).verdict).toBe("broken");
  for (const wrong of ["2 free zone 2", "1 free, 1 free zone 1", "1 free zone 5"])
    expect(() => check(zones.zoneList, { map: wrong })).toThrow(
      "the zones of the map are not numbered from 1",
    );
  expect(() => check(zones.zoneList, { map, zones: 3 })).toThrow("the map has 2 zones, and the scope 3");
});

test("who falls back and does not say so is told how, and a placement may look at what was passed over", () => {
  const silent = defineAllocator({ name: "silent", make: zones.zoneList.make });
  const [found] = check(silent, { frames: 3, first: true }).counterexamples;
  expect([found?.rule, adviceFor(found!)]).toEqual([
    "alloc-zone/exhausted",
    expect.stringContaining('fallback: "lower"'),
  ]);
  const nearestLowest = { ...zones.nodes, placement: (a: Candidate, b: Candidate) => a.passed - b.passed };
  expect(check(nearestLowest, { frames: 4, zones: 3 }).verdict).toBe("holds");
  const lowest = { ...zones.nodes, placement: (a: Candidate, b: Candidate) => b.passed - a.passed };
  expect(check(lowest, { frames: 4, first: true }).counterexamples[0]?.rule).toBe("preferred-place");
  for (const fallback of ["upper", () => [7], () => [1, 1], 3])
    expect(() => check({ ...zones.nodes, fallback } as AllocatorDefinition, { frames: 2 })).toThrow(
      expect.objectContaining({ name: "Misuse", code: "bad-definition" }),
    );
});

test("what a block holds goes with it when it moves", () => {
  const { counterexamples } = check(resizing.copiesShort, { frames: 4, first: true });
  const steps = counterexamples[0]?.steps.map(({ command }) => describeCommand(command));
  expect([counterexamples[0]?.rule, steps]).toEqual([
    "observed-contents",
    ["alloc-block(1 frame, align 1)", "alloc-block(1 frame, align 1)", "write(0)", "realloc(0, to 2 frames)"],
  ]);
});

test("a call that reads no alignment is asked for none", () => {
  expect(settling.batches.offers["alloc-block"]).toBeTypeOf("function");
  const { leftOut } = check(settling.batches, { frames: 2 });
  expect(JSON.stringify(leftOut)).toContain("alloc-block");
});
