/**
 * Looks whether what a run found comes again in a worker of its own, where the module is loaded anew.
 *
 * What the search left behind outside all instances, in a variable of the module, is not there. A finding
 * that needs it is no counterexample: no client that runs those commands would meet it.
 */
import type { Run } from "../../explore/check/verdict.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { ABOUT_STATE, HANGS, HIDDEN_STATE } from "../../properties/answers.js";
import { type Interrupt, Interrupted } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";
import { replayOn } from "../workers/session.js";

/** The run, with what does not come again told as what it is. Built-in allocators are not asked again. */
export async function confirmedAnew(run: Run, job: Job, interrupt: Interrupt): Promise<Run> {
  if (job.target.kind !== "file") return run;
  const counterexamples: Counterexample[] = [];
  for (const counterexample of run.counterexamples) {
    const found = await confirmed(counterexample, job, interrupt);
    counterexamples.push(found);
    // What else was found may have the same cause.
    if (job.keep === "rules" && ABOUT_STATE.includes(found.rule)) break;
  }
  return { ...run, counterexamples };
}

/** A call that hung was made in several workers already, and state outside the bytes may need the search. */
const NOT_ASKED: readonly string[] = [...ABOUT_STATE, HANGS.id];

async function confirmed(found: Counterexample, job: Job, interrupt: Interrupt): Promise<Counterexample> {
  if (NOT_ASKED.includes(found.rule) || interrupt.happened) return found;
  try {
    const task = { target: job.target, counterexample: found };
    const again = await replayOn(task, job.maxCommandSeconds, interrupt);
    if (isMisuse(again)) throw again;
    const { fate, rule, detail } = again;
    if (fate === "breaks" && rule === found.rule) return found;
    return {
      ...found,
      rule: HIDDEN_STATE.id,
      expected: `what the search saw: ${found.rule} is broken by these commands (${found.found})`,
      found: `where the module is loaded anew and nothing else was done before: ${detail}`,
    };
  } catch (error) {
    // The run is told as far as it came. What cannot be asked again, such as a module that loads but once,
    // takes no finding with it.
    if (!(error instanceof Interrupted) && !isMisuse(error)) throw error;
    return found;
  }
}
