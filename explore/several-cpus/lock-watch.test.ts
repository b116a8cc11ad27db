/** What is warned of: a lock that one command takes for a cell, and another does not. */
import { expect, test } from "vitest";
import { SEVERAL_CPUS } from "../../impl/registry.js";
import { check } from "../../index.js";
import { defineConcurrentAllocator } from "../../model/socket/define-concurrent.js";
import type { Access } from "../../model/steps/accesses.js";
import type { Cell } from "../../model/steps/shared-memory.js";
import { reasons } from "../../model/words/reasons.js";
import { scopeOf } from "../../model/words/scope.js";
import { PLAIN } from "../../report/lines/style.js";
import { runLines } from "../../report/text/run-text.js";
import { runTo } from "../check/check.js";
import type { LockWarning } from "../check/verdict.js";

const ONE = { frames: 1, owners: 1, slices: 1, cpus: 2 };

const told = ({ cell, lock, under, without }: LockWarning) =>
  `${cell} ${lock}: ${under.commands.join()} ${under.trace.accesses.length}, ` +
  `not ${without.commands.join()} ${without.trace.accesses.length}`;

/** The faulty versions that are warned of; none of the sound ones is, nor any that forgets no lock. */
const WARNED: Readonly<Record<string, readonly string[]>> = {
  "locked-bitmap-scans-outside": ["status[0] lock: reserve,release,borrow,free,alloc 2, not alloc 1"],
  "locked-bitmap-counts-outside": ["pins[0] lock: drop,borrow,release 2, not release 1"],
  "locked-bitmap-releases-twice": [
    "status[0] lock: reserve,borrow,alloc,free,release 2, not release 1",
    "pins[0] lock: drop,borrow 2, not release 5",
  ],
  "locked-bitmap-loses-count": ["used lock: alloc 2, not reserve,alloc,release,free 5"],
  "locked-bitmap-explains-late": ["status[0] lock: reserve,release,borrow,alloc,free 2, not free 4"],
  "cached-list-hands-out-twice": ["cache[0] lock: reserve,alloc 8, not alloc,free 1"],
  "cached-list-drains-stale": [
    "cache[0] lock: reserve,alloc 8, not alloc,free 1",
    "list[0] lock: reserve,alloc,release,free 2, not free 15",
  ],
};

/** The sound one is large in its own scope, and takes no lock. */
const LOCKED = SEVERAL_CPUS.filter(({ name }) => name !== "cas-bitmap");

test.each(LOCKED.map((definition) => [definition.name, definition] as const))("%s", (name, definition) => {
  const { verdict, warnings = [] } = check(definition, { ...ONE, frames: 2, ...definition.scopes?.[0] });
  expect(warnings.map(told)).toEqual(WARNED[name] ?? []);
  expect(verdict).toBe(definition.class === "faulty" ? "broken" : "holds");
});

/** Looks whether its frame is free before it locks, and once more behind the lock. */
const doubleChecked = (swaps: boolean) =>
  defineConcurrentAllocator({
    name: "double-checked",
    contract: "contended",
    make: (_, memory) => {
      const [used, lock] = [memory.cell("used", { bits: 1 }), memory.lock("lock")];
      return {
        *alloc() {
          if ((yield used.load()) === 1) return reasons.EXHAUSTED;
          yield lock.lock();
          const was = swaps ? 1 - (yield used.cas(0, 1)) : yield used.load();
          if (!swaps) yield used.store(1);
          yield lock.unlock();
          return was === 0 ? 0 : reasons.EXHAUSTED;
        },
        *free() {
          yield lock.lock();
          const was = swaps ? yield used.cas(1, 0) : yield used.load();
          if (!swaps) yield used.store(0);
          yield lock.unlock();
          return was === 1 ? 0 : reasons.ALREADY_FREE;
        },
      };
    },
  });

