/** What becomes of a recorded counterexample. */
import type { Counterexample } from "../model/trace/trace.js";

/**
 * - `breaks`: some command still breaks a rule;
 * - `fixed`: every answer before the last is the recorded one, and the last is now right;
 * - `differs`: nothing breaks, but an earlier answer is another legal one;
 * - `kept`: a witness whose answers are all as recorded;
 * - `inapplicable`: a command is no longer offered, or no longer legal where it stands.
 */
export type Fate = "breaks" | "fixed" | "differs" | "kept" | "inapplicable";

/** The outcome of one replay. */
export interface Replayed {
  readonly fate: Fate;
  /** The number of the step that decided, from 1; 0 for the initial state. */
  readonly step: number;
  /** One sentence that says what happened there. */
  readonly detail: string;
  /** The rule that is broken now, which need not be the recorded one; `null` when none is. */
  readonly rule: string | null;
  /** The trace that breaks it now, where it is not the one that was recorded. */
  readonly now?: Counterexample;
}
