/** Checks the flavours of a boot for its page: what of them never comes back, and what they do otherwise. */
import { runTo } from "../../explore/check/check.js";
import type { Run } from "../../explore/check/verdict.js";
import { KNOCK_OUTS } from "../../impl/faulty/knock-outs.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { scopeOf } from "../../model/words/scope.js";
import type { Checked } from "../../report/pages/boot-page.js";
import { ROWS } from "./rules.js";

/** Small enough for a page, and as many units as show an edge frame. */
const SCOPE = scopeOf({ frames: 2, units: 2, owners: 1, slices: 1, modules: ["boot"] });

const FLAVOURS = ALLOCATORS.filter(
  ({ name, class: kind }) => name.startsWith("boot-") && kind !== "faulty",
).filter(({ offers }) => offers["place-initrd"] !== undefined);

/** What the page says of checks, from runs. */
export function checkedBoots(): Checked {
  const runs = FLAVOURS.map(
    (definition): Run => runTo({ definition, scope: SCOPE, keep: "all", canAlways: true }),
  );
  return {
    rules: ROWS.filter(({ module }) => module === "boot").map(({ id, statement }) => ({
      id,
      statement,
      brokenBy: KNOCK_OUTS[id] ?? null,
    })),
    lookedBack: runs.map((run) => ({ ...run, measured: NOTHING_MEASURED })),
    deviations: runs.flatMap(({ counterexamples }) => counterexamples),
  };
}

/** A page says the same wherever it is made. */
const NOTHING_MEASURED: Run["measured"] = { seconds: 0, workers: 1, statesPerSecond: 0, peakMemoryBytes: 0 };
