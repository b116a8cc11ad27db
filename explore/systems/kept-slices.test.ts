/** An allocator that knows of no slices is asked about them: the checker keeps them, somebody must guard. */
import { describe, expect, test } from "vitest";
import { allocatorNamed } from "../../cli/targets/names.js";
import { replay } from "../../counterexamples/replay.js";
import { bitmap } from "../../impl/frames/bitmap.js";
import { contractByName } from "../../model/contracts/combined.js";
import { requireContract } from "../../model/contracts/contract-checks.js";
import { type Contract, STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { defineAllocator } from "../../model/socket/define.js";
import { scopeOf } from "../../model/words/scope.js";
import { cProgram } from "../../report/formats/c-program.js";
import { gapLines } from "../../report/text/gap-text.js";
import { programOf } from "../../testing/commands.js";
import { runTo } from "../check/check.js";
import { Sampling } from "../fuzz/sampling.js";
import { reduce } from "../reduce/reduce.js";
import { Pulse } from "../search/pulse.js";

/** A byte a frame: free, allocated, or the owner. With a guard it refuses all releases in a second phase. */
class Regions {
  readonly state: Uint8Array;
  readonly #refusal: number; // private: a wrapper could not call its methods

  constructor(frames: number, refusal = -1) {
    this.state = new Uint8Array(frames);
    this.#refusal = refusal;
  }

  reserve(start: number, count: number, owner: number): number {
    if (this.state.subarray(start, start + count).some((holder) => holder !== 0)) return this.#refusal;
    this.state.fill(owner, start, start + count);
    return 0;
  }

  release(start: number, count: number, owner: number): number {
    if (this.state.subarray(start, start + count).some((holder) => holder !== owner)) return this.#refusal;
    this.state.fill(0, start, start + count);
    return 0;
  }
}

/** The caller has a guard of its own: once it reads, it releases nothing. */
class Guarding extends Regions {
  override release(): number {
    return -1;
  }
}

const regions = defineAllocator({ name: "regions", make: ({ frames }) => new Regions(frames) });
const guarding = defineAllocator({ name: "guarding", make: ({ frames }) => new Guarding(frames) });
const scope = scopeOf({ frames: 3 });

function under(name: string): Contract {
  const contract = contractByName(name);
  if (contract === null) throw new Error(`no contract ${name}`);
  return contract;
}

const run = (definition: AllocatorDefinition, name: string) =>
  runTo({ definition, scope, contract: under(name), selfTest: true });

describe("an allocator without slices", () => {
  test("holds where nobody asks about them, and says how to ask", () => {
    const held = run(regions, "strict");
    expect(held.verdict).toBe("holds");
    expect(held.notOffered).toEqual(expect.arrayContaining(["borrow", "drop"]));
    expect(gapLines(held, 200)).toContain(
      "No slice was ever alive. With --contract kept-slices the checker keeps slices itself.",
    );
  });

  test("breaks the rule this is all about where the checker keeps them", () => {
    const broken = run(regions, "kept-slices");
    expect(broken).toMatchObject({ verdict: "broken", guard: "allocator" });
    const [found] = broken.counterexamples;
    expect(found?.rule).toBe("release/live-slice");
    expect(programOf(found!)).toEqual(["reserve(0, owner 1)", "borrow(0)", "release(0, owner 1)"]);
  });

  test("has the states of one that keeps them, where the caller guards", () => {
    const held = run(regions, "kept-slices+guarded");
    expect(held).toMatchObject({ verdict: "holds", guard: "caller" });
    const own = runTo({ definition: bitmap, scope, contract: STRICT });
    const without = (counts: typeof own.outcomes) =>
      Object.entries(counts).filter(([outcome]) => /^(borrow|drop):accepted/.test(outcome));
    // Without alloc and free it comes to fewer states; what it does come to is borrowed and dropped alike.
    const frames = runTo({
      definition: { ...bitmap, offers: { reserve: true, release: true, borrow: true, drop: true } },
      scope,
    });
    expect([held.states, without(held.outcomes)]).toEqual([frames.states, without(frames.outcomes)]);
    expect(held.leftOut.find(({ by, command }) => by === "contract" && command === "release")).toBeDefined();
  });

  test("keeps the rule when it releases nothing, which is no way to hold", () => {
    const { verdict, counterexamples } = run(guarding, "kept-slices");
    expect([verdict, counterexamples[0]?.rule]).toEqual(["broken", "release/legal"]);
  });

  test("is asked so by a replay, a sample and a reduction as well", () => {
    const contract = under("kept-slices");
    const [found] = run(regions, "kept-slices").counterexamples;
    expect(replay(found!, regions, contract)).toMatchObject({ fate: "breaks", rule: "release/live-slice" });
    const sampling = new Sampling({
      definition: regions,
      scope: scopeOf({ frames: 16 }),
      contract,
      sample: { seed: 1, commands: 2000 },
    });
    while (sampling.advance(4096));
    const sampled = sampling.run();
    expect(sampled).toMatchObject({ verdict: "broken", guard: "allocator" });
    expect(sampled.counterexamples[0]).toMatchObject({ rule: "release/live-slice" });
    const commands = found!.steps.map(({ command }) => command);
    const subject = { definition: regions, contract, pulse: new Pulse(), rule: "release/live-slice" };
    expect(reduce(subject, { scope, commands }).minimality).toMatchObject({ kind: "shortest" });
  });

  test("is not told of them by a C program either", () => {
    const [found] = run(regions, "kept-slices").counterexamples;
    const text = cProgram(found!, { args: [], macros: [] });
    expect(text).toContain('step("borrow(0)", AC_OK, 0);');
    expect(text).not.toContain("ac_borrow(");
  });
});

test("an allocator that has commands for slices keeps them itself", () => {
  expect(() => run(bitmap, "kept-slices")).toThrow("bitmap offers borrow");
});

test("it goes with the contracts of trusted callers", () => {
  expect(run(regions, "kernel+kept-slices+guarded").verdict).toBe("holds");
  expect(run(regions, "trusted+kept-slices").counterexamples[0]?.rule).toBe("release/live-slice");
});

test("a contract by value asks no more of what it lacks, and says who guards", () => {
  const own = requireContract({ id: "own", keepsSlices: true });
  const checked = (contract: Contract) => runTo({ definition: regions, scope, contract });
  expect(checked(own).counterexamples.map(({ rule }) => rule)).toEqual(["release/live-slice"]);
  const lenient = { "release/live-slice": { kind: "may-ignore", because: "it is told later" } };
  const letting = requireContract({ id: "let", keepsSlices: true, promises: lenient });
  expect(checked(letting)).toMatchObject({ guard: "nobody" });
  expect(() => requireContract({ id: "strict", keepsSlices: true })).toThrow("comes with allocheck");
});

test("of several CPUs the checker keeps none, and advises none", () => {
  const definition = allocatorNamed("cached-list");
  const cpus = scopeOf({ frames: 2, cpus: 2 });
  const contract = under("contended+kept-slices");
  expect(() => runTo({ definition, scope: cpus, contract })).toThrow("the slices of one client");
});
