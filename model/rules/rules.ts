/**
 * What a rule of the specification is. The rules are data: the search, the reports and the docs
 * all read the same rows (`model/modules/core/rules.ts`).
 */

import type { Command, CommandKind, ReasonId } from "../words/commands.js";
import { kindsWith } from "../words/roles.js";
import type { ModuleId, Scope } from "../words/scope.js";

/**
 * A set of bits computed once per state, which guards look at.
 *
 * `over` says what a bit stands for: a frame (a unit of one, where a scope has several a frame), a range
 * (by number), the whole state (one bit), a command of the kinds `of`, or for each such command a frame.
 */
export interface View {
  /** The module whose fields it is read from; the core when absent. `units`: frames have several. */
  readonly module?: ModuleId | "units";
  readonly over: "frames" | "ranges" | "whole" | "commands" | "frames-by-command";
  readonly of?: readonly CommandKind[];
  /** One such set per owner, chosen by the owner a command names. */
  readonly perOwner: boolean;
  /** What a set bit says, as the end of the sentence "... is" or "... has". */
  readonly statement: string;
}

/** A set of commands that cut memory: each cuts off something of some kind. */
const CUTS = {
  module: "limits",
  over: "commands",
  of: kindsWith("cuts"),
  perOwner: false,
} as const;

