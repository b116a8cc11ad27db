/** `--can-always`: leaks are found without a contract that demands acceptance, and nobody sound is blamed. */
import { describe, expect, test } from "vitest";
import { replay } from "../../counterexamples/replay.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { check } from "../../index.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { ALLOCATED, FREE } from "../../model/words/frames.js";
import { gridOf, type Scope, type ScopeOptions, scopeOf, unitsOf } from "../../model/words/scope.js";
import { AlwaysGoals } from "../../properties/can-always.js";
import { programOf } from "../../testing/commands.js";
import { dropsAFrame, keepsFrames, MAY_REFUSE } from "../../testing/made-up/drops-a-frame.js";
import { BackwardPass } from "../search/backward.js";
import { FindingLog } from "../search/finding-log.js";
import { Search } from "../search/search.js";
import { Check, runTo } from "./check.js";
import { ownScopes } from "./own-scope.js";
import { Prepared } from "./prepared.js";

const named = (name: string): AllocatorDefinition => ALLOCATORS.find((each) => each.name === name)!;

/** The scopes of an allocator, with fewer frames. */
function small(definition: AllocatorDefinition): Scope[] {
  return ownScopes(definition)
    .map((own) => {
      const beyond = own.modules.includes("boot") || own.modules.includes("regions");
      return scopeOf({ ...own, frames: Math.min(own.frames, beyond ? 2 : 3), owners: 1, slices: 1 });
    })
    .filter(({ modules, units }) => !modules.includes("flags") && !(modules.includes("limits") && units));
}

describe("sound allocators", () => {
  test.each(ALLOCATORS.filter(({ class: kind }) => kind === "sound").map((d) => [d.name, d] as const))(
    "%s is not blamed under its own contract",
    (_, definition) => {
      for (const scope of small(definition)) {
        const run = runTo({ definition, scope, canAlways: true, suspicion: 0 });
        expect([scope.modules.join(), run.counterexamples, run.closed]).toEqual([
          scope.modules.join(),
          [],
          true,
        ]);
        expect(run.lookedBack).toBeTruthy();
      }
    },
  );

  test("what a contract takes for ever is asked under strict, and what is exempt is said", () => {
    const bump = check(named("bump"), { frames: 3, canAlways: true });
    expect(bump).toMatchObject({ verdict: "holds", lookedBack: { rules: [], expanded: 0 } });
    expect(bump.lookedBack?.forEver.map(({ holder }) => holder)).toEqual(["allocated", "free"]);
    const { promises, mayRefuse } = named("bump").contract;
    const contract: Contract = { id: "no-word-of-it", summary: "", promises, mayRefuse };
    const blamed = check(named("bump"), { frames: 3, canAlways: true, all: true, contract });
    expect(blamed.counterexamples.map(({ rule, steps }) => [rule, steps.length])).toEqual([
      ["always-releasable", 1],
      ["always-allocatable", 2],
    ]);
    const strict = check(named("boot-bitmap"), { frames: 2, canAlways: true, contract: STRICT });
    expect(strict.counterexamples[0]).toMatchObject({
      rule: "always-releasable",
      expected: "frame 0 (reserved) to become free again by some sequence of commands",
      found: "frame 0 is not free in any of the 3 states there are from here on",
    });
  });
});

// What the modules say is for ever must be all: the specification by itself can bring back the rest.
test.each<readonly [string, ScopeOptions]>([
  ["the core", { frames: 2, owners: 2, modules: [] }],
  ["blocks and phases", { frames: 3, modules: ["blocks", "phases"] }],
  ["keepers", { frames: 2, modules: ["provenance"] }],
  ["what is protected", { frames: 2, modules: ["protected"] }],
  ["handles", { frames: 2, handles: 1, modules: ["handles", "quarantine"] }],
  ["an initrd whose slices leak", { frames: 1, units: 2, modules: ["boot"] }],
  ["an initrd in frames", { frames: 2, modules: ["boot", "provenance"] }],
])("the specification alone is no trap: %s", (_, bounds) => {
  const scope = scopeOf({ owners: 1, slices: 1, ...bounds });
  expect(runTo({ definition: null, scope, canAlways: true })).toMatchObject({
    closed: true,
    counterexamples: [],
    lookedBack: { rules: ["always-releasable", "always-allocatable"] },
  });
});

