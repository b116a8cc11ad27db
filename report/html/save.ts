/** A trace that somebody walked by hand, as a file that `replay` takes. */
import { type Counterexample, describeAnswer, type TraceStep } from "../../model/trace/trace.js";
import { legalRule, trueReasonRule } from "../../properties/answers.js";

/**
 * The steps as a witness of what the last one shows: that what is legal is accepted, or that a refusal has a
 * true reason; `null` of a refusal that the contract gives leave for, which shows no rule.
 */
export function witnessOf(
  { format: _, ...found }: Counterexample,
  steps: readonly TraceStep[],
): Counterexample | null {
  const last = steps.at(-1);
  if (last === undefined) throw new Error("internal: a trace of no step shows nothing");
  const { command, answer } = last;
  if (answer.kind === "refused" && answer.reason === undefined) return null;
  const rule = answer.kind === "accepted" ? legalRule(command.kind) : trueReasonRule(command.kind);
  const said = describeAnswer(answer);
  return { ...found, format: "allocheck-witness", steps, rule: rule.id, expected: said, found: said };
}
