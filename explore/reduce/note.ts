/**
 * How a reduced trace was come by, and how short it is known to be: a comment in its file, and in reports.
 */

import { plural } from "../../model/basics/wording.js";
import type { Scope } from "../../model/words/scope.js";
import type { Minimality, Reduced } from "./reduce.js";

/** What was reduced, and from which seed a fuzz finds it again. */
export function noteOf(
  scope: Scope,
  seed: number | null,
  reduced: Pick<Reduced, "from" | "minimality">,
): string {
  const found = `from ${plural(reduced.from, "command")} in a pool of ${plural(scope.frames, "frame")}`;
  const by = seed === null ? "" : `, found with --seed ${seed}`;
  return `${minimalityText(reduced.minimality)} (${found}${by})`;
}

/** How short a trace is known to be. */
export function minimalityText(minimality: Minimality): string {
  switch (minimality.kind) {
    case "shortest":
      return `shortest at all up to ${plural(minimality.frames, "frame")}`;
    case "over-ranges":
      return "shortest over these ranges";
    case "cut":
      return `not reduced further within ${plural(minimality.seconds, "second")}`;
    case "as-found":
      return "as it was found";
  }
}
