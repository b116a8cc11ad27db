import { expect, test } from "vitest";
import { check, replay } from "../../index.js";
import { type ConcurrentOptions, defineConcurrentAllocator } from "../../model/socket/define-concurrent.js";
import { type Access, again, type Steps } from "../../model/steps/accesses.js";
import { reasons } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { Check } from "../check/check.js";

const SCOPE = { frames: 1, owners: 1, slices: 1, cpus: 2 };
const made = (make: ConcurrentOptions["make"], more: Partial<ConcurrentOptions> = {}) =>
  defineConcurrentAllocator({ name: "mine", ...more, make });

/** The rule that one CPU or two break first, which the recorded trace breaks again. */
function ruleOf(allocator: ReturnType<typeof made>, scope = {}): string | undefined {
  const [found] = check(allocator, { ...SCOPE, ...scope }).counterexamples;
  if (found !== undefined && found.rule !== "hidden-state")
    expect(replay(found, allocator)).toMatchObject({ fate: "breaks", rule: found.rule });
  return found?.rule;
}

const byCas = (lost: "again" | "refuse") =>
  made(({ frames }, memory) => {
    const words = memory.cells("words", frames, { bits: 1 });
    return {
      *alloc() {
        for (let frame = 0; frame < frames; frame++) {
          if ((yield words.load(frame)) === 1) continue;
          if ((yield words.cas(frame, 0, 1)) === 1) return frame;
          return lost === "again" ? again() : reasons.REFUSED;
        }
        return reasons.EXHAUSTED;
      },
      *free(_, frame) {
        return (yield words.cas(frame, 1, 0)) === 1 ? 0 : reasons.ALREADY_FREE;
      },
    };
  });

test("a command that lost its race begins anew, and the space stays finite", () => {
  expect(check(byCas("again"), SCOPE)).toMatchObject({ verdict: "holds", closed: true });
});

test("locks taken in two orders end in a ring of CPUs that wait", () => {
  const rings = made((_, memory) => {
    const [a, b] = [memory.lock("a"), memory.lock("b")];
    const word = memory.cell("word");
    return {
      *alloc() {
        yield a.lock();
        yield b.lock();
        const taken = yield word.load();
        yield word.store(1);
        yield b.unlock();
        yield a.unlock();
        return taken === 1 ? reasons.EXHAUSTED : 0;
      },
      *free() {
        yield b.lock();
        yield a.lock();
        const taken = yield word.load();
        yield word.store(0);
        yield a.unlock();
        yield b.unlock();
        return taken === 1 ? 0 : reasons.ALREADY_FREE;
      },
    };
  });
  const [found] = check(rings, SCOPE).counterexamples;
  expect(found).toMatchObject({
    rule: "deadlock",
    found: "CPU 0 waits for b, which CPU 1 holds; CPU 1 waits for a, which CPU 0 holds",
  });
});

const spin = (loop: boolean) =>
  made((_, memory) => {
    const held = memory.cell("held");
    return {
      *alloc() {
        if (loop) while ((yield held.load()) === 0);
        if ((yield held.cas(1, 0)) === 0) return again();
        return reasons.EXHAUSTED;
      },
    };
  });

test.each([
  ["begins anew for ever", spin(false)],
  ["reads in a loop for ever", spin(true)],
])("a command that %s although it is alone is found", (_, allocator) => {
  expect(ruleOf(allocator)).toBe("endless");
});

test("who unlocks what another has locked, or nobody, is told", () => {
  const unlocks = made((_, memory) => {
    const lock = memory.lock("lock");
    return {
      *alloc() {
        yield lock.unlock();
        return 0;
      },
    };
  });
  expect(ruleOf(unlocks)).toBe("lock-of-another");
});

test("what is thrown, and what is no answer, is a finding", () => {
  const throws = made((_, memory) => {
    const cells = memory.cells("cells", 1);
    return {
      *alloc() {
        return yield cells.load(1);
      },
    };
  });
  expect(ruleOf(throws)).toBe("threw");
  const silent = made((_, memory) => {
    const cell = memory.cell("cell");
    return {
      *alloc() {
        yield cell.load();
        return undefined as unknown as number;
      },
    };
  });
  expect(ruleOf(silent)).toBe("no-answer");
});

