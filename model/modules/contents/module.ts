/** The module `contents`: frames hold zeros, bytes that are kept, or poison. */

import type { Module } from "../../rules/module.js";
import { CONTENTS_INVARIANTS } from "./invariants.js";
import { CONTENTS_RULES } from "./rules.js";
import { CONTENTS_CLAUSES, CONTENTS_STATE } from "./state.js";
import { CONTENTS_STRIP } from "./strip.js";
import { CONTENTS_VIEWS } from "./views.js";

export const CONTENTS: Module = {
  id: "contents",
  statement: "frames hold zeros, bytes that are kept, or poison",
  rules: CONTENTS_RULES,
  invariants: CONTENTS_INVARIANTS,
  views: CONTENTS_VIEWS,
  state: CONTENTS_STATE,
  clauses: CONTENTS_CLAUSES,
  strip: CONTENTS_STRIP,
};