describe("leaks", () => {
  test("solaya never gives the initrd back, and with the release of its seed it can", () => {
    const bounds = { frames: 2, units: 2, owners: 1, slices: 1, modules: ["boot"] as const };
    const [found] = check(named("boot-solaya"), { ...bounds, canAlways: true }).counterexamples;
    expect(programOf(found!)).toEqual(["place-initrd(0)", "reserve-initrd()"]);
    expect(found?.rule).toBe("always-releasable");
    expect(check(named("boot-solaya"), bounds).verdict).not.toBe("broken");
    expect(check(named("boot-solaya-released"), { ...bounds, canAlways: true }).verdict).toBe("holds");
  });

  test("a free that drops a frame on one path is found in a class that may refuse whatever it likes", () => {
    const scope = { frames: 2, canAlways: true };
    expect(check(keepsFrames, scope)).toMatchObject({
      verdict: "holds",
      lookedBack: { rules: ["always-releasable", "always-allocatable"], forEver: [] },
    });
    expect(check(dropsAFrame, { frames: 2 }).verdict).toBe("holds");
    const [found] = check(dropsAFrame, scope).counterexamples;
    expect(programOf(found!)).toEqual(["alloc()", "alloc()", "free(1)"]);
    expect(found).toMatchObject({
      rule: "always-allocatable",
      expected: "frame 1 (free) to be handed out again by some sequence of commands",
    });
  });

  test("a replay judges all that can follow anew", () => {
    const [found] = check(dropsAFrame, { frames: 2, canAlways: true }).counterexamples;
    const on = (definition: AllocatorDefinition, record: Counterexample = found!) =>
      replay(record, definition, MAY_REFUSE);
    expect(on(dropsAFrame)).toMatchObject({ fate: "breaks", step: 3, rule: "always-allocatable" });
    expect(on(keepsFrames)).toMatchObject({ fate: "fixed", step: 3, rule: null });
    const cut = { ...found!, steps: found!.steps.slice(0, 2) };
    expect(() => on(dropsAFrame, cut)).toThrow("does not show what it says");
    expect(() => on(dropsAFrame, { ...found!, rule: "always-releasable" })).toThrow("does not show");
    const spared = { ...MAY_REFUSE, id: "spares", forEver: { free: "by design" } };
    const { id: contract, ...terms } = spared;
    expect(() => replay({ ...found!, contract, terms }, dropsAFrame, spared)).toThrow("does not show");
  });

  test("a trap in the initial state has a trace of no command, which replays", () => {
    const hoards = { ...keepsFrames, name: "hoards", offers: { alloc: false, free: true } };
    const [found] = check(hoards, { frames: 1, canAlways: true }).counterexamples;
    expect(found).toMatchObject({ rule: "always-allocatable", steps: [] });
    expect(replay(found!, hoards, MAY_REFUSE)).toMatchObject({ fate: "breaks", step: 0 });
    expect(replay(found!, keepsFrames, MAY_REFUSE)).toMatchObject({ fate: "fixed" });
  });
});

describe("nothing is claimed", () => {
  test("of a search that did not close, or was ended while it was looked back over", () => {
    const cut = check(dropsAFrame, { frames: 2, canAlways: true, budget: { maxDepth: 2 } });
    expect(cut).toMatchObject({ verdict: "unfinished", lookedBack: null, counterexamples: [] });
    const definition = named("bitmap");
    const check1 = new Check({ definition, scope: scopeOf({ frames: 3 }), canAlways: true });
    while (check1.search.stoppedBy === undefined) check1.advance(1000);
    expect(check1.advance(5)).toBe(true);
    check1.search.interrupt();
    expect(check1.run()).toMatchObject({ verdict: "unfinished", stoppedBy: "interrupt", lookedBack: null });
  });

  test("where memory does not suffice to look back", () => {
    const request = { definition: named("bitmap"), scope: scopeOf({ frames: 4 }) };
    const plain = new Check(request);
    while (plain.advance(4096));
    const budget = { maxMemoryBytes: plain.search.progress.bytes + 1000 };
    expect(runTo({ ...request, budget }).verdict).toBe("holds");
    expect(runTo({ ...request, budget, canAlways: true })).toMatchObject({
      verdict: "unfinished",
      stoppedBy: "max-memory",
      lookedBack: null,
    });
  });
});