test("what is kept outside the cells is found", () => {
  const hides = made((_, memory) => {
    const cell = memory.cell("cell");
    let times = 0;
    return {
      *alloc() {
        times++;
        yield times > 2 ? cell.store(1) : cell.load();
        yield cell.load();
        return reasons.EXHAUSTED;
      },
    };
  });
  expect(ruleOf(hides)).toBe("hidden-state");
});

const REFUSED_IN_VAIN = {
  id: "gives-up",
  summary: "",
  promises: {},
  mayRefuse: { alloc: "another was faster" },
  leaveWhile: "contended",
} as const;

test("what is legal may be refused under contention alone, where the contract says so", () => {
  const scope = { ...SCOPE, frames: 2, contract: REFUSED_IN_VAIN };
  expect(check(byCas("refuse"), { ...SCOPE, frames: 2 }).verdict).toBe("broken");
  expect(check(byCas("refuse"), scope).verdict).toBe("holds");
  const lazy = made((_, memory) => {
    const cell = memory.cell("cell");
    return {
      *alloc() {
        yield cell.load();
        return reasons.REFUSED;
      },
    };
  });
  expect(ruleOf(lazy, { contract: REFUSED_IN_VAIN })).toBe("alloc/legal");
});

/** A generator that yields something else than accesses. */
const yielding = (value: unknown) =>
  function* (): Steps {
    return yield value as Access;
  };

test.each<readonly [string, ConcurrentOptions["make"], string]>([
  ["yields no access", () => ({ alloc: yielding(3) }), "bad-access"],
  [
    "forgets a yield",
    (_, memory) => {
      const cell = memory.cell("cell");
      return {
        *alloc() {
          cell.store(1);
          return yield cell.load();
        },
      };
    },
    "bad-access",
  ],
  ["names a lock that there is not", () => ({ alloc: yielding({ kind: "lock", lock: 7 }) }), "bad-access"],
  ["has a command of nobody", () => ({ fly: yielding(0) }) as object, "bad-commands"],
  ["has a command that is no generator", () => ({ alloc: () => 0 }) as object, "bad-commands"],
  ["asks for its CPU", () => ({ alloc: (on) => yielding(on.cpu)() }), "bad-definition"],
  ["has two cells of a name", (_, memory) => [memory.cell("a"), memory.cell("a")] as object, "bad-memory"],
])("a definition that %s is a misuse", (_, make, code) => {
  expect(() => check(made(make), SCOPE)).toThrow(expect.objectContaining({ name: "Misuse", code }));
});

test("a rule that several commands break is told once, by its least trace", () => {
  const twice = made((_, memory) => {
    const lock = memory.lock("lock");
    function* locksTwice(): Steps {
      yield lock.lock();
      yield lock.lock();
      return 0;
    }
    return { alloc: locksTwice, free: locksTwice };
  });
  const check = new Check({ definition: twice, scope: scopeOf(SCOPE), keep: "all" });
  while (check.advance(4096));
  // The search has one of each command, which would be told by the same trace.
  expect(check.search.log.found.map(({ rule }) => rule)).toEqual(["deadlock", "deadlock"]);
  expect(check.run().counterexamples.map(({ rule }) => rule)).toEqual(["deadlock"]);
});

test.each([
  [{ kind: "lock", lock: 7 }, "alloc yields the lock of lock 7, which is no access"],
  [{ kind: "unlock" }, "alloc yields the unlock of lock undefined, which is no access"],
  [{ kind: "load", lock: 0 }, "alloc yields the load of cell undefined, which is no access"],
])("an access to nothing, %j, is told by what it names", (access, said) => {
  const definition = defineConcurrentAllocator({
    name: "names-nothing",
    make: (_, memory) => {
      memory.cell("cell");
      memory.lock("lock");
      return { alloc: yielding(access) };
    },
  });
  for (const cpus of [1, 2]) expect(() => check(definition, { ...SCOPE, cpus })).toThrow(said);
});
