/** A search that goes on after a finding: one of each rule, the shortest, and when it ends. */
import { describe, expect, test } from "vitest";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { reasons } from "../../model/words/reasons.js";
import { programOf } from "../../testing/commands.js";
import { FirstFit, firstFit, madeUp } from "../../testing/made-up/first-fit.js";
import { auditWrites, hiddenCounter } from "../../testing/made-up/hidden.js";
import { threeFaults } from "../../testing/made-up/three-faults.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";
import { FindingLog } from "../search/finding-log.js";
import { GoingOn } from "../search/going-on.js";
import { Check } from "./check.js";
import type { CheckRequest } from "./prepared.js";

const SCOPE = scopeOf(3, 2, 2);

const told = (request: CheckRequest) =>
  runToEnd(request).counterexamples.map((found) => [found.rule, ...programOf(found)]);

/** Counts how often each frame came back, so that its levels grow wide. */
class Wide extends FirstFit {
  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer === 0) this.extra[frame]!++;
    return answer === reasons.ALREADY_FREE ? 0 : answer;
  }
}

/** Counts its commands in four bytes, so that its states never end, and takes back what is free. */
class Endless extends FirstFit {
  override alloc(): number {
    const answer = super.alloc();
    if (answer >= 0) this.count();
    return answer;
  }

  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer === 0) this.count();
    return answer === reasons.ALREADY_FREE ? 0 : answer;
  }

  private count(): void {
    for (let byte = 0; ++this.extra[byte]! > 255; byte++) this.extra[byte] = 0;
  }
}

const endless = madeUp((scope) => new Endless(scope, 4));

/** Writes where it refuses to alloc, and takes back a frame that is free. */
class Several extends FirstFit {
  override alloc(): number {
    const answer = super.alloc();
    if (answer < 0) this.extra[0] = 1;
    return answer;
  }

  override free(frame: number): number {
    const answer = super.free(frame);
    return answer === reasons.ALREADY_FREE ? 0 : answer;
  }
}

const several = madeUp((scope) => new Several(scope, 1));

describe("one finding for each rule", () => {
  test("each with its shortest trace, what looks like a fault first", () => {
    const all = told({ definition: threeFaults, scope: SCOPE, keep: "all" });
    const rules = told({ definition: threeFaults, scope: SCOPE, keep: "rules" });
    expect(rules.toSorted()).toEqual(all.toSorted());
    expect(rules[0]).toEqual([
      "release/live-slice",
      "reserve(0, owner 1)",
      "borrow(0)",
      "release(0, owner 1)",
    ]);
    expect(told({ definition: threeFaults, scope: SCOPE })).toEqual([all[0]]);
  });

  test("a rule about any command is told once", () => {
    const definition: AllocatorDefinition = { ...several, make: (scope) => new ThrowsTwice(scope) };
    expect(told({ definition, scope: SCOPE, keep: "all" }).map(([rule]) => rule)).toEqual(["threw", "threw"]);
    expect(told({ definition, scope: SCOPE, keep: "rules" })).toEqual([["threw", "free(0)"]]);
  });

  test("what is not followed is counted, and only where it goes on", () => {
    const run = runToEnd({ definition: several, scope: scopeOf(2, 1, 1), keep: "rules" });
    expect(run).toMatchObject({ verdict: "broken", closed: true, stoppedBy: null });
    expect(run.counterexamples.map((found) => [found.rule, ...programOf(found)])).toEqual([
      ["free/already-free", "free(0)"],
      ["refusal-writes", "alloc()", "alloc()", "alloc()"],
    ]);
    // Each free frame of each of four states, and one alloc of the full one.
    expect(run.notFollowed).toBe(5);
    expect(runToEnd({ definition: several, scope: SCOPE })).not.toHaveProperty("notFollowed");
    expect(runToEnd({ definition: firstFit, scope: SCOPE, keep: "rules" })).not.toHaveProperty("notFollowed");
  });
});

/** Throws where it should refuse. */
class ThrowsTwice extends FirstFit {
  override alloc(): number {
    const answer = super.alloc();
    if (answer < 0) throw new Error("full");
    return answer;
  }

  override free(frame: number): number {
    const answer = super.free(frame);
    if (answer < 0) throw new Error("free");
    return answer;
  }
}

describe("when it ends", () => {
  test("a search without an end goes on by counts, the same in pieces of any size", () => {
    const request = { definition: endless, scope: scopeOf(2, 1, 1), keep: "rules" } as const;
    const runs = [3, 4096].map((piece) => {
      const check = new Check(request);
      while (check.advance(piece));
      const { measured: _, ...run } = check.run();
      return run;
    });
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).toMatchObject({ verdict: "broken", closed: false, stoppedBy: "finding" });
    expect(runs[0]?.depth).toBe(1004);
  });

  test("so does one whose levels grow wide", () => {
    const definition = madeUp((scope) => new Wide(scope, 6));
    const { tried, stoppedBy, depth } = runToEnd({ definition, scope: scopeOf(6, 1, 1), keep: "rules" });
    expect(stoppedBy).toBe("finding");
    expect(tried).toBeGreaterThan(250_000);
    expect(tried).toBeLessThan(500_000);
    expect(depth).toBeLessThan(100);
  });

  test("a budget ends it before, and keeps what was found", () => {
    const budget = { maxDepth: 3 };
    const run = runToEnd({ definition: endless, scope: SCOPE, keep: "rules", budget });
    expect(run).toMatchObject({ verdict: "broken", stoppedBy: "max-depth", depth: 3 });
    expect(run.counterexamples.map(({ rule }) => rule)).toEqual(["free/already-free"]);
  });

  test("a suspicion ends it with its level", () => {
    const log = new FindingLog("rules");
    const goingOn = new GoingOn("rules", ["hidden-state"]);
    log.note("threw", 0, 1, 0);
    expect([goingOn.isOver(log, { levels: [1, 9], tried: 800 }, 100), goingOn.until]).toEqual([
      false,
      50_100,
    ]);
    log.note("hidden-state", 0, 1, 0);
    expect([goingOn.isOver(log, { levels: [1, 9, 9], tried: 900 }, 200), goingOn.until]).toEqual([
      true,
      50_100,
    ]);
  });

  test.each([["hidden-state", hiddenCounter] as const, ["observer-writes", auditWrites] as const])(
    "at once where nothing later could be trusted: %s",
    (rule, definition) => {
      for (const suspicion of [16, 0]) {
        const run = runToEnd({ definition, scope: SCOPE, keep: "rules", suspicion });
        expect(run.counterexamples.map((found) => found.rule).at(-1)).toBe(rule);
      }
    },
  );
});
