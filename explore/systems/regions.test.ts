/** The modules about memory as regions, and frames of several units, counted by a naive enumeration. */
import { expect, test } from "vitest";
import type { Scope } from "../../model/words/scope.js";
import { enumerate } from "../../testing/oracle/naive-enumeration.js";
import { runToEnd } from "../../testing/run.js";
import { scopeOf } from "../../testing/scopes.js";

type Bounds = Parameters<typeof scopeOf>;

/** Scopes, and how many states, tries and transitions each has. */
const SCOPES: readonly [Bounds, Pick<Scope, "units" | "nodes">, readonly [number, number, number]][] = [
  [[2, 1, 1], { units: 2 }, [84, 3_343, 440]],
  [[2, 2, 2], { units: 2 }, [1_244, 74_018, 7_736]],
  [[1, 1, 2], { units: 3 }, [65, 1_519, 270]],
  [[3, 1, 1, "regions"], {}, [242, 14_504, 2_308]],
  [[2, 2, 1, "regions", "foreign"], {}, [94, 9_606, 568]],
  [[2, 1, 1, "regions"], { units: 2 }, [512, 41_964, 5_912]],
  [[2, 2, 1, "limits", "foreign", "phases"], {}, [564, 68_916, 9_786]],
  [[3, 1, 1, "limits"], {}, [968, 78_344, 21_508]],
  [[2, 1, 1, "nodes"], { nodes: 3 }, [338, 24_090, 5_854]],
  [[3, 1, 1, "nodes", "foreign"], {}, [1_402, 204_338, 33_180]],
  [[2, 1, 1, "flags"], {}, [2_178, 115_916, 49_642]],
  [[2, 1, 1, "flags", "foreign", "phases"], {}, [4_356, 458_344, 100_278]],
  [[2, 1, 1, "flags", "limits"], {}, [6_534, 445_758, 218_796]],
  [[2, 1, 1, "nodes", "flags"], {}, [8_450, 643_930, 249_872]],
  [[3, 1, 1, "hand-over", "foreign"], {}, [364, 38_506, 2_042]],
  [[2, 1, 1, "hand-over", "flags"], {}, [1_700, 91_660, 30_620]],
  [[2, 1, 1, "hand-over"], { units: 2 }, [958, 79_394, 7_166]],
  [[2, 1, 1, "growth"], {}, [100, 3_640, 708]],
  [[1, 1, 1, "limits", "nodes", "hand-over", "growth", "foreign"], {}, [128, 11_616, 968]],
];

test.each(SCOPES)("counts as a naive enumeration does: %j %j", (bounds, more, pinned) => {
  const scope = { ...scopeOf(...bounds), ...more };
  const run = runToEnd({ definition: null, scope });
  const { states, tried, transitions, depth, levels, outcomes } = run;
  expect([states, tried, transitions]).toEqual(pinned);
  expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(enumerate(scope));
  expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null, counterexamples: [] });
  expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
});

test("the array of the allocator's own is nowhere where nothing grows, and no run is vacuous for that", () => {
  const run = runToEnd({ definition: null, scope: scopeOf(3, 2, 1, "growth") });
  expect(run.verdict).toBe("holds");
  const missing = run.notExercised.map(({ rule, needs }) => [rule, needs.split(" and ").at(-1)]);
  expect(missing.length).toBeGreaterThan(0);
  for (const [rule, needs] of missing)
    expect([rule, needs]).toEqual([expect.stringMatching(/\/metadata$/), "an array that grew"]);
});