describe("a naive enumeration forwards agrees on the traps", () => {
  const bound = { owners: 1, slices: 1 };
  test.each<readonly [string, AllocatorDefinition, Scope]>([
    ["bump without its leave", named("bump"), scopeOf({ ...bound, frames: 4, modules: ["blocks"] })],
    ["a bitmap", named("bitmap"), scopeOf({ ...bound, frames: 3 })],
    ["one that drops frames", dropsAFrame, scopeOf({ ...bound, frames: 4 })],
    ["retired frames", named("generations"), scopeOf({ frames: 2, modules: ["handles"] })],
    [
      "an initrd in units",
      named("boot-solaya"),
      scopeOf({ ...bound, frames: 2, units: 2, modules: ["boot"] }),
    ],
  ])("%s", (_, definition, scope) => {
    const { promises, mayRefuse } = definition.contract;
    const contract: Contract = { id: "no-leave", summary: "", promises, mayRefuse };
    const { specification, system } = new Prepared({ definition, scope, contract, suspicion: 0 });
    const search = new Search(system);
    while (search.advance(4096));
    const goals = new AlwaysGoals(specification, contract);
    let next = 0;
    const pass = new BackwardPass(search, {
      words: goals.words,
      reached: goals.reached,
      asked: goals.asked,
      look: (words, at) => goals.look(words, at),
      groupOf: () => next++, // each trap by itself
    });
    while (pass.advance(4096));
    const grid = gridOf(scope);
    const traps = pass.traps.map(({ state, bit }) => `${state} ${bit < 32 ? "held" : "free"} ${bit % 32}`);
    expect(traps.sort()).toEqual(naiveTraps(search, specification.kindOf.bind(specification), grid).sort());

    function naiveTraps(search: Search, kindOf: typeof specification.kindOf, grid: number): string[] {
      const { visited } = search;
      const kinds = Array.from({ length: visited.count }, (_, state) =>
        Array.from({ length: grid }, (_, unit) =>
          kindOf(visited.chunkOf(state), visited.offsetOf(state), unit),
        ),
      );
      const numbers = new Map<string, number>();
      const textOf = (store: Int32Array, at: number) => store.subarray(at, at + visited.words).join();
      for (let s = 0; s < visited.count; s++) numbers.set(textOf(visited.chunkOf(s), visited.offsetOf(s)), s);
      const edges = kinds.map((_, state) => {
        const count = system.expand(visited.chunkOf(state), visited.offsetOf(state), 0, new FindingLog());
        return Array.from({ length: count }, (_, i) =>
          numbers.get(textOf(system.successors.states, i * visited.words)),
        );
      });
      const isFree = (kind: number) => kind === FREE;
      const isHeld = (kind: number) => kind === ALLOCATED || (kind >= 1 && kind <= scope.owners);
      return kinds.flatMap((units, state) => {
        const follow = new Set([state]);
        for (const each of follow) for (const to of edges[each]!) follow.add(to!);
        const ever = (unit: number, is: (kind: number) => boolean) =>
          [...follow].some((each) => is(kinds[each]![unit]!));
        const wholly = (unit: number) => {
          const size = unitsOf(scope);
          const first = unit - (unit % size);
          return units.slice(first, first + size).every(isFree);
        };
        return units.flatMap((kind, unit) => [
          ...(isHeld(kind) && !ever(unit, isFree) ? [`${state} held ${unit}`] : []),
          ...(wholly(unit) && !ever(unit, isHeld) ? [`${state} free ${unit}`] : []),
        ]);
      });
    }
  });
});
