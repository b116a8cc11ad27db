/** The module `protected` as formulas. */
import { and, equal, not, or, some, within } from "../../logic/term.js";
import type { Effect, Formulas, ViewFormulas } from "../../rules/formulas.js";
import { plane } from "../../rules/state-fields.js";
import { hasRole } from "../../words/roles.js";
import { KERNEL } from "../core/formulas.js";
import type { PROTECTED_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof PROTECTED_VIEWS> = {
  protected: { over: "frames", is: (see, frame) => see.field("protected", frame) },
};

/** What is protected of the range stays with the owner. */
const OF_RANGE: Effect = {
  changes: (see, { low, high, owner }) => ({
    owned: (o, frame) =>
      or(
        see.field("owned", o!, frame!),
        and(equal(o!, owner), within(frame!, low, high), see.field("protected", frame!)),
      ),
  }),
};

/** What is protected of an image stays with the kernel, but for what another has. */
const OF_IMAGE: Effect = {
  changes: (see) => ({
    owned: (o, frame) =>
      or(
        see.field("owned", o!, frame!),
        and(
          equal(o!, KERNEL),
          see.field("protected", frame!),
          not(some(["owner"], (p) => and(not(equal(p, KERNEL)), see.field("owned", p, frame!)))),
        ),
      ),
  }),
};

export const PROTECTED_FORMULAS: Formulas = {
  fields: [plane("protected")],
  views: VIEWS,
  effects: {
    protect: {
      changes: (see, { low, high }) => ({
        protected: (frame) => or(within(frame!, low, high), see.field("protected", frame!)),
      }),
    },
  },
  clauses: {
    "release-spares-protected": (kind) => {
      if (hasRole(kind, "gives-image")) return OF_IMAGE;
      return kind === "release" ? OF_RANGE : null;
    },
  },
};
