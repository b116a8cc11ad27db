/** The program of a page, run without one: what it says of every command is what the engine says. */
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { judge } from "../../counterexamples/judge.js";
import { scripted } from "../../counterexamples/scripted.js";
import { commandNumbers } from "../../counterexamples/validate.js";
import { Replayer } from "../../explore/replay/replayer.js";
import { HANGING } from "../../impl/faulty/hanging.js";
import { NAMED } from "../../impl/registry.js";
import { CONTRACTS } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { type Answer, type Counterexample, contractIn } from "../../model/trace/trace.js";
import { ABOUT_STATE, DEFERRED } from "../../properties/answers.js";
import { ALWAYS_RULES } from "../../properties/can-always.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { ROOT } from "../../testing/read.js";
import { assets } from "./assets.js";
import type { OwnAnswers as OwnType } from "./own-answers.js";
import { witnessOf } from "./save.js";
import type { Trail as TrailType } from "./trail.js";
import type { answersTo as AnswersTo, choicesAt as ChoicesAt } from "./what-if.js";

/** What the program has under its name. */
interface Program {
  readonly Trail: new (counterexample: Counterexample) => TrailType;
  readonly choicesAt: typeof ChoicesAt;
  readonly answersTo: typeof AnswersTo;
  readonly OwnAnswers: new (trail: TrailType, definition: AllocatorDefinition) => OwnType;
  readonly carried: ReadonlyMap<string, AllocatorDefinition>;
}

/** Rules about what another past changes, or what may yet come: no single step shows that they are broken. */
const ABOUT_PASTS = [...ABOUT_STATE, DEFERRED.id, ...ALWAYS_RULES.map(({ id }) => id)];

const { program, scriptsOf } = assets();

/** The program with the allocators that a page may carry. */
function loaded(names: readonly string[]): Program {
  return runInNewContext([program, ...scriptsOf(names), "allocheck"].join(";\n"), {
    DOMException,
    URL,
  }) as Program;
}

const recorded = readCounterexamples([`${ROOT}counterexamples`])
  .map(({ counterexample }) => counterexample)
  .filter(({ allocator, rule }) => allocator !== null && !INVARIANTS.some(({ id }) => id === rule));

const { Trail, choicesAt, answersTo, OwnAnswers, carried } = loaded(
  recorded.flatMap(({ allocator }) => allocator ?? []),
);

/** Some of each kind: so many modules are in force in few of them. */
function spread(count: number): Counterexample[] {
  return Array.from({ length: count }, (_, i) => recorded[Math.floor((i * recorded.length) / count)]!);
}

/** For each value that traces have the shortest with it, so that none is left out. */
function oneOfEach(of: (counterexample: Counterexample) => readonly string[]): Counterexample[] {
  const found = new Map<string, Counterexample>();
  for (const one of recorded.toSorted((a, b) => b.steps.length - a.steps.length))
    for (const value of of(one)) found.set(value, one);
  return [...found.values()];
}

/** What is lent twice and given back once, under contracts that no recorded trace is of. */
function underOthers(): Counterexample[] {
  const lent = recorded.find(({ allocator }) => allocator === "bitmap-pins-once")!; // one of them
  const steps = lent.steps.slice(0, -1);
  const others = CONTRACTS.filter(({ id }) => recorded.every(({ contract }) => contract !== id));
  return others.map(({ id }) => ({ ...lent, contract: id, steps }));
}

test("along 50 recorded traces, and under each module and contract, it judges every command as the engine does", () => {
  let judged = 0;
  const modules = oneOfEach(({ scope }) => scope.modules ?? []);
  const contracts = [...oneOfEach(({ contract }) => [contract]), ...underOthers()];
  expect(new Set(modules.flatMap(({ scope }) => scope.modules))).toContain("resizing");
  expect(contracts.map(({ contract }) => contract)).toEqual(
    expect.arrayContaining(["guarded", "kept-slices"]),
  );
  for (const counterexample of new Set([...spread(50), ...modules, ...contracts])) {
    const script: { answer: Answer } = { answer: { kind: "refused" } };
    const contract = contractIn(counterexample)!; // those of the house are known
    const { scope, rule, steps } = counterexample;
    const walk = new Replayer(scripted(script, rule), contract, scope, "straight");
    const numbers = commandNumbers(counterexample, walk.specification);
    const { recorded: moments, machine } = new Trail(counterexample);
    for (const [i, { answer }] of steps.entries()) {
      const { state } = moments[i]!;
      expect([...state]).toEqual([...walk.state.subarray(0, state.length)]);
      for (const { c, mask, asked } of choicesAt(machine, state)) {
        const said = walk.judge(c);
        if (said.mask !== mask || said.asked !== asked) expect({ c, mask, asked }).toEqual({ c, ...said });
        judged++;
      }
      script.answer = answer;
      walk.take(numbers[i]!);
    }
  }
  expect(judged).toBeGreaterThan(10_000);
});

test("each answer by which one may go on is right, and what was walked is a witness that replay takes", () => {
  for (const counterexample of spread(12)) {
    const contract = contractIn(counterexample)!; // those of the house are known
    const trail = new Trail(counterexample);
    const { machine } = trail;
    const base = trail.turning(counterexample.steps.length);
    const { state } = trail.recorded[base]!;
    const before = counterexample.steps.slice(0, base);
    const choices = choicesAt(machine, state);
    for (let c = 0; c < choices.length; c += 1 + Math.floor(choices.length / 6))
      for (const answer of answersTo(machine, choices[c]!, state).slice(0, 2)) {
        const steps = [...before, { command: machine.specification.commands[c]!, answer }];
        const witness = witnessOf(counterexample, steps);
        // A refusal that the contract gives leave for shows no rule.
        if (witness === null) expect(answer).toEqual({ kind: "refused" });
        else expect(judge(witness, contract)).toEqual({ proved: true });
      }
  }
});

test("the allocators it carries answer along their traces what is recorded, and break the rule in the end", () => {
  let asked = 0;
  for (const counterexample of spread(80)) {
    const definition = carried.get(counterexample.allocator!);
    const { steps, rule } = counterexample;
    if (definition === undefined || ABOUT_PASTS.includes(rule)) continue;
    const own = new OwnAnswers(new Trail(counterexample), definition);
    for (let n = 0; n < steps.length; n++)
      expect([rule, n, own.after(steps, n)?.along]).toEqual([rule, n, true]);
    const end = own.after(steps, steps.length)!;
    if (steps.length > 0) expect(end.own?.broken?.rule).toBe(rule);
    asked += 1;
  }
  expect(asked).toBeGreaterThan(50);
});

test("those that never come back are not carried, nor those of several CPUs", () => {
  expect([...carried.keys()].filter((name) => HANGING.some((one) => one.name === name))).toEqual([]);
  const left = NAMED.filter(({ name, steps }) => scriptsOf([name]).length === 0 && steps === undefined);
  expect(left).toEqual(HANGING);
});
