/** The module `foreign` as formulas: what is wrong with arguments, no state says (`rule-terms.ts`). */
import { TRUE } from "../../logic/term.js";
import type { Formulas, ViewFormulas } from "../../rules/formulas.js";
import type { FOREIGN_VIEWS } from "./views.js";

const VIEWS: ViewFormulas<keyof typeof FOREIGN_VIEWS> = { argument: { over: "whole", is: () => TRUE } };

export const FOREIGN_FORMULAS: Formulas = { fields: [], views: VIEWS, effects: {} };
