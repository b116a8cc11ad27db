/** The modules about provenance by themselves: counted by an enumeration that shares no code with them. */
import { expect, test } from "vitest";
import { enumerate } from "../testing/naive-enumeration.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";

const SCOPES: Parameters<typeof scopeOf>[] = [
  [2, 2, 2, "provenance"],
  [3, 1, 2, "provenance"],
  [3, 2, 1, "protected"],
  [2, 2, 1, "handles"],
  [3, 1, 1, "handles"],
  [2, 1, 1, "quarantine"],
  [3, 1, 1, "contents"],
  [2, 2, 1, "contents"],
  [2, 1, 1, "blocks", "quarantine", "contents"],
  [2, 1, 1, "blocks", "phases", "foreign", "provenance", "protected", "handles", "contents"],
];

test.each(SCOPES)(
  "counts as a naive enumeration does: %i frames, %i owners, %i slices, %s %s %s %s %s %s %s",
  (...bounds) => {
    const scope = { ...scopeOf(...bounds), ...(bounds.length > 8 ? { handles: 1 } : {}) };
    const counted = enumerate(scope);
    const run = runToEnd({ definition: null, scope });
    const { states, tried, transitions, depth, levels, outcomes } = run;
    expect({ states, tried, transitions, depth, levels, outcomes }).toEqual(counted);
    expect(run).toMatchObject({ verdict: "holds", closed: true, stoppedBy: null, counterexamples: [] });
    expect(run.notExercised.filter(({ possible }) => possible)).toEqual([]);
  },
);
