/** What a run proves, exactly. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { MODULES } from "../../model/modules/all.js";
import { beginningAs } from "../../model/words/memory-map.js";
import { boundIn } from "../../model/words/scope.js";
import { ABOUT_STATE, DEFERRED, HANGS } from "../../properties/answers.js";
import { claimOnCpus } from "./cpus-claim.js";

/** What the bounds of the commands offered say of all that was tried. */
function boundsOf({ scope, notOffered }: Run): string[] {
  const offered = scope.modules
    .flatMap((id) => MODULES[id].rules)
    .filter(({ kind }) => !notOffered.includes(kind));
  return [...new Set(offered.flatMap(({ bound }) => bound?.claims(scope) ?? []))];
}

/** Some clauses as one: `a, b and c`. */
function joined(clauses: readonly string[]): string {
  const last = clauses.slice(-2).join(" and ");
  return [...clauses.slice(0, -2), last].join(", ");
}

/** Which sequences the run is about: of what is offered, within the bounds, from whom. */
function sequences(run: Run): string {
  const { contract, notOffered, leftOut } = run;
  const bounds = boundsOf(run);
  const offered = notOffered.length === 0 && leftOut.every(({ by }) => by !== "offer");
  const parts = [
    ...(offered ? [] : ["of the commands offered"]),
    ...(bounds.length > 0 ? [`in which ${joined(bounds)}`] : []),
    ...(leftOut.some(({ by }) => by === "contract")
      ? [`from a client that keeps to contract ${contract}`]
      : []),
  ];
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

/** What the run proves, exactly. */
export function claim(run: Run): string {
  if (boundIn(run.scope, "cpus") > 1) {
    const stopped = run.verdict === "unfinished" ? stop(run) : "";
    const nothing = nothingShown(run);
    return claimOnCpus(run, { which: sequences(run), stopped, nothing, wentOn: wentOn(run) });
  }
  const { frames, owners, initial } = run.scope;
  const { pool = 0 } = run.scope;
  const among = pool === 0 ? "" : ` of a pool of ${pool}, all others taken,`;
  const over = `over ${plural(frames, "frame")}${beginningAs(initial)}${among} and ${plural(owners, "owner")}`;
  const which = sequences(run);
  const keeps =
    run.allocator === null ? "keeps the invariants" : `is answered as contract ${run.contract} demands`;
  if (run.verdict === "unfinished" && run.depth === 0) return `${stop(run)} ${nothingShown(run)}`;
  switch (run.verdict) {
    case "holds":
      return `Every command sequence of any length${which}, ${over}, ${keeps}.`;
    case "vacuous":
      return `No command sequence of any length${which}, ${over}, breaks a rule; but see above what this does not show.`;
    case "unfinished":
      return `${stop(run)} Every sequence of up to ${plural(run.depth, "command")}${which}, ${over}, ${keeps}; longer ones were not all tried.${growth(run)}`;
    case "sampled":
      return `${run.stoppedBy === "interrupt" ? `${stop(run)} ` : ""}Random sequences${which}, ${over}, were answered as contract ${run.contract} demands; most were not tried.`;
    case "broken":
      if (run.counterexamples.some(({ rule }) => ABOUT_STATE.includes(rule) || rule === DEFERRED.id))
        return "Seen where the same bytes went on in two ways; a search would prove nothing about such an allocator.";
      return [shortest(run), wentOn(run)].filter((sentence) => sentence !== "").join(" ");
  }
}

/** Why it may never end. */
function growth({ grows, stoppedBy }: Run): string {
  if (grows === undefined) return "";
  const { since, from, to, change } = grows;
  return ` Memory shows nothing new since depth ${since}, but the allocator's content does: with the same memory at depth ${from} and at depth ${to}, ${change}. Where that has no bound, no search ends${stoppedBy === "growth" ? ": leave it out of the class, or out of what `save` gives. --max-depth N goes on" : ""}.`;
}

/** What is claimed of the findings. */
function shortest({ counterexamples, leftOut, sampled, scope }: Run): string {
  if (sampled !== undefined)
    return "It ended with the first rule that was broken, and says nothing of others.";
  if (counterexamples.some((found) => found.scope.frames > scope.frames))
    return "No window of a pool so large can be made; by themselves the frames of the scope break no rule.";
  if (counterexamples.length === 1)
    return `No shorter sequence${leftOut.length > 0 ? " of the commands tried" : ""} breaks a rule in this scope.`;
  const rules = new Set(counterexamples.map(({ rule }) => rule));
  const each = rules.size < counterexamples.length ? "command and rule" : "rule";
  return `Each counterexample is a shortest one for its ${each}.`;
}

/** How far a search went on after a finding, and what that left out. */
function wentOn({ counterexamples, stoppedBy, notFollowed, states }: Run): string {
  if (notFollowed === undefined) return "";
  const hangs = counterexamples.some(({ rule }) => rule === HANGS.id);
  const to =
    stoppedBy === null
      ? "to its end"
      : stoppedBy !== "finding"
        ? `until ${stopper(stoppedBy)}`
        : `to ${plural(states, "state")}${hangs ? "" : " (--all: to its end)"}`;
  const past = notFollowed === 1 ? "the step that breaks" : `the ${grouped(notFollowed)} steps that break`;
  return `The search went on ${to}, but not past ${past} a rule.`;
}

function stop({ stoppedBy }: Run): string {
  return `Stopped by ${stopper(stoppedBy)}.`;
}

/** What stopped a run: a budget by its option, or an interrupt. */
export function stopper(stoppedBy: Run["stoppedBy"]): string {
  return stoppedBy === "interrupt" ? "an interrupt" : (stoppedBy ?? "a budget");
}

/** A budget looked at between levels ended the run before the first command, others end it anywhere. */
function nothingShown({ stoppedBy }: Run): string {
  return stoppedBy === "max-depth" || stoppedBy === "max-states"
    ? "No command was tried."
    : "Not every first command was tried.";
}