/** The views, by name: those of the core first. */
export const VIEWS = {
  free: { over: "frames", perOwner: false, statement: "free" },
  allocated: { over: "frames", perOwner: false, statement: "allocated" },
  reserved: { over: "frames", perOwner: false, statement: "reserved by any owner" },
  unreserved: { over: "frames", perOwner: false, statement: "free or allocated" },
  foreign: { over: "frames", perOwner: true, statement: "reserved by another owner" },
  live: { over: "frames", perOwner: false, statement: "under a live slice" },
  contested: { over: "frames", perOwner: false, statement: "held by two at once" },
  present: { over: "ranges", perOwner: false, statement: "the range of a live slice" },
  absent: { over: "ranges", perOwner: false, statement: "not the range of a live slice" },
  mixed: { over: "ranges", perOwner: false, statement: "reserved by two owners in parts" },
  exhausted: { over: "whole", perOwner: false, statement: "without a free frame" },
  "slices-full": { over: "whole", perOwner: false, statement: "at the scope's bound of slices" },
  begins: { module: "blocks", over: "frames", perOwner: false, statement: "the first of a block" },
  inside: { module: "blocks", over: "frames", perOwner: false, statement: "further on in a block" },
  continued: { module: "blocks", over: "frames", perOwner: false, statement: "not the last of its block" },
  stray: { module: "blocks", over: "frames", perOwner: false, statement: "in a block that never began" },
  room: {
    module: "blocks",
    over: "frames-by-command",
    of: ["alloc-block"],
    perOwner: false,
    statement: "where such a block fits",
  },
  "no-room": {
    module: "blocks",
    over: "commands",
    of: ["alloc-block"],
    perOwner: false,
    statement: "without room for it",
  },
  "boot-over": { module: "phases", over: "whole", perOwner: false, statement: "after boot" },
  vacant: { module: "units", over: "frames", perOwner: false, statement: "free with all its units" },
  argument: { module: "foreign", over: "whole", perOwner: false, statement: "given such an argument" },
  "no-memory": { module: "regions", over: "frames", perOwner: false, statement: "not memory" },
  memory: { module: "regions", over: "frames", perOwner: false, statement: "memory" },
  unusable: {
    module: "regions",
    over: "frames",
    perOwner: false,
    statement: "not memory, or not mapped, and held by nobody",
  },
  place: {
    module: "regions",
    over: "frames-by-command",
    of: ["alloc-range"],
    perOwner: false,
    statement: "a place of the first attempt that finds one",
  },
  "no-place": {
    module: "regions",
    over: "commands",
    of: ["alloc-range"],
    perOwner: false,
    statement: "without a place for it",
  },
  "bottom-up": { module: "regions", over: "whole", perOwner: false, statement: "looked for upwards" },
  "cuts-reserved": { ...CUTS, statement: "about to cut off a reservation" },
  "cuts-live": { ...CUTS, statement: "about to cut off a live slice" },
  "cuts-allocated": { ...CUTS, statement: "about to cut off allocated memory" },
  "cuts-metadata": { ...CUTS, statement: "about to cut off the allocator's own array" },
  "on-node": { module: "nodes", over: "frames", perOwner: false, statement: "on a later node" },
  flagged: { module: "flags", over: "frames", perOwner: false, statement: "marked" },
  returned: {
    module: "hand-over",
    over: "frames",
    perOwner: false,
    statement: "the page allocator's after boot",
  },
  boot: { module: "hand-over", over: "whole", perOwner: false, statement: "before the end of boot" },
  metadata: { module: "growth", over: "frames", perOwner: false, statement: "the allocator's own array" },
  stashed: { module: "provenance", over: "frames", perOwner: false, statement: "under a stashed slice" },
  shown: { module: "provenance", over: "frames", perOwner: false, statement: "shown by a file" },
  leaked: { module: "provenance", over: "frames", perOwner: false, statement: "under a leaked slice" },
  stashes: { module: "provenance", over: "ranges", perOwner: false, statement: "that of a stashed slice" },
  unstashed: { module: "provenance", over: "ranges", perOwner: false, statement: "of no stashed slice" },
  shows: { module: "provenance", over: "ranges", perOwner: false, statement: "shown by a file" },
  unshown: { module: "provenance", over: "ranges", perOwner: false, statement: "shown by no file" },
  orphan: {
    module: "provenance",
    over: "commands",
    of: ["derive"],
    perOwner: false,
    statement: "taken from no slice",
  },
  outside: {
    module: "provenance",
    over: "commands",
    of: ["derive"],
    perOwner: false,
    statement: "not inside its parent",
  },
  protected: { module: "protected", over: "frames", perOwner: false, statement: "protected" },
  fresh: { module: "handles", over: "frames", perOwner: false, statement: "named by a fresh handle" },
  waiting: { module: "handles", over: "frames", perOwner: false, statement: "named by a stale handle" },
  "held-slice": { module: "handles", over: "frames", perOwner: false, statement: "under a slice in a slot" },
  "handles-full": {
    module: "handles",
    over: "whole",
    perOwner: false,
    statement: "at the scope's bound of handles",
  },
  "slot-empty": {
    module: "handles",
    over: "commands",
    of: ["touch"],
    perOwner: false,
    statement: "about an empty slot",
  },
  "slot-stale": {
    module: "handles",
    over: "commands",
    of: ["touch"],
    perOwner: false,
    statement: "about a stale handle",
  },
  "slot-reserved": {
    module: "handles",
    over: "commands",
    of: ["touch"],
    perOwner: false,
    statement: "about reserved frames",
  },
  clean: {
    module: "quarantine",
    over: "frames",
    perOwner: false,
    statement: "free and named by no stale handle",
  },
  filled: { module: "contents", over: "frames", perOwner: false, statement: "known by what it holds" },
  twofold: { module: "contents", over: "frames", perOwner: false, statement: "said to hold two things" },
  lent: { module: "contents", over: "frames", perOwner: false, statement: "under a slice" },
} as const satisfies Record<string, View>;
export type ViewId = keyof typeof VIEWS;

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
  readonly when: ViewId;
  readonly part?: Part;
  /** Another reason of the command, without which this one is never true. */
  readonly beside?: ReasonId;
  readonly needs: Needs;
}

/** What the frame answered must be. */
export interface AnswerConstraint<C extends Command = Command> {
  readonly id: string;
  readonly in: ViewId;
  readonly statement: string;
  readonly because: string;
  /** What was expected, where it is not met: `a free frame`. */
  expected(command: C): string;
  /** What a frame that does not meet it is, beside what holds it; where that says enough, nothing. */
  readonly unmet?: string;
}

/** The rule of one command: when it is refused, what it may answer and what it then does. */
export interface CommandRule<C extends Command = Command> {
  readonly kind: C["kind"];
  /** What an accepted command does, in one sentence; `core-effects.ts` does it. */
  readonly statement: string;
  readonly because: string;
  /** Every instance in a scope, in the order in which they are tried. */
  instances(scope: Scope): C[];
  readonly reasons: readonly Reason[];
  /** A command legal by the rules is not tried in a state that is in this view: a bound of the scope. */
  readonly bound: ViewId | null;
  /** For a command that answers a frame: the view that frame must be in. */
  readonly answer: AnswerConstraint<C> | null;
  /** What modules further ask of that frame, each within what was asked before. */
  readonly stricter?: readonly AnswerConstraint[];
  readonly needs: Needs;
}
