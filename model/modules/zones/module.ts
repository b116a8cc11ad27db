/**
 * The module `zones`: frames belong to zones, a request names one, and others serve it only where the
 * allocator says that it falls back to them.
 *
 * A node of memory that is near to a CPU is a zone here, and so is what a device reaches. To which zone a
 * frame belongs is a matter of the scope and never changes. That a preferred zone is used up first is no
 * rule: it is a placement that an allocator may promise.
 */
import type { Module } from "../../rules/module.js";
import type { AnswerConstraint, CommandRule } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import type { CommandOf } from "../../words/commands.js";
import { ZONE_STATE } from "./state.js";
import { ZONE_STRIP } from "./strip.js";
import { ZONE_VIEWS } from "./views.js";

const allocZone: CommandRule<CommandOf<"alloc-zone">> = {
  kind: "alloc-zone",
  statement: "the frame answered becomes allocated",
  because: "a device reaches only some memory, and a CPU some of it faster than the rest",
  reasons: [
    {
      id: "exhausted",
      statement:
        "alloc-zone is refused when no frame is free in the zone asked for, nor in one that it falls back to",
      because: "a frame of any other zone is one that the client cannot use",
      when: ZONE_VIEWS["none-serves"],
      needs: { commands: ["alloc-zone"] },
    },
  ],
  bound: null,
  answer: {
    id: "free-frame",
    in: CORE_VIEWS.free,
    statement: "alloc-zone answers a frame that is free",
    because: "a frame that is reserved or allocated belongs to somebody",
    expected: () => "a free frame",
  },
  needs: { commands: ["alloc-zone"] },
};

const SERVES: AnswerConstraint<CommandOf<"alloc-zone">> = {
  id: "allowed-zone",
  in: ZONE_VIEWS.serves,
  statement: "alloc-zone answers a frame of the zone asked for, or of one that it falls back to",
  because: "a device that is told of a frame beyond its reach writes somewhere else",
  expected: ({ zone }) => `a free frame of zone ${zone}, or of one that it falls back to`,
  unmet: "none that may serve the request",
};

/** The module `zones`, whole. Behind `quarantine`: what may be answered is what that leaves. */
export const ZONES: Module = {
  id: "zones",
  statement: "frames belong to zones, and a request for one is served by those that it falls back to alone",
  rules: [allocZone] as CommandRule[], // each row takes the commands of its own kind
  answers: { "alloc-zone": SERVES as AnswerConstraint },
  views: ZONE_VIEWS,
  state: ZONE_STATE,
  strip: ZONE_STRIP,
  words: [
    ["zone", "frames that a request can name together: what a device reaches, or the memory near a CPU"],
    ["fallback", "the zones that serve a request for another when that has no free frame, in their order"],
  ],
  invariants: [],
};
