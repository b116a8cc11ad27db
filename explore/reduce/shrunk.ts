/** A trace that somebody brings, reduced: recorded, written by hand, or the log of a machine. */

import { Misuse } from "../../model/basics/misuse.js";
import { plural } from "../../model/basics/wording.js";
import { rulesOf } from "../../model/modules/all.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { Command } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import { REDUCE_BUDGET, type ReduceBudget, reduce } from "./reduce.js";
import type { Subject, Trace } from "./subject.js";
import { toldOf } from "./told.js";
import { Trial } from "./trial.js";

/** Commands, and the rule they are known to break; `null`: whichever it is. */
export interface Brought {
  readonly commands: readonly Command[];
  readonly rule: string | null;
}

/**
 * The least counterexample of a trace. Throws a `Misuse` where it breaks no rule, or another than it is said
 * to break.
 */
export function shrunk(
  asked: Omit<Subject, "rule">,
  { scope, commands }: Trace,
  rule: string | null,
  stopped: () => boolean,
  budget: ReduceBudget = REDUCE_BUDGET,
): Counterexample {
  const { definition } = asked;
  requireOffered(definition, scope, commands);
  const whole = new Trial({ ...asked, rule: "" }, scope, commands);
  const numbers = commands.map((command) => whole.numberOf(command));
  const broke = whole.run(numbers);
  const said = `the ${plural(commands.length, "command")} of the trace`;
  if (broke === null)
    throw new Misuse(
      "breaks-nothing",
      `${said} break no rule on ${definition.name}`,
      "look whether all commands are in it, and in its scope: --frames, --owners, --slices",
    );
  if (rule !== null && broke.rule !== rule)
    throw new Misuse(
      "breaks-another",
      `${said} break ${broke.rule} on ${definition.name}, and not ${rule}`,
      "record it again with: allocheck check TARGET --save DIR",
    );
  const subject = { ...asked, rule: broke.rule };
  const trace = { scope, commands: broke.effective.map((number) => whole.commandOf(number)) };
  const reduced = { ...reduce(subject, trace, { ...budget, stopped }), from: commands.length };
  const told = toldOf(subject, trace, reduced, null);
  if (told === null) throw new Error("internal: a reduced trace that does not break its rule");
  return told;
}

/** Throws a `Misuse` for a command of which the allocator has none: it was not on this one that it ran. */
function requireOffered(
  { name, offers }: AllocatorDefinition,
  scope: Scope,
  commands: Trace["commands"],
): void {
  const inForce = rulesOf(scope.modules).map(({ kind }) => kind);
  for (const { kind } of commands) {
    const isOffered = (offers[kind] ?? false) !== false;
    if (isOffered && inForce.includes(kind)) continue;
    const modules = scope.modules.join(", ");
    throw new Misuse(
      "not-offered",
      isOffered
        ? `the trace has ${kind}, which is of no module in force: ${modules}`
        : `the trace has ${kind}, which ${name} does not offer`,
      "leave it out, or name another allocator or its modules",
    );
  }
}
