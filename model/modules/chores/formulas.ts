/** The module `chores` as formulas: nothing changes. */
import type { Formulas } from "../../rules/formulas.js";

export const CHORE_FORMULAS: Formulas = { fields: [], views: {}, effects: { neutral: null } };
