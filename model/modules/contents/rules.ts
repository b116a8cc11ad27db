/**
 * The module `contents`: what held frames hold, as far as somebody relies on it.
 *
 * A frame that is handed out is zeroed, unless it was asked for raw; bytes that were loaded or written are
 * kept until the frame is given back; what was poisoned stays so until then. What a free frame holds does not
 * matter, so nothing is said of it. Nobody writes a frame under a slice, whoever keeps it.
 */

import type { CommandRule, Reason } from "../../rules/rules.js";
import { CORE_VIEWS } from "../../state/core-views.js";
import { CONTENTS_VIEWS } from "./views.js";

/** A command that overwrites reserved frames. */
function overwrites(
  kind: "load" | "poison",
  { statement, because }: { readonly statement: string; readonly because: string },
): CommandRule {
  const reasons: Reason[] = [
    {
      id: "not-reserved",
      statement: `${kind} is refused when some frame of the range is not reserved`,
      because: "a free frame is the allocator's, and an allocated one belongs to whoever has it",
      when: CORE_VIEWS.unreserved,
      needs: { commands: [kind] },
    },
    {
      id: "live-slice",
      statement: `${kind} is refused while a slice overlaps the range, whoever keeps it`,
      because: "a shared slice promises its reader bytes that do not change under it",
      when: CONTENTS_VIEWS.lent,
      needs: { commands: ["reserve", "borrow", kind], slices: 1 },
    },
  ];
  return {
    kind,
    statement,
    because,
    reasons,
    bound: null,
    answer: null,
    needs: { commands: ["reserve", kind] },
  };
}

/** The rows of the module, in the order in which commands are tried. */
export const CONTENTS_RULES: readonly CommandRule[] = [
  {
    kind: "alloc-raw",
    statement: "the frame answered becomes allocated; what it holds does not matter",
    because: "whoever overwrites a frame at once would pay for zeros that nobody sees",
    reasons: [
      {
        id: "exhausted",
        statement: "alloc-raw is refused when no frame is free",
        because: "every frame that could be handed out belongs to somebody",
        when: CORE_VIEWS.exhausted,
        needs: { commands: ["alloc-raw"] },
      },
    ],
    bound: null,
    answer: {
      id: "free-frame",
      in: CORE_VIEWS.free,
      statement: "alloc-raw answers a frame that is free",
      because: "a frame that is reserved or allocated belongs to somebody; any free one will do",
      expected: () => "a free frame",
    },
    needs: { commands: ["alloc-raw"] },
  },
  overwrites("load", {
    statement: "the frames of the range hold bytes that must be kept",
    because: "what a boot loader left in memory is read once, and must be found as it was left",
  }),
  {
    kind: "write",
    statement: "the frame holds what its holder wrote, which must be kept",
    because: "whoever is handed a frame writes to it, and finds it again as it was",
    reasons: [
      {
        id: "already-free",
        statement: "write is refused when the frame is free",
        because: "who writes a frame after giving it back writes into what the allocator keeps there",
        when: CORE_VIEWS.free,
        needs: { commands: ["write"] },
      },
      {
        id: "reserved",
        statement: "write is refused when the frame is reserved",
        because: "only an allocation gives a frame to somebody who may write to it",
        when: CORE_VIEWS.reserved,
        needs: { commands: ["reserve", "write"] },
      },
    ],
    bound: null,
    answer: null,
    needs: { commands: ["alloc", "write"] },
  },
  overwrites("poison", {
    statement: "the frames of the range hold poison",
    because: "who still reads an image that was given up is found out by a pattern that no image has",
  }),
];
