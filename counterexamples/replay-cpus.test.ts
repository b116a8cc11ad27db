/** What becomes of a trace of several CPUs on a pool that makes other accesses than it did. */
import { expect, test } from "vitest";
import { CLOSE_LOOK, GIVE, Pulse, SEARCH } from "../explore/search/pulse.js";
import { check } from "../index.js";
import { STRICT, TRUSTED } from "../model/contracts/named.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { defineConcurrentAllocator } from "../model/socket/define-concurrent.js";
import type { Steps } from "../model/steps/accesses.js";
import type { StepProgram } from "../model/steps/step-program.js";
import { reasons } from "../model/words/reasons.js";
import { pool } from "../testing/stepped.js";
import { replay } from "./replay.js";
import { replayOnCpus } from "./replay-cpus.js";

const faulty = pool({ locked: false });
const [recorded] = check(faulty, { frames: 2, owners: 1, slices: 1, cpus: 2 }).counterexamples;
if (recorded === undefined) throw new Error("nothing found");

/** The same commands with one access more before each. */
function looksFirst(definition: AllocatorDefinition): AllocatorDefinition {
  const { steps } = definition;
  if (steps === undefined) throw new Error("it is of one client");
  const begin: (typeof steps)["begin"] = (scope): StepProgram => {
    const program = steps.begin(scope);
    return {
      memory: program.memory,
      *begin(...given) {
        yield { kind: "load", cell: 0 };
        return yield* program.begin(...given);
      },
    };
  };
  return { ...definition, steps: { ...steps, begin } };
}

test("it is fixed where no interleaving of its commands breaks a rule, whatever the accesses are now", () => {
  for (const mended of [pool(), looksFirst(pool())])
    expect(replay(recorded, mended, STRICT)).toMatchObject({
      fate: "fixed",
      rule: null,
      detail: expect.stringMatching(/no interleaving of the same 2 commands breaks a rule \(\d+ states\)/),
    });
});

test("it still breaks where another interleaving does, and that one is told", () => {
  const told = replay(recorded, looksFirst(faulty), STRICT);
  expect(told).toMatchObject({ fate: "breaks", rule: recorded.rule });
  expect(told.now?.cpus?.accesses.length).toBeGreaterThan(recorded.cpus?.accesses.length ?? 0);
  expect(told.now?.cpus?.commands.map(({ command }) => command)).toEqual(
    expect.arrayContaining(recorded.cpus?.commands.map(({ command }) => command) ?? []),
  );
  expect(replay(told.now ?? recorded, looksFirst(faulty), STRICT)).toMatchObject({ fate: "breaks" });
});

test("it hangs where one of them hangs", () => {
  const pulse = new Pulse(undefined, [
    { phase: SEARCH, number: 1, command: 0, call: GIVE },
    { phase: CLOSE_LOOK, number: 3, command: 0, call: GIVE },
  ]);
  expect(replay(recorded, pool(), STRICT, pulse)).toMatchObject({ fate: "breaks", rule: "hangs" });
});

test("what no longer says how it takes its steps is not followed", () => {
  const { steps: _, ...plain } = faulty;
  expect(replay(recorded, plain, STRICT)).toMatchObject({ fate: "inapplicable" });
});

/** A bitmap in one word, whose clients free only what they hold. Without the lock a lost race is noticed. */
function word({ locked = true, topFirst = false, frees = true }): AllocatorDefinition {
  return defineConcurrentAllocator({
    name: "word",
    contract: TRUSTED,
    offers: { alloc: true, free: frees },
    make({ frames }, memory) {
      const bits = memory.cell("bits", { bits: frames });
      const lock = memory.lock("lock");
      const inOrder = Array.from({ length: frames }, (_, i) => (topFirst ? frames - 1 - i : i));
      return {
        *alloc(): Steps {
          yield lock.lock();
          const seen = yield bits.load();
          const frame = inOrder.find((f) => ((seen >> f) & 1) === 0);
          if (frame !== undefined) yield bits.store(seen | (1 << frame));
          yield lock.unlock();
          return frame ?? reasons.EXHAUSTED;
        },
        *free(_, frame): Steps {
          if (locked) yield lock.lock();
          yield bits.store((yield bits.load()) & ~(1 << frame));
          if (locked) yield lock.unlock();
          else if ((((yield bits.load()) >> frame) & 1) === 1) return reasons.REFUSED;
          return 0;
        },
      };
    },
  });
}

test("it is not fixed where clients cannot give its commands any more", () => {
  const [race] = check(word({ locked: false }), { frames: 3, owners: 1, slices: 1, cpus: 2 }).counterexamples;
  if (race === undefined) throw new Error("nothing found");
  expect(race.cpus?.commands[0]?.answer).toEqual({ kind: "accepted", frame: 0 });
  expect(replay(race, word({}), TRUSTED)).toMatchObject({ fate: "fixed" });
  expect(replay(race, word({ topFirst: true }), TRUSTED)).toMatchObject({
    fate: "inapplicable",
    detail: expect.stringMatching(/^access \d+, free\(0\) on CPU \d: no client begins it/),
  });
  expect(replay(race, word({ frees: false }), TRUSTED)).toMatchObject({
    fate: "inapplicable",
    detail: expect.stringContaining("no longer offers free(0)"),
  });
});

test("nor where each of its commands can be given, but not all of them", () => {
  const free = { kind: "free", frame: 2 } as const;
  const answer = { kind: "pending" } as const;
  const commands = [
    { cpu: 0, command: { kind: "alloc" }, answer },
    { cpu: 0, command: free, answer },
    { cpu: 1, command: free, answer },
  ] as const;
  const accesses = [0, 2, 1].map((command) => ({ command, access: "load bits", read: 0 }));
  const three = { ...recorded, scope: { ...recorded.scope, frames: 3 } };
  const twice = { commands, accesses, order: [] };
  expect(replayOnCpus(three, twice, word({ topFirst: true }), TRUSTED, new Pulse())).toMatchObject({
    fate: "inapplicable",
    detail: "no interleaving gives all its commands under contract trusted",
  });
});