test("a fast path that looks without the lock is warned of, and holds all the same", () => {
  const run = check(doubleChecked(false), ONE);
  expect(run).toMatchObject({ verdict: "holds", closed: true });
  expect(run.warnings?.map(told)).toEqual(["used lock: alloc,free 3, not alloc 1"]);
  const [warning] = run.warnings ?? [];
  expect(warning?.without).toMatchObject({ writes: false, commands: ["alloc"] });
  // The traces end with the access, one under the lock and one not.
  for (const { trace } of [warning?.under, warning?.without].flatMap((one) => one ?? []))
    expect([trace.accesses.at(-1)?.access, trace.commands.length]).toEqual(["load used", 1]);
  const text = runLines(run, PLAIN).join("\n");
  expect(text).toContain("warning: alloc may read used without lock, under which alloc, free may write");
  expect(text.indexOf("warning:")).toBeGreaterThan(text.indexOf("is linearizable"));
});

/** How a cell may be accessed, by whoever holds the lock and by who does not. */
const ACCESSES: Readonly<Record<string, (cell: Cell) => Access>> = {
  load: (cell) => cell.load(),
  store: (cell) => cell.store(1),
  swap: (cell) => cell.cas(0, 1),
  add: (cell) => cell.add(1),
};

/** `alloc` accesses `x` under the lock; another command does without it, here or as all that it does. */
const halfLocked = (inside: string, outside: string, where: string) =>
  defineConcurrentAllocator({
    name: `${inside} under the lock, ${outside} ${where}`,
    make: (_, memory) => {
      const [x, used] = [memory.cell("x", { bits: 1 }), memory.cell("used", { bits: 1 })];
      const [lock, other] = [memory.lock("lock"), memory.lock("other")];
      const access = (name: string) => ACCESSES[name]!(x); // one of them
      return {
        *alloc() {
          yield lock.lock();
          yield access(inside);
          const swapped = yield used.cas(0, 1);
          yield lock.unlock();
          return swapped === 1 ? 0 : reasons.EXHAUSTED;
        },
        *free() {
          if (where === "before") yield access(outside);
          const swapped = yield used.cas(1, 0);
          if (where === "after") yield access(outside);
          return swapped === 1 ? 0 : reasons.ALREADY_FREE;
        },
        *drop() {
          if (where === "alone") yield access(outside);
          return reasons.NO_SUCH_SLICE;
        },
        *borrow() {
          yield other.lock();
          yield other.unlock();
          return reasons.NOT_RESERVED;
        },
      };
    },
  });

const HALF_LOCKED = ["load", "store"].flatMap((inside) =>
  Object.keys(ACCESSES).flatMap((outside) =>
    ["before", "after", "alone"].map((where) => halfLocked(inside, outside, where)),
  ),
);

test("sections as one step hide no warning", () => {
  for (const definition of HALF_LOCKED) {
    const [run, every] = [false, true].map((everyAccess) =>
      runTo({ definition, scope: scopeOf(ONE), everyAccess }),
    );
    expect(every).toMatchObject({ verdict: "holds", closed: true });
    const writes = /store/.test(definition.name);
    expect([definition.name, every?.warnings?.length]).toEqual([definition.name, writes ? 1 : undefined]);
    expect(run?.warnings).toEqual(every?.warnings);
  }
});

test("what is only swapped needs no lock, and is not warned of", () => {
  expect(check(doubleChecked(true), ONE)).toMatchObject({ verdict: "holds", closed: true });
  expect(check(doubleChecked(true), ONE).warnings).toBeUndefined();
});

test("a lock in common is enough, whatever other locks are held", () => {
  const two = defineConcurrentAllocator({
    name: "two-locks",
    make: (_, memory) => {
      const used = memory.cell("used", { bits: 1 });
      const [a, b] = [memory.lock("a"), memory.lock("b")];
      return {
        *alloc() {
          yield a.lock();
          yield b.lock();
          const was = yield used.load();
          yield used.store(1);
          yield b.unlock();
          yield a.unlock();
          return was === 0 ? 0 : reasons.EXHAUSTED;
        },
        *free() {
          yield b.lock();
          const was = yield used.load();
          yield used.store(0);
          yield b.unlock();
          return was === 1 ? 0 : reasons.ALREADY_FREE;
        },
      };
    },
  });
  const run = check(two, ONE);
  expect(run).toMatchObject({ verdict: "holds", closed: true });
  expect(run.warnings).toBeUndefined();
});
