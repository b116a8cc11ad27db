/**
 * What a rule of the specification is. The rules are data: the search, the reports and the docs
 * all read the same rows (`model/modules/core/rules.ts`).
 */

import { plural } from "../basics/wording.js";
import type { View } from "../state/view.js";
import { type Command, type CommandKind, instanceCount, instancesOf } from "../words/commands.js";
import type { ReasonId } from "../words/reasons.js";
import type { Scope } from "../words/scope.js";

/** What a scope and an allocator must have before a rule can show itself at all. */
export interface Needs {
  readonly commands: readonly CommandKind[];
  readonly owners?: number;
  readonly frames?: number;
  readonly slices?: number;
  /** An argument that is wrong for this reason and for no other. */
  readonly argument?: ReasonId;
  /** An array of the allocator's own that grew: its strategy alone decides whether one does. */
  readonly grown?: true;
}

/** Which frames of a range a reason looks at: all when it does not say, else one end or all but the first. */
export type Part = "first" | "last" | "rest";

/**
 * Why a command is refused: true when some frame (or the range, or the state) it names is in a view.
 * A reason in the view `argument` is about the arguments alone: `foreign.ts` says when it is true.
 */
export interface Reason {
  readonly id: ReasonId;
  readonly statement: string;
  readonly because: string;
  readonly when: View;
  readonly part?: Part;
  /** Another reason of the command, without which this one is never true. */
  readonly onlyWith?: ReasonId;
  readonly needs: Needs;
}

/** What the frame answered must be. */
export interface AnswerConstraint<C extends Command = Command> {
  readonly id: string;
  readonly in: View;
  readonly statement: string;
  readonly because: string;
  /** What was expected, where it is not met: `a free frame`. */
  expected(command: C): string;
  /** What a frame that does not meet it is, beside what holds it; where that says enough, nothing. */
  readonly unmet?: string;
  /** Where it decides something; where its view has no 0, when it does not say. */
  readonly decides?: View;
}

/** A bound of the scope: commands that are legal by the rules are not tried beyond it. */
export interface RuleBound {
  /** They are not tried in a state that is in this view. */
  readonly in: View;
  /** What is so of all that is tried, for the claim of a run: each as the end of "sequences in which ...". */
  readonly claims: (scope: Scope) => readonly string[];
}

/** The rule of one command: when it is refused, what it may answer and what it then does. */
export interface CommandRule<C extends Command = Command> {
  readonly kind: C["kind"];
  /** What an accepted command does, in one sentence; `core-effects.ts` does it. */
  readonly statement: string;
  readonly because: string;
  /**
   * Its instances in a scope, in the order in which they are tried; every combination of arguments when
   * absent.
   */
  instances?(scope: Scope): readonly C[];
  readonly reasons: readonly Reason[];
  /** Where a command legal by the rules is not tried. */
  readonly bound: RuleBound | null;
  /** For a command that answers a frame: the view that frame must be in. */
  readonly answer: AnswerConstraint<C> | null;
  readonly needs: Needs;
}

/** A rule with what the modules in force add to it. */
export interface RuleInForce extends CommandRule {
  /**
   * What its answer must be: the rule's own constraint and those that modules add, each within the one
   * before.
   */
  readonly constraints: readonly AnswerConstraint[];
  readonly instances: (scope: Scope) => readonly Command[];
  /** How many those are. */
  readonly count: (scope: Scope) => number;
}

/** The commands of a rule in a scope, in the order in which they are tried. */
export function instancesIn(rule: CommandRule, scope: Scope): readonly Command[] {
  return rule.instances?.(scope) ?? instancesOf(rule.kind, scope);
}

/** How many those are, not made where their number is known without. */
export function countIn(rule: CommandRule, scope: Scope): number {
  return rule.instances?.(scope).length ?? instanceCount(rule.kind, scope);
}

/** A need as words, for lists of what a run could not exercise. */
export function describeNeeds(needs: Needs): string {
  const parts: string[] = [...needs.commands];
  if (needs.frames) parts.push(plural(needs.frames, "frame"));
  if (needs.owners) parts.push(plural(needs.owners, "owner"));
  if (needs.slices) parts.push(plural(needs.slices, "slice"));
  if (needs.argument) parts.push(`an argument that is just ${needs.argument}`);
  if (needs.grown) parts.push("an array that grew");
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
