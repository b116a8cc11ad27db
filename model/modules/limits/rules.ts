/** The module `limits`: how far memory is accessible, and memory cut to what a command line allows. */

import type { CommandRule, Reason } from "../../rules/rules.js";
import type { CommandOf } from "../../words/commands.js";
import type { KindWith } from "../../words/roles.js";
import { gridOf, type Scope } from "../../words/scope.js";
import { LIMIT_VIEWS } from "./views.js";

type Cutting = KindWith<"cuts">;

/** What each cuts off, as the end of "is refused when some unit ... is reserved". */
const CUT_OFF: Readonly<Record<Cutting, string>> = {
  "enforce-limit": "above the limit",
  cap: "outside the range",
  "limit-map": "above the limit",
  trim: "that no aligned unit holds",
};

const alignments = (scope: Scope) => [1, 2, 4].filter((align) => align <= 2 * gridOf(scope));

const setLimit: CommandRule<CommandOf<"set-limit">> = {
  kind: "set-limit",
  statement: "nothing is looked for from the limit on",
  because: "before the page tables are whole, memory above some address cannot be written",
  reasons: [],
  bound: null,
  answer: null,
  needs: { commands: ["set-limit"] },
};

const enforceLimit: CommandRule<CommandOf<"enforce-limit">> = {
  kind: "enforce-limit",
  statement: "the lowest units of memory stay, as many as the limit says; what is above goes",
  because: "a kernel is told to use less memory than there is",
  reasons: cutting("enforce-limit"),
  bound: null,
  answer: null,
  needs: { commands: ["enforce-limit"] },
};

const cap: CommandRule<CommandOf<"cap">> = {
  kind: "cap",
  statement: "memory outside the range goes, but for what is not mapped, and so do reservations there",
  because: "a kernel that reads the memory of one that crashed must stay in its own",
  reasons: cutting("cap"),
  bound: null,
  answer: null,
  needs: { commands: ["cap"] },
};

const limitMap: CommandRule<CommandOf<"limit-map">> = {
  kind: "limit-map",
  statement: "the lowest units of memory stay, as many as the limit says, and above it what is not mapped",
  because: "a limit on what is mapped must leave what never is",
  reasons: cutting("limit-map"),
  bound: null,
  answer: null,
  needs: { commands: ["limit-map"] },
};

const trim: CommandRule<CommandOf<"trim">> = {
  kind: "trim",
  statement: "each run of like memory shrinks until it begins and ends at multiples of the alignment",
  because: "a map of large pages has no half ones",
  instances: (scope) => alignments(scope).map((align): CommandOf<"trim"> => ({ kind: "trim", align })),
  reasons: cutting("trim"),
  bound: null,
  answer: null,
  needs: { commands: ["trim"] },
};

/** The rows of the module. */
export const LIMIT_RULES: readonly CommandRule[] = [
  setLimit,
  enforceLimit,
  cap,
  limitMap,
  trim,
] as CommandRule[];

function cutting(kind: Cutting): Reason[] {
  const off = CUT_OFF[kind];
  const frames = kind === "trim" ? 1 : 2;
  return [
    {
      id: "reserved",
      statement: `${kind} is refused when some unit ${off} is reserved`,
      because: "the reservation would be forgotten, or its bytes be gone, and its owner not know",
      when: LIMIT_VIEWS["cuts-reserved"],
      needs: { commands: ["reserve", kind], frames },
    },
    {
      id: "live-slice",
      statement: `${kind} is refused while a live slice has a unit ${off}`,
      because: "someone reads through the slice what would be handed out, or no longer mapped",
      when: LIMIT_VIEWS["cuts-live"],
      onlyWith: "reserved",
      needs: { commands: ["reserve", "borrow", kind], frames, slices: 1 },
    },
    {
      id: "overlaps-allocated",
      statement: `${kind} is refused when some unit ${off} is allocated`,
      because: "it belongs to whoever allocated it",
      when: LIMIT_VIEWS["cuts-allocated"],
      needs: { commands: ["alloc", kind], frames },
    },
  ];
}
