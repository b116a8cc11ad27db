/**
 * The module `hand-over`: until the end of boot memory is the boot allocator's, and then the page
 * allocator's. Neither hands out what the other has.
 */
import type { Module, ModuleState } from "../../rules/module.js";
import type { Reason } from "../../rules/rules.js";
import type { ReasonKey } from "../../words/commands.js";
import { type CommandKind, REGION_KINDS } from "../../words/commands.js";
import type { ReasonId } from "../../words/reasons.js";
import { hasRole, kindsWith } from "../../words/roles.js";
import { PHASE_VIEWS } from "../phases/views.js";
import { HAND_OVER_INVARIANTS } from "./invariants.js";
import { HAND_OVER_VIEWS } from "./views.js";

const RELEASE: Reason = {
  id: "already-free",
  statement: "release is refused, once boot is over, when some unit of the range is not reserved",
  because: "it is the page allocator's by then, and perhaps somebody's who writes to it",
  when: HAND_OVER_VIEWS.returned,
  onlyWith: "not-reserved",
  needs: { commands: ["release", "end-boot"] },
};

/** The commands of the page allocator. */
const PAGES = kindsWith("takes-frame", "takes-block", "gives-allocated", "gives-handle", "resizes");

/** What it adds to commands. */
export const HAND_OVER_REASONS: { readonly [K in CommandKind]?: readonly Reason[] } = Object.fromEntries([
  ...REGION_KINDS.map((kind): [CommandKind, Reason[]] => [
    kind,
    [
      {
        id: "boot-over",
        statement: `${kind} is refused once boot is over`,
        because: "memory is the page allocator's by then, which would not be told",
        when: PHASE_VIEWS["boot-over"],
        needs: { commands: [kind, "end-boot"], frames: kind === "alloc-range" ? 2 : 1 },
      },
    ],
  ]),
  ["release", [RELEASE]],
  ...PAGES.map((kind): [CommandKind, Reason[]] => [
    kind,
    [
      {
        id: "boot",
        statement: `${kind} is refused before the end of boot`,
        because: "the page allocator has been given nothing yet",
        when: HAND_OVER_VIEWS.boot,
        ...besideIn(kind),
        needs: { commands: [kind] },
      },
    ],
  ]),
]);

/** Before the end of boot nothing is allocated, so there is nothing to be given back. */
function besideIn(kind: CommandKind): Pick<Reason, "onlyWith"> {
  if (hasRole(kind, "gives-handle")) return { onlyWith: "no-such-handle" };
  return hasRole(kind, "gives-allocated", "resizes") ? { onlyWith: "already-free" } : {};
}

/** Before the end of boot nothing is allocated, so these are true together with another reason alone. */
export const HAND_OVER_BESIDE: { readonly [K in ReasonKey]?: ReasonId } = Object.fromEntries(
  [...kindsWith("takes-range", "removes", "cuts"), "reserve-initrd" as const].map((kind) => [
    `${kind}/overlaps-allocated`,
    "boot-over",
  ]),
);

const HAND_OVER_STATE: ModuleState = {
  look: (views) => {
    const { bits, offsets, frameWords } = views;
    const own = views.offsetsOf(HAND_OVER_VIEWS);
    const bootOver = views.offset(PHASE_VIEWS["boot-over"]);
    return () => {
      const over = bits[bootOver]!; // phases come first
      bits[own.boot] = 1 - over;
      for (let w = 0; w < frameWords; w++)
        bits[own.returned + w] = over === 1 ? bits[offsets.unreserved + w]! : 0;
    };
  },
};

/** The module `hand-over`, whole. */
export const HAND_OVER: Module = {
  id: "hand-over",
  statement: "memory is the boot allocator's until boot is over, and then the page allocator's",
  rules: [],
  invariants: HAND_OVER_INVARIANTS,
  reasons: HAND_OVER_REASONS,
  onlyWith: HAND_OVER_BESIDE,
  views: HAND_OVER_VIEWS,
  state: HAND_OVER_STATE,
};
