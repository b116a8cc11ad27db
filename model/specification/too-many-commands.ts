/**
 * A scope is laid out with all its commands, and those of some modules grow with the third power of its
 * frames: one with more than fit into the memory of a thread is refused before it is begun.
 */

import { Misuse } from "../basics/misuse.js";
import { grouped, plural } from "../basics/wording.js";
import { rulesOf } from "../modules/all.js";
import type { RuleInForce } from "../rules/rules.js";
import type { CommandKind } from "../words/commands.js";
import type { Scope } from "../words/scope.js";

/** One takes about 2.5 kB: so many are three quarters of a gigabyte, laid out in ten seconds. */
export const MOST_COMMANDS = 300_000;

/** How many commands of each kind a scope has, the most first. */
function countsIn(scope: Scope, rules: readonly RuleInForce[]): { kind: CommandKind; count: number }[] {
  return rules
    .map(({ kind, count }) => ({ kind, count: count(scope) }))
    .sort((one, other) => other.count - one.count);
}

/** How many commands a scope has. */
export function commandCount(scope: Scope, rules = rulesOf(scope.modules)): number {
  return rules.reduce((sum, { count }) => sum + count(scope), 0);
}

/** Throws a `Misuse` for a scope with more commands than can be laid out. */
export function requireFew(scope: Scope, rules: readonly RuleInForce[]): void {
  const all = commandCount(scope, rules);
  if (all <= MOST_COMMANDS) return;
  const kinds = countsIn(scope, rules).map(({ kind, count }) => `${grouped(count)} ${kind}`);
  throw new Misuse(
    "too-many-commands",
    `${plural(scope.frames, "frame")} with ${scope.modules.join(", ")} have ${grouped(all)} commands ` +
      `(${kinds.slice(0, 2).join(", ")}), and at most ${grouped(MOST_COMMANDS)} are laid out`,
    `take at most ${plural(mostFrames(scope, rules), "frame")}, or fewer modules`,
  );
}

/** With how many frames a scope has no more than can be laid out. */
function mostFrames(scope: Scope, rules: readonly RuleInForce[]): number {
  let [fits, not] = [1, scope.frames];
  while (not - fits > 1) {
    const frames = (fits + not) >>> 1;
    if (commandCount({ ...scope, frames }, rules) <= MOST_COMMANDS) fits = frames;
    else not = frames;
  }
  return fits;
}
