/** A reduced trace as a counterexample. */
import type { Counterexample } from "../../model/trace/trace.js";
import { noteOf } from "./note.js";
import type { Reduced } from "./reduce.js";
import type { Subject, Trace } from "./subject.js";
import { Trial } from "./trial.js";

/** The counterexample, with how it was come by; `null` where it does not break the rule when tried again. */
export function toldOf(
  subject: Subject,
  { scope }: Trace,
  reduced: Reduced,
  seed: number | null,
): Counterexample | null {
  const { trace } = reduced;
  const trial = new Trial(subject, trace.scope, trace.commands);
  const told = trial.told(trace.commands.map((command) => trial.numberOf(command)));
  return told === null ? null : { ...told, note: noteOf(scope, seed, reduced) };
}
