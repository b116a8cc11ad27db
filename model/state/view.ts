/** Views: what guards, answers and invariants look at in a state. */
import type { CommandKind } from "../words/commands.js";

/**
 * A set of bits computed once per state.
 *
 * `over` says what a bit stands for: a frame (a unit of one, where a scope has several a frame), a range
 * (by its number in `LaidOut.ranges`), the whole state (one bit), a command of the kinds `of`, or for each
 * such command a frame.
 */
export interface View {
  readonly id: string;
  readonly over: "frames" | "ranges" | "whole" | "commands" | "frames-by-command";
  readonly of: readonly CommandKind[];
  /** One such set per owner, chosen by the owner a command names. */
  readonly perOwner: boolean;
  /** What a set bit says, as the end of the sentence "... is" or "... has". */
  readonly statement: string;
  /** What that sentence is about, where it is about commands and not about the state. */
  readonly about?: string;
}

/** A view as a module writes it down, under its id. */
type ViewRow = Pick<View, "over" | "statement" | "about"> & Partial<Pick<View, "of" | "perOwner">>;

/** The views of one module, each under its id. */
export type Views<Id extends string = string> = { readonly [V in Id]: View };

/** Views from the rows of a module. */
export function viewsOf<Id extends string>(rows: { readonly [V in Id]: ViewRow }): Views<Id> {
  const views = Object.entries<ViewRow>(rows).map(([id, row]): [string, View] => [
    id,
    { id, of: [], perOwner: false, ...row },
  ]);
  return Object.fromEntries(views) as Views<Id>; // one for each row
}
