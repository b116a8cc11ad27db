/**
 * A second opinion on several CPUs: systems written by hand in Promela, an access a step, which Spin searches
 * breadth first. Both say the same of each, and come upon it after as many accesses.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOCK_FAULTS } from "../impl/faulty/lock-faults.js";
import { check } from "../index.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { defineConcurrentAllocator } from "../model/socket/define-concurrent.js";
import { reasons } from "../model/words/reasons.js";
import { ROOT } from "../testing/read.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { run } from "./processes.js";
import { spinMissing } from "./spin.js";

/** Pages behind a lock, which `alloc` takes before it looks or after it has seen a free one. */
function pages(looksInside: boolean): AllocatorDefinition {
  return defineConcurrentAllocator({
    name: "pages",
    make(scope, memory) {
      const status = memory.cells("status", scope.frames, { bits: 1 });
      const lock = memory.lock("lock");
      return {
        *alloc() {
          if (looksInside) yield lock.lock();
          for (let page = 0; page < scope.frames; page++) {
            if ((yield status.load(page)) === 1) continue;
            if (!looksInside) yield lock.lock();
            yield status.store(page, 1);
            yield lock.unlock();
            return page;
          }
          if (looksInside) yield lock.unlock();
          return reasons.EXHAUSTED;
        },
        *free(_, page) {
          yield lock.lock();
          const used = yield status.load(page);
          if (used === 1) yield status.store(page, 0);
          yield lock.unlock();
          return used === 1 ? 0 : reasons.ALREADY_FREE;
        },
      };
    },
  });
}

const faulty = (name: string): AllocatorDefinition => {
  const found = LOCK_FAULTS.find((definition) => definition.name === `locked-bitmap-${name}`);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

const SYSTEMS: readonly (readonly [model: string, AllocatorDefinition, frames: number])[] = [
  ["scans-outside", pages(false), 2],
  ["scans-inside", pages(true), 2],
  ["counts-outside", faulty("counts-outside"), 1],
  ["two-locks", faulty("locks-in-two-orders"), 1],
];

/** After how many steps Spin comes upon an error at the earliest; `null` where it sees all and finds none. */
async function earliest(model: string): Promise<number | null> {
  const directory = temporaryDirectory();
  copyFileSync(`${ROOT}bench/promela/${model}.pml`, join(directory, "model.pml"));
  await run("spin", ["-a", "model.pml"], directory);
  await run("gcc", ["-O0", "-DBFS", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], directory);
  const { stdout } = await run(join(directory, "pan"), [], directory);
  // It counts steps from 0 where one breaks an assertion, and states where nobody can go on.
  const broken = /assertion violated.*\(at depth (\d+)\)/.exec(stdout);
  if (broken !== null) return Number(broken[1]) + 1;
  const stuck = /invalid end state \(at depth (\d+)\)/.exec(stdout);
  if (stuck !== null) return Number(stuck[1]);
  expect(stdout).toMatch(/errors: 0/);
  return null;
}

const missing = await spinMissing();

describe.skipIf(missing !== null)(missing === null ? "Spin says the same" : `skipped, ${missing}`, () => {
  test.each(SYSTEMS)("of %s, after as many accesses", async (model, definition, frames) => {
    const { verdict, depth } = check(definition, { frames, owners: 1, slices: 1, cpus: 2 });
    expect(await earliest(model)).toBe(verdict === "broken" ? depth : null);
    expect(verdict).toBe(model === "scans-inside" ? "holds" : "broken");
  });
});
