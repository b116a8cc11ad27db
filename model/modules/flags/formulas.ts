/** The module `flags` as formulas. */
import { and, constant, equal, FALSE, not, or, type Term, within } from "../../logic/term.js";
import type { Effect, Formulas, ViewFormulas } from "../../rules/formulas.js";
import { plane } from "../../rules/state-fields.js";
import { FLAG_BITS, FLAGS } from "../../words/frames.js";
import type { FLAG_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof FLAG_VIEWS> = {
  flagged: { over: "frames", is: (see, unit) => or(...FLAGS.map((id) => see.field(id, unit))) },
};

/** The memory of the range has the flag that is named, or has it no more. */
function marking(has: boolean): Effect {
  return {
    changes: (see, { low, high, flag }) => {
      const changed = FLAGS.map((id) => [
        id,
        (...[unit]: readonly Term[]) => {
          const named = and(
            equal(flag, constant(FLAG_BITS[id])),
            within(unit!, low, high),
            not(see.field("absent", unit!)),
          );
          const is = see.field(id, unit!);
          return has ? or(named, is) : and(not(named), is);
        },
      ]);
      return Object.fromEntries(changed);
    },
  };
}

/** What is handed over to the page allocator can no longer be unplugged. */
const ENDS_HOTPLUG: Effect = { changes: (see) => (see.has("hand-over") ? { hotplug: () => FALSE } : {}) };

export const FLAG_FORMULAS: Formulas = {
  fields: FLAGS.map((id) => plane(id)),
  views: VIEWS,
  narrow: { free: (is, see, [unit]) => and(is, not(see.field("nomap", unit!))) },
  effects: { mark: marking(true), clear: marking(false) },
  also: [(kind) => (kind === "end-boot" ? ENDS_HOTPLUG : null)],
};
