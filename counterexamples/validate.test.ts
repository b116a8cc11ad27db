import fc from "fast-check";
import { expect, test } from "vitest";
import { Misuse } from "../model/basics/misuse.js";
import { Specification } from "../model/specification/specification.js";
import { type Answer, type Counterexample, sameAnswer } from "../model/trace/trace.js";
import { BOUNDS } from "../model/words/bounds.js";
import type { Command } from "../model/words/commands.js";
import { REASON_IDS } from "../model/words/reasons.js";
import { alloc, borrow, counterexample, drop, free, release, reserve } from "../testing/samples.js";
import { commandNumbers, parseCounterexample } from "./validate.js";

const start = fc.nat(63);
const count = fc.integer({ min: 1, max: 64 });
const owner = fc.integer({ min: 1, max: 8 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(start, count, owner).map((args) => reserve(...args)),
  fc.tuple(start, count, owner).map((args) => release(...args)),
  fc.tuple(start, count).map((args) => borrow(...args)),
  fc.tuple(start, count).map((args) => drop(...args)),
  fc.constant(alloc),
  start.map(free),
);
const text = fc.string({ unit: "binary" });
const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant<Answer>({ kind: "accepted" }),
  start.map((frame): Answer => ({ kind: "accepted", frame })),
  fc.constant<Answer>({ kind: "refused" }),
  fc.constantFrom(...REASON_IDS).map((reason): Answer => ({ kind: "refused", reason })),
  text.map((was): Answer => ({ kind: "none", text: was })),
  text.map((message): Answer => ({ kind: "threw", message })),
);
const name = fc.string({ minLength: 1 });
const bound = ({ least, most }: { least: number; most: number }) => fc.integer({ min: least, max: most });
const recorded: fc.Arbitrary<Counterexample> = fc
  .record({
    allocator: fc.option(name),
    contract: name,
    steps: fc.array(
      fc.tuple(command, answer).map((step) => ({ command: step[0], answer: step[1] })),
      { maxLength: 8 },
    ),
    rule: name,
    expected: text,
    found: text,
    bounds: fc.tuple(bound(BOUNDS.frames), bound(BOUNDS.owners), bound(BOUNDS.slices)),
  })
  .map(({ bounds: [frames, owners, slices], ...parts }) =>
    counterexample({ ...parts, scope: { frames, owners, slices, modules: ["core"], initial: "free" } }),
  );

test("a counterexample comes back from JSON as it was", () => {
  fc.assert(
    fc.property(recorded, (was) => {
      expect(parseCounterexample(JSON.stringify(was), "it")).toStrictEqual(was);
    }),
  );
});

test("a counterexample cut short anywhere is a misuse", () => {
  fc.assert(
    fc.property(recorded, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (was, part) => {
      const whole = JSON.stringify(was);
      const cut = whole.slice(0, Math.floor(part * whole.length));
      expect(() => parseCounterexample(cut, "it")).toThrow(Misuse);
    }),
  );
});

test("any other text is a misuse that names its source", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (other) => {
      expect(() => parseCounterexample(other, "it.json")).toThrow(Misuse);
      expect(() => parseCounterexample(other, "it.json")).toThrow(/^it\.json (is|has) /);
    }),
  );
});

const broken: readonly { readonly part: string; readonly value: unknown }[] = [
  { part: "allocator", value: "" },
  { part: "contract", value: null },
  { part: "rule", value: 3 },
  { part: "scope", value: { frames: 4 } },
  { part: "scope", value: { frames: 0, owners: 1, slices: 1, modules: ["core"], initial: "free" } },
  { part: "scope", value: { frames: 4, owners: 1, slices: 1, modules: ["bocks"], initial: "free" } },
  { part: "scope", value: { ...counterexample().scope, parts: 4 } },
  { part: "scope", value: { ...counterexample().scope, frames: 2048, units: 4 } },
  { part: "steps", value: [{ command: free(-1), answer: { kind: "accepted" } }] },
  { part: "steps", value: [{ command: free(0.5), answer: { kind: "accepted" } }] },
  { part: "steps", value: [{ command: borrow(0, 0), answer: { kind: "accepted" } }] },
  { part: "steps", value: [{ command: reserve(0, 1, 0), answer: { kind: "accepted" } }] },
  { part: "steps", value: [{ command: alloc, answer: { kind: "refused", reason: "tired" } }] },
  { part: "steps", value: [{ command: { ...alloc, extra: 1 }, answer: { kind: "accepted" } }] },
];

test.each(broken)("what is wrong is said with its place: $part $value", ({ part, value }) => {
  const text = JSON.stringify({ ...counterexample(), [part]: value });
  expect(() => parseCounterexample(text, "it")).toThrow(
    new RegExp(`^it is not a whole counterexample(:| at) ${part}\\b`),
  );
});

test("every command of a scope has its number, and others have none", () => {
  const was = counterexample();
  const specification = new Specification(was.scope);
  const steps = specification.commands.map((given) => ({
    command: given,
    answer: { kind: "accepted" } as const,
  }));
  expect(commandNumbers({ ...was, steps }, specification)).toEqual(steps.map((_, c) => c));
  for (const outside of [reserve(3, 2), reserve(0, 1, 3), free(4), borrow(4, 1)]) {
    const step = { command: outside, answer: { kind: "accepted" } as const };
    expect(() => commandNumbers({ ...was, steps: [step] }, specification)).toThrow(/step 1, .* outside/);
  }
});

test("answers are the same when they read the same", () => {
  fc.assert(
    fc.property(answer, answer, (a, b) => {
      expect(sameAnswer(a, a)).toBe(true);
      expect(sameAnswer(a, b)).toBe(sameAnswer(b, a));
    }),
  );
});
