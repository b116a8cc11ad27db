/** A class whose content grows while memory shows nothing new: said where the search did not end. */
import { expect, test } from "vitest";
import { fromObject } from "../../model/doors/from-object.js";
import { defineAllocator } from "../../model/socket/define.js";
import { FirstFit, madeUp } from "../../testing/made-up/first-fit.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

const SCOPE = scopeOf(2, 1, 1);

/** Counts what it hands out up to `most`. */
function counting(most: number) {
  return defineAllocator({
    name: "counting",
    make: fromObject({
      make: ({ frames }) => ({ taken: new Array<boolean>(frames).fill(false), pairs: 0 }),
      calls: {
        alloc: (pool) => {
          const frame = pool.taken.indexOf(false);
          if (frame < 0) return -1;
          pool.taken[frame] = true;
          pool.pairs = Math.min(pool.pairs + 1, most);
          return frame;
        },
        free: (pool, { frame }) => {
          if (pool.taken[frame] !== true) return false;
          pool.taken[frame] = false;
          return true;
        },
      },
    }),
  });
}

test("what grows is named, with two depths at which memory is the same", () => {
  const definition = counting(Number.POSITIVE_INFINITY);
  const run = runToEnd({ definition, scope: SCOPE, budget: { maxDepth: 30 } });
  expect(run).toMatchObject({ verdict: "unfinished", grows: { since: 3, from: 0, to: 30 } });
  expect(run.grows?.change).toBe("pairs: 0 -> 15");
});

test("nothing is said of a search that closes, is young, or is over bytes", () => {
  const budget = { maxDepth: 30 };
  expect(runToEnd({ definition: counting(20), scope: SCOPE })).not.toHaveProperty("grows");
  const definition = counting(Number.POSITIVE_INFINITY);
  expect(runToEnd({ definition, scope: SCOPE, budget: { maxDepth: 10 } })).not.toHaveProperty("grows");
  class Counts extends FirstFit {
    override free(frame: number): number {
      const answer = super.free(frame);
      if (answer === 0) this.extra[0]!++;
      return answer;
    }
  }
  const bytes = madeUp((scope) => new Counts(scope, 1));
  const run = runToEnd({ definition: bytes, scope: SCOPE, budget });
  expect(run.verdict).toBe("unfinished");
  expect(run).not.toHaveProperty("grows");
});

test("a search that would never end is ended, unless somebody said how far it is to go", () => {
  const definition = counting(Number.POSITIVE_INFINITY);
  const scope = scopeOf(1, 1, 1);
  const request = { definition, scope, suspicion: 0 };
  const run = runToEnd(request);
  expect(run).toMatchObject({ verdict: "unfinished", stoppedBy: "growth", grows: { since: 1, from: 1 } });
  expect(run.states).toBe(8_192);
  const further = runToEnd({ ...request, budget: { maxDepth: 8_400 } });
  expect(further).toMatchObject({ stoppedBy: "max-depth", depth: 8_400 });
});

test("a counter of 8 bits has a last value, and a search that comes to it is let", () => {
  const run = runToEnd({ definition: counting(255), scope: scopeOf(6, 1, 1), suspicion: 0 });
  expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null });
  expect(run.states).toBeGreaterThan(8_192);
});
