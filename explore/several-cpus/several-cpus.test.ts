import { expect, test } from "vitest";
import { check, replay } from "../../index.js";
import { type ScopeOptions, scopeOf } from "../../model/words/scope.js";
import { pool } from "../../testing/stepped.js";
import { runTo } from "../check/check.js";

const world = (frames: number, cpus: number): ScopeOptions => ({ frames, owners: 1, slices: 2, cpus });
const unlocked = pool({ locked: false });
const keeping = pool({ keepsLock: true });

test("with its lock every interleaving of two CPUs is explored, and each is linearizable", () => {
  const definition = pool();
  expect(runTo({ definition, scope: scopeOf(world(2, 2)), everyAccess: true })).toMatchObject({
    verdict: "holds",
    closed: true,
    states: 1194,
    transitions: 1636,
    depth: 22,
  });
  const fused = { verdict: "holds", closed: true, fused: true };
  expect(check(definition, world(2, 2))).toMatchObject({ ...fused, states: 22 });
});

test("without its lock a frame is taken twice: one switch into the midst, and one back", () => {
  const run = check(unlocked, world(2, 2));
  const [found] = run.counterexamples;
  expect(run).toMatchObject({ verdict: "broken", counterexamples: [{ rule: "reserve/overlaps-reserved" }] });
  expect(found?.cpus?.accesses.map(({ command, access, read }) => [command, access, read])).toEqual([
    [0, "load status[0]", 0],
    [1, "load status[0]", 0],
    [1, "store status[0] = 2", undefined],
    [0, "store status[0] = 2", undefined],
  ]);
});

test("a refused release that forgets to unlock is told by the lock that it keeps", () => {
  const [found] = check(keeping, world(2, 2)).counterexamples;
  expect(found).toMatchObject({
    rule: "lock-kept",
    expected: "release(0, owner 1) on CPU 0 ends without a lock",
  });
});

test("what was found comes again on the same pool, and on the mended one no more", () => {
  for (const faulty of [unlocked, keeping]) {
    const [found] = check(faulty, world(2, 2)).counterexamples;
    if (found === undefined) throw new Error("nothing found");
    expect(replay(found, faulty)).toMatchObject({ fate: "breaks", rule: found.rule });
    expect(replay(found, pool())).toMatchObject({ rule: null });
  }
});

test("what is bounded by switches says so, and finds nothing without one", () => {
  expect(check(unlocked, { ...world(2, 2), maxSwitches: 1 }).verdict).toBe("holds");
  expect(check(unlocked, { ...world(2, 2), maxSwitches: 2 }).verdict).toBe("broken");
});
