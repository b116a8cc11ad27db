/** Each kernel in its own scope, whole: the numbers are those of a run, and change with the rules alone. */
import { expect, test } from "vitest";
import { allocatorNamed } from "../../cli/targets/names.js";
import { firstScope } from "../../explore/rule-book/rule-scope.js";
import { scopeOf } from "../../model/words/scope.js";
import { programOf } from "../../testing/commands.js";
import { runToEnd } from "../../testing/run.js";
import { edgesOf, inward, outward } from "./kernel.js";

const runOf = (name: string, bounds: { readonly frames: number; readonly units?: number }) => {
  const definition = allocatorNamed(name);
  return runToEnd({ definition, scope: scopeOf({ ...bounds, owners: 1, slices: 1, modules: ["boot"] }) });
};

test.each([
  ["boot-linux-generic", 3, { states: 40_498, tried: 1_832_729, transitions: 136_760, depth: 11 }],
  ["boot-linux-arm64", 3, { states: 40_498, tried: 1_832_729, transitions: 136_760, depth: 11 }],
  ["boot-solaya", 3, { states: 10_636, tried: 595_060, transitions: 28_835, depth: 8 }],
  ["boot-solaya-released", 2, { states: 3957, tried: 174_380, transitions: 14_627, depth: 9 }],
] as const)("%s closes, with nothing vacuous", (name, frames, counts) => {
  const run = runOf(name, { frames, units: 2 });
  expect(run.scope).toEqual(firstScope(allocatorNamed(name)));
  expect(run).toMatchObject({ verdict: "holds", closed: true, ...counts });
  expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
});

test("32-bit ARM gives the device tree away with an edge frame, and is right where images fill frames", () => {
  const run = runOf("boot-linux-arm", { frames: 3, units: 2 });
  expect(run.verdict).toBe("broken");
  const [found] = run.counterexamples;
  expect(found?.rule).toBe("free-initrd/edge-frames");
  expect(found && programOf(found)).toEqual([
    "place-initrd(0)",
    "reserve-initrd()",
    "reserve(1, owner 1)",
    "end-boot()",
    "unpack-initrd()",
    "end-unpack(files)",
    "free-initrd()",
  ]);
  expect(runOf("boot-linux-arm", { frames: 3 })).toMatchObject({ verdict: "holds", closed: true });
});

test("what lies in a frame in part is an edge, and a frame with both ends is the first", () => {
  const spans = [
    { start: 0, end: 4 },
    { start: 1, end: 4 },
    { start: 0, end: 3 },
    { start: 1, end: 3 },
    { start: 2, end: 3 },
    { start: 1, end: 2 },
  ];
  expect(spans.map((span) => edgesOf(span, 2))).toEqual([0, 1, 2, 3, 1, 1]);
  expect(outward({ start: 1, end: 3 }, 2)).toEqual({ start: 0, end: 4 });
  expect(inward({ start: 1, end: 5 }, 2)).toEqual({ start: 2, end: 4 });
});
