/** Checks the flavours of a boot for its page: what of them never comes back, and what they do otherwise. */
import { runTo } from "../../explore/check/check.js";
import type { Run } from "../../explore/check/verdict.js";
import { CLAUSE_KNOCK_OUTS, KNOCK_OUTS } from "../../impl/faulty/knock-outs.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { CLAUSES } from "../../model/modules/all.js";
import { scopeOf } from "../../model/words/scope.js";
import type { Checked } from "../../report/pages/boot-page.js";
import { ROWS } from "./rules.js";

/** Small enough for a page, and as many units as show an edge frame. */
const SMALL = { frames: 2, owners: 1, slices: 1 } as const;
const OF_IMAGES = scopeOf({ ...SMALL, units: 2, modules: ["boot"] });
const OF_FILES = scopeOf({ ...SMALL, modules: ["rootfs"] });

const FLAVOURS = ALLOCATORS.filter(
  ({ offers, class: kind }) => offers["place-initrd"] !== undefined && kind !== "faulty",
);
const MODULES: readonly string[] = ["boot", "rootfs"];
const SPARING = ["free-initrd-spares-crashkernel", "switch-root-spares-used", "switch-root-spares-mounts"];

/** What the page says of checks, from runs. */
export function checkedBoots(): Checked {
  const runs = FLAVOURS.map((definition): Run => {
    const scope = definition.offers["switch-root"] === undefined ? OF_IMAGES : OF_FILES;
    return runTo({ definition, scope, keep: "all", canAlways: true });
  });
  return {
    rules: [
      ...ROWS.filter(({ module }) => MODULES.includes(module)).map(({ id, statement }) => ({
        id,
        statement,
        brokenBy: KNOCK_OUTS[id] ?? null,
      })),
      ...CLAUSES.filter(({ id }) => SPARING.includes(id)).map(({ id, statement }) => ({
        id,
        statement,
        brokenBy: CLAUSE_KNOCK_OUTS[id] ?? null,
      })),
    ],
    lookedBack: runs.map((run) => ({ ...run, measured: NOTHING_MEASURED })),
    deviations: runs.flatMap(({ counterexamples }) => counterexamples),
  };
}

/** A page says the same wherever it is made. */
const NOTHING_MEASURED: Run["measured"] = { seconds: 0, workers: 1, statesPerSecond: 0, peakMemoryBytes: 0 };
