/** How much work a search is, guessed from its scope alone: without a clock, and the same everywhere. */
import { rulesOf } from "../../model/modules/all.js";
import { fieldsOf } from "../../model/specification/bound-modules.js";
import { RangeNumbers } from "../../model/words/range-numbers.js";
import { gridOf, type Scope } from "../../model/words/scope.js";

/** Of the bits of a state so many decide: over the allocators that come along, states are about 2 to this. */
const SHARE_OF_BITS = 0.6;
/** What it takes to begin and to test at all, in commands. */
const BEGINNING = 500_000;

/** About so many commands are tried: the states that a scope has room for, times its commands. */
export function predictedWork(scope: Scope): number {
  const bits = fieldsOf(scope, RangeNumbers.ofAll(gridOf(scope))).reduce(
    (sum, { entries, bits }) => sum + entries * bits,
    0,
  );
  const commands = rulesOf(scope.modules).reduce((sum, rule) => sum + rule.count(scope), 0);
  return BEGINNING + commands * 2 ** (SHARE_OF_BITS * bits);
}
