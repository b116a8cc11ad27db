/** The command line that shows one run again. */
import { BOUND_IDS, BOUNDS } from "../../model/words/bounds.js";
import { boundIn } from "../../model/words/scope.js";
import { nameOf } from "../workers/death.js";
import type { Job } from "../workers/messages.js";
import { SCOPE_OPTIONS } from "./options.js";

/**
 * Names the bounds where `exact`, or where they are not the standard; a config in the way may have bounds of
 * its own, and so may an allocator.
 */
export function againText(job: Job, exact: boolean): string {
  const { target, scope, widen, contract, all, budget } = job;
  const named = exact || !widen;
  const bounds = BOUND_IDS.flatMap((name) => {
    const bound = boundIn(scope, name);
    const standard = bound === BOUNDS[name].standard;
    return standard && !(named && scope[name] !== undefined) ? [] : [SCOPE_OPTIONS[name].flag, `${bound}`];
  });
  const modules = scope.modules.filter((id) => id !== "core" && id !== "foreign");
  return [
    "allocheck check",
    ...(target.kind === "specification" ? ["--spec-only"] : [quotedForShell(nameOf(target))]),
    ...bounds,
    ...(widen ? [] : ["--modules", modules.length === 0 ? "core" : modules.join(",")]),
    ...(scope.modules.includes("foreign") ? ["--alphabet", "foreign"] : []),
    ...(contract === undefined ? [] : ["--contract", quotedForShell(contract)]),
    ...(all ? ["--all"] : []),
    ...(budget.maxDepth === undefined ? [] : ["--max-depth", `${budget.maxDepth}`]),
    ...(budget.maxStates === undefined ? [] : ["--max-states", `${budget.maxStates}`]),
    ...(budget.maxSeconds === undefined ? [] : ["--max-seconds", `${budget.maxSeconds}`]),
  ].join(" ");
}

/** A word as a shell takes it for one. */
function quotedForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
