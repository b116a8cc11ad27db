/**
 * What a module beyond the core adds to a state: fields, views read from them, and what commands do to them.
 *
 * A module's own commands have no effect in the core; what it says they do is all they do. It may also
 * say what commands of other parts do to its fields, which comes after what those do by themselves.
 */

import type { Field, Layout } from "../state/layout.js";
import type { CoreViews } from "../state/views.js";
import type { Command } from "../words/commands.js";
import type { Scope } from "../words/scope.js";

/** A scope laid out: what a module binds its parts to. */
export interface LaidOut {
  readonly scope: Scope;
  readonly layout: Layout;
  /** Every command of the scope, in the order of their numbers. */
  readonly commands: readonly Command[];
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
  readonly bind: (command: Command, laidOut: LaidOut) => BoundEffect | null;
}

/** The state of one module. */
export interface ModuleState {
  /** The fields it adds, behind those of the core. */
  readonly fields?: (scope: Scope) => Field[];
  /** Changes views of the core where it knows better, such as of frames that are not there. */
  readonly narrow?: (views: CoreViews, laidOut: LaidOut) => Look;
  /** Fills its own views; those of the core are narrowed by then. */
  readonly look?: (views: CoreViews, laidOut: LaidOut) => Look;
  /** What a command does to the state; `null` for nothing beyond what other parts say. */
  readonly effect?: (command: Command, laidOut: LaidOut) => BoundEffect | null;
  /** What comes after that, whatever part the command is of. */
  readonly clauses?: readonly Clause[];
}
