/**
 * What a module says as formulas about any number of frames, owners and slices, beside its tables: its
 * fields, one formula a view, and what its commands do. The rules themselves are read from the tables.
 *
 * Where a formula cannot say all, it is **wider**: it lets more commands be accepted, with more answers or
 * effects, than the tables do. What is then proved is proved of the tables all the more.
 */
import type { FieldSymbol, Term } from "../logic/term.js";
import type { View } from "../state/view.js";
import type { CommandKind } from "../words/commands.js";
import type { ModuleId } from "../words/scope.js";
import type { LaidOut } from "./module.js";

/** Reads a field in the packed state at `words[at]`: truth is 0 or 1. */
export type ReadField = (words: Int32Array, at: number, of: readonly number[]) => number;

/** A field of a state: what a formula names. */
export interface StateField extends FieldSymbol {
  /** What is true of it in every state by how states are written down. */
  readonly shape?: (see: Sight) => Term;
  /** What is so of it where a run begins; nothing in it when it does not say. */
  readonly initially?: (see: Sight) => Term;
  /** A field of the same places without which this one says nothing. */
  readonly onlyWith?: string;
  readonly read: (laidOut: LaidOut) => ReadField;
}

/** A state as formulas see it: its fields, and the views that the modules in force make of them. */
export interface Sight {
  has(module: ModuleId): boolean;
  field(name: string, ...of: readonly Term[]): Term;
  /** Whether a frame (and owner), a range or the whole state is in a view. */
  is(view: View, ...of: readonly Term[]): Term;
  /** Whether what is asked is in a view that is over commands. */
  asks(view: View, asked: Asked): Term;
  /** The state in which some fields are something else. */
  after(changes: Changes): Sight;
}

/** What a command is given, and what it answers. Each kind of command has some of them. */
export interface Asked {
  /** The range or frame it names: from `low` to right before `high`. */
  readonly low: Term;
  readonly high: Term;
  /** Whether an address of it lies between two frames. */
  readonly astray: Term;
  readonly owner: Term;
  readonly node: Term;
  /** A number of `FLAG_BITS`. */
  readonly flag: Term;
  readonly limit: Term;
  readonly bottomUp: Term;
  readonly slot: Term;
  /** The zone that a frame is asked for of, from 1. */
  readonly zone: Term;
  /** The range of the slice from which a part is taken. */
  readonly fromLow: Term;
  readonly fromHigh: Term;
  readonly imageLow: Term;
  readonly imageHigh: Term;
  /** What is answered: from `answer` to right before `answerEnd`. */
  readonly answer: Term;
  readonly answerEnd: Term;
  /** Whether the answer gives back the first and the last edge frame of an image. */
  readonly firstEdge: Term;
  readonly lastEdge: Term;
  /** Where a block ends that begins with `low` and is as long as it is to be. */
  readonly toEnd: Term;
  /** What no client says, and the state decides: where something ends, the slot something goes into. */
  readonly until: Term;
  readonly into: Term;
  /** Where the allocator's own arrays lie afterwards, each one more than its first unit; 0 for nowhere. */
  readonly memoryArray: Term;
  readonly reservedArray: Term;
  /** The units that are no memory any more, or come back, where a formula leaves open which. */
  readonly cut: (frame: Term) => Term;
}

/** When a frame, a range, the state or a command is in a view. */
export type ViewFormula =
  | {
      readonly over: "frames";
      readonly is: (see: Sight, frame: Term, owner: Term) => Term;
      readonly wider?: string;
    }
  | { readonly over: "ranges"; readonly is: (see: Sight, low: Term, high: Term) => Term }
  | { readonly over: "whole"; readonly is: (see: Sight) => Term; readonly wider?: string }
  | {
      readonly over: "commands";
      readonly is: (see: Sight, asked: Asked) => Term;
      readonly wider?: string;
    }
  /** A bound of the scope: there is none where there may be any number. */
  | { readonly over: "bound" };

/** One formula a view. */
export type ViewFormulas<Id extends string = string> = { readonly [V in Id]: ViewFormula };

/** The fields that a command changes, each as what it is afterwards. */
export type Changes = { readonly [field: string]: (...of: readonly Term[]) => Term };

/** What an accepted command does. */
export interface Effect {
  readonly changes: (see: Sight, asked: Asked) => Changes;
  /** What is so of `until`, `into` and `cut`. */
  readonly where?: (see: Sight, asked: Asked) => Term;
  readonly wider?: string;
}

/** What commands of any part also do to a module's fields, after what they do by themselves. */
export type AlsoDoes = (kind: CommandKind) => Effect | null;

/** What holds in every state, as the invariants do, of which no view speaks. */
export interface Lemma {
  readonly id: string;
  readonly statement: string;
  readonly holds: (see: Sight) => Term;
}

/** One module as formulas. */
export interface Formulas {
  readonly fields: readonly StateField[];
  /** What it speaks of as of a field, in terms of those it has: commands may change it all the same. */
  readonly derived?: { readonly [field: string]: (see: Sight, ...of: readonly Term[]) => Term };
  /** The fields that commands change, where they are not those that it reads before. */
  readonly compared?: readonly StateField[];
  readonly views: ViewFormulas;
  /** What it knows better of the views of others, in terms of what they are without it. */
  readonly narrow?: {
    readonly [view: string]: (is: Term, see: Sight, of: readonly Term[]) => Term;
  };
  /** What its own commands do; `null` for nothing. */
  readonly effects: { readonly [K in CommandKind]?: Effect | null };
  /** What it adds to the effects of commands, its clauses apart. */
  readonly also?: readonly AlsoDoes[];
  /** Its clauses, by their ids. */
  readonly clauses?: { readonly [id: string]: AlsoDoes };
  /** What is so of every state beside the invariants, without which a proof of them does not go through. */
  readonly lemmas?: readonly Lemma[];
  /** What may happen besides, with any command that is accepted. */
  readonly besides?: { readonly id: string; readonly allowed: (see: Sight, asked: Asked) => Term } & Effect;
}
