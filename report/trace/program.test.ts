import { expect, test } from "vitest";
import { ALLOCATED } from "../../model/words/frames.js";
import { DEFAULT_SCOPE } from "../../model/words/scope.js";
import { accepted, alloc, borrow, counterexample, free, release, reserve } from "../../testing/samples.js";
import { COLOUR, PLAIN } from "../lines/style.js";
import { programLines, stripLines } from "./program.js";

const range = (start: number, count: number) => ({ start, count });

test("a strip shows each frame, and below it what live slices cover", () => {
  expect(stripLines({ frames: [0, 1, ALLOCATED, 2], slices: [] })).toEqual(["|. 1 # 2|"]);
  expect(stripLines({ frames: [1, 1, 0, 2], slices: [range(0, 2), range(0, 1), range(3, 1)] })).toEqual([
    "|1 1 . 2|",
    "|= =   =|  live: [0..1], [0], [3]",
  ]);
});

test("over 16 frames a strip has no gaps", () => {
  const frames = (count: number) => new Array<number>(count).fill(0).fill(ALLOCATED, 0, 1);
  expect(stripLines({ frames: frames(16), slices: [] })).toEqual([`|#${" .".repeat(15)}|`]);
  const wide = stripLines({ frames: frames(17), slices: [range(1, 2)] });
  expect(wide).toEqual([`|#${".".repeat(16)}|`, `| ==${" ".repeat(14)}|  live: [1..2]`]);
});

test("a counterexample reads as a program, then says what broke", () => {
  const steps = [
    accepted(reserve(0, 2, 2)),
    accepted(borrow(0, 2)),
    accepted(alloc, 2),
    accepted(release(0, 2, 2)),
  ];
  const was = counterexample({ steps, rule: "release/live-slice", expected: "refused: live-slice" });
  expect(programLines(was, PLAIN)).toEqual([
    " 1  reserve(0..1, owner 2)  -> accepted",
    "    |2 2 . .|",
    " 2  borrow(0..1)            -> accepted",
    "    |2 2 . .|",
    "    |= =    |  live: [0..1]",
    " 3  alloc()                 -> frame 2",
    "    |2 2 # .|",
    "    |= =    |  live: [0..1]",
    " 4  release(0..1, owner 2)  -> accepted",
    "    |2 2 # .|",
    "    |= =    |  live: [0..1]",
    "",
    "memory by the specification: frames 0 to 3",
    "  . free   2 reserved by owner 2   # allocated   = under a live slice",
    "",
    "rule      release/live-slice",
    "          release is refused while a live slice overlaps the range",
    expect.stringMatching(/^because {3}\S/),
    expect.stringMatching(/^ {10}\S/),
    "expected  refused: live-slice",
    "found     accepted",
  ]);
});

test("the legend names what the program has, and no more", () => {
  const legendOf = (frames: number) =>
    programLines(
      counterexample({ steps: [accepted(free(0))], scope: { ...DEFAULT_SCOPE, frames } }),
      PLAIN,
    ).slice(3, 5);
  expect(legendOf(4)).toEqual(["memory by the specification: frames 0 to 3", "  . free"]);
  expect(legendOf(1)).toEqual(["memory by the specification: frame 0", "  . free"]);
});

test("more than nine steps stay aligned", () => {
  const steps = Array.from({ length: 10 }, (_, i) => accepted(free(i < 5 ? i : i - 3)));
  const lines = programLines(counterexample({ steps }), PLAIN);
  expect(lines[0]).toBe(" 1  free(0)  -> accepted");
  expect(lines[18]).toBe("10  free(6)  -> accepted");
});

test("what comes again and again is shown once and counted", () => {
  const steps = Array.from({ length: 11 }, (_, i) => accepted(free(i % 2)));
  const lines = programLines(counterexample({ steps }), PLAIN);
  expect(lines.slice(2, 6)).toEqual([
    " 2  free(1)  -> accepted",
    "    |. . . .|",
    "3 to 10: 4 times more free(0), free(1)",
    "11  free(0)  -> accepted",
  ]);
});

test("a rule broken before any command says so", () => {
  const lines = programLines(counterexample({ rule: "audit", found: "born wrong" }), PLAIN);
  expect(lines[0]).toBe("rule      audit");
  expect(lines.slice(-3)).toEqual([
    "expected  refused: already-free",
    "found     born wrong",
    "          in the initial state, before any command",
  ]);
});

test("whatever is long, or has line breaks of its own, is wrapped under its beginning", () => {
  const message = `Error: ${"much to say ".repeat(8)}\nand a second line`;
  const steps = [
    accepted(reserve(0, 1)),
    { command: reserve(0, 1, 8), answer: { kind: "threw", message } as const },
  ];
  const was = counterexample({
    steps,
    rule: "reserve/overlaps-reserved",
    expected: "that or ".repeat(12),
    found: `threw ${message}`,
  });
  const lines = programLines(was, PLAIN);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(78);
  expect(lines.filter((line) => /^ {28}\S.* second line$/.test(line))).toHaveLength(1);
  expect(lines).toContain("because   two reservations of one frame would make the first release give the");
  expect(lines).toContain("          frame away under the second");
  const owners = Array.from({ length: 8 }, (_, i) => accepted(reserve(0, 1, i + 1)));
  for (const line of programLines(counterexample({ steps: owners }), PLAIN))
    expect(line.length).toBeLessThanOrEqual(78);
});

test("a rule of another version is still readable", () => {
  const lines = programLines(counterexample({ rule: "merge/unknown" }), PLAIN);
  expect(lines).toContain("rule      merge/unknown");
  expect(lines).toContain("          this version knows no such rule");
});

test("in colour the last answer stands out, and the text is the same", () => {
  const was = counterexample({ steps: [accepted(reserve(0, 1)), accepted(free(0))] });
  const coloured = programLines(was, COLOUR);
  expect(coloured[0]).toBe(" 1  reserve(0, owner 1)  -> accepted");
  expect(coloured[2]).toBe(" 2  free(0)              -> \u001b[31maccepted\u001b[39m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what colour is made of
  expect(coloured.map((line) => line.replace(/\u001b\[\d+m/g, ""))).toEqual(programLines(was, PLAIN));
});
