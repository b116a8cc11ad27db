/**
 * Faulty versions that yield for one reason of one command: where they should refuse for it, they say that it
 * is done, and do nothing. So each breaks one rule, and whatever else objects is a consequence of that.
 */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { CommandKind } from "../../model/words/commands.js";
import { METHODS } from "../../model/words/commands.js";
import { codeOf, type ReasonId } from "../../model/words/reasons.js";
import { capabilities } from "../provenance/capabilities.js";
import { lender } from "../provenance/lender.js";
import { zeroing } from "../provenance/zeroing.js";
import { faulty } from "./version.js";

const ACCEPTED = 0;

/**
 * A version: its name behind that of its parent, whose it is, the command and the reason it yields for, and
 * what it then does.
 */
type Yield = readonly [
  name: string,
  parent: AllocatorDefinition,
  kind: CommandKind,
  reason: ReasonId,
  summary: string,
];

/** A version that says of one slice what is to be done to it, without there being one. */
const ofNoSlice = (kind: CommandKind, name: string, does: string): Yield => [
  name,
  lender,
  kind,
  "no-such-slice",
  `says that it ${does} where no slice has the range`,
];

const YIELDS: readonly Yield[] = [
  ofNoSlice("derive", "derives-from-nothing", "took a sub-slice"),
  ofNoSlice("stash", "stashes-nothing", "stashed a slice"),
  ofNoSlice("unstash", "unstashes-nothing", "ended a stashed slice"),
  ofNoSlice("leak", "leaks-nothing", "leaked a slice"),
  ofNoSlice("insert", "inserts-nothing", "inserted a slice into a file"),
  ofNoSlice("evict", "evicts-nothing", "ended what a file shows"),
  ofNoSlice("copy", "copies-nothing", "copied bytes out"),
  ["never-runs-out", capabilities, "alloc-handle", "exhausted", "answers frame 0 when no frame is free"],
  [
    "holds-unreserved",
    capabilities,
    "hold",
    "not-reserved",
    "says that it lent frames that nobody has reserved",
  ],
  [
    "holds-across-owners",
    capabilities,
    "hold",
    "mixed-owners",
    "says that it lent a range that two owners have in parts",
  ],
  [
    "exposes-unreserved",
    capabilities,
    "expose",
    "not-reserved",
    "says that it noted an address of frames that nobody has reserved",
  ],
  ["touches-nothing", capabilities, "touch", "no-such-handle", "reads through a slot that is empty"],
  [
    "touches-stale",
    capabilities,
    "touch",
    "stale-handle",
    "reads through a handle whose frame was given back",
  ],
  [
    "frees-nothing",
    capabilities,
    "free-handle",
    "no-such-handle",
    "says that it freed a frame where the slot is empty",
  ],
  [
    "frees-reserved",
    capabilities,
    "free-handle",
    "reserved",
    "says that it freed a frame where the slot holds a slice or an address",
  ],
  ["forgets-nothing", capabilities, "forget", "no-such-handle", "says that it emptied a slot that is empty"],
  [
    "protects-unreserved",
    zeroing,
    "protect",
    "not-reserved",
    "says that it protects frames that nobody has reserved",
  ],
  ["never-runs-out", zeroing, "alloc-raw", "exhausted", "answers frame 0 when no frame is free"],
  [
    "loads-unreserved",
    zeroing,
    "load",
    "not-reserved",
    "says that it keeps bytes in frames that nobody has reserved",
  ],
  ["writes-free", zeroing, "write", "already-free", "says that it keeps what is written to a free frame"],
  ["writes-reserved", zeroing, "write", "reserved", "says that it keeps what is written to a reserved frame"],
  [
    "poisons-unreserved",
    zeroing,
    "poison",
    "not-reserved",
    "says that it poisoned frames that nobody has reserved",
  ],
];

/** Versions that take a frame and answer another one. */
const MISNAMING: readonly (readonly [parent: AllocatorDefinition, kind: CommandKind])[] = [
  [capabilities, "alloc-handle"],
  [zeroing, "alloc-raw"],
];

export const YIELDING: readonly AllocatorDefinition[] = [
  ...YIELDS.map(([name, parent, kind, reason, summary]) =>
    changed(parent, name, summary, kind, (given, args) => {
      const answer = given(...args);
      return answer === codeOf(reason) ? ACCEPTED : answer;
    }),
  ),
  ...MISNAMING.map(([parent, kind]) =>
    changed(
      parent,
      "answers-the-first",
      `answers frame 0 to ${kind}, whatever frame it took`,
      kind,
      (given) => Math.min(0, given()),
    ),
  ),
];

type Method = (...args: readonly number[]) => number;

/** A version whose method for one command is another, which is handed the one it stands in for. */
function changed(
  parent: AllocatorDefinition,
  name: string,
  summary: string,
  kind: CommandKind,
  instead: (given: Method, args: readonly number[]) => number,
): AllocatorDefinition {
  return faulty(parent, name, summary, (scope) => {
    const allocator = parent.make(scope);
    // The parent has the method, and every one of them takes numbers.
    const given = (allocator[METHODS[kind]] as Method).bind(allocator);
    return Object.assign(allocator, {
      [METHODS[kind]]: (...args: readonly number[]) => instead(given, args),
    });
  });
}
