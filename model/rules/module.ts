/**
 * A module of the specification, whole: commands with their rules, the reasons it adds to those of others,
 * views, fields of state, what commands do to them, what it shows and the words it brings.
 *
 * A module's own commands have no effect in the core; what it says they do is all they do. It may also
 * say what commands of other parts do to its fields, which comes after what those do by themselves.
 */

import type { Field, Layout } from "../state/layout.js";
import type { View, Views } from "../state/view.js";
import type { CoreViews } from "../state/views.js";
import type { Command, CommandKind, ReasonKey } from "../words/commands.js";
import type { HolderId } from "../words/holders.js";
import type { RangeNumbers } from "../words/range-numbers.js";
import type { ReasonId } from "../words/reasons.js";
import type { ModuleId, Scope } from "../words/scope.js";
import type { Invariant } from "./invariant.js";
import type { AnswerConstraint, CommandRule, Reason } from "./rules.js";

/** A scope laid out: what a module binds its parts to. */
export interface LaidOut {
  readonly scope: Scope;
  readonly layout: Layout;
  /** Every command of the scope, in the order of their numbers. */
  readonly commands: readonly Command[];
  /** The numbers of the ranges they name. */
  readonly ranges: RangeNumbers;
  /** The rules that are left out. */
  readonly without: readonly string[];
}

/** Reads the packed state at `words[at]` and fills views. */
export type Look = (words: Int32Array, at: number) => void;

/** Changes the packed state at `words[at]`, where a command was accepted with `answer`. */
export type BoundEffect = (words: Int32Array, at: number, answer: number) => void;

/** What commands of any part also do to a module's fields: a rule of its own. */
export interface Clause {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  /** It keeps what a command would give back, and so comes before what follows where something is lost. */
  readonly spares?: true;
  readonly bind: (command: Command, laidOut: LaidOut) => BoundEffect | null;
}

/** Clauses in the order in which they take effect. */
export function inTurn<C extends Pick<Clause, "spares">>(clauses: readonly C[]): C[] {
  return [...clauses.filter(({ spares }) => spares), ...clauses.filter(({ spares }) => !spares)];
}

/** What a module adds to a state. */
export interface ModuleState {
  /** The fields it adds, behind those of the core. */
  readonly fields?: (scope: Scope, ranges: RangeNumbers) => Field[];
  /** Takes out of the views of the core what it knows better, such as frames that are not there. */
  readonly narrow?: (views: CoreViews, laidOut: LaidOut) => Look;
  /** Fills its own views; those of the core are narrowed by then. */
  readonly look?: (views: CoreViews, laidOut: LaidOut) => Look;
  /** What a command does to the state; `null` for nothing beyond what other parts say. */
  readonly effect?: (command: Command, laidOut: LaidOut) => BoundEffect | null;
  /** What a unit is that nobody holds, where it knows more of it than that it is free. */
  readonly unheld?: (laidOut: LaidOut) => (words: Int32Array, at: number, unit: number) => number;
}

/** One line below the strip of a moment: a sign for each frame, a blank where there is nothing to say. */
export interface Layer {
  readonly signs: readonly string[];
  readonly text: string;
}

/** How a module shows what it knows of frames below the strip of a moment. */
export interface Strip {
  /** The layers of a packed state. */
  readonly layers: (
    laidOut: Pick<LaidOut, "scope" | "layout" | "ranges">,
    state: Int32Array,
  ) => readonly Layer[];
  /** What the signs mean. */
  readonly legend: readonly string[];
}

/** What a frame can be, for the picture of its life. */
export interface FrameKind {
  readonly id: string;
  /** Each frame in this view is so; several views may make the same of it. */
  readonly view: View;
  /** Where a frame is several, the one with the least rank counts. */
  readonly rank: number;
  /**
   * Whether it may be so beside others that also say this: how one goes over into another is then not shown.
   */
  readonly beside?: true;
}

/** Who can have a frame, or that nobody has it. */
export interface Holder {
  readonly id: HolderId;
  /** Each frame in this view is theirs. */
  readonly view: View;
  /** The commands by which it comes back. */
  readonly givenBackBy: readonly CommandKind[];
  /** Why it never comes back, whatever the allocator does: it is not asked to. */
  readonly forEver?: string;
}

/** One part of the specification, whole. */
export interface Module {
  readonly id: ModuleId;
  /** What it is about, in one sentence. */
  readonly statement: string;
  /** The rules of its commands, in the order in which commands are tried. */
  readonly rules: readonly CommandRule[];
  /** What it keeps true of the state. One that speaks of another module holds where both are in force. */
  readonly invariants: readonly Invariant[];
  /** The reasons it adds to commands, its own and those of others. */
  readonly reasons?: { readonly [K in CommandKind]?: readonly Reason[] };
  /** What it further asks of the frames that commands answer. */
  readonly answers?: { readonly [K in CommandKind]?: AnswerConstraint };
  /** The commands of a kind it adds, with arguments that no other part has. */
  readonly instances?: (kind: CommandKind, scope: Scope) => readonly Command[];
  /** Reasons that, where it is in force, are never true without another. */
  readonly onlyWith?: { readonly [K in ReasonKey]?: ReasonId };
  readonly views?: Views;
  readonly state?: ModuleState;
  /** What commands of any part also do to its fields, after they did what they do by themselves. */
  readonly clauses?: readonly Clause[];
  readonly strip?: Strip;
  /** What it knows a frame to be. */
  readonly frameKinds?: readonly FrameKind[];
  /** Who has a frame, the nearest first; what a later module says of a frame goes before. */
  readonly holders?: readonly Holder[];
  /** Its words, for the glossary. */
  readonly words?: readonly (readonly [word: string, meaning: string])[];
}
