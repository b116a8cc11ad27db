/** Every module as formulas, and a scope of any size made of some of them. */
import type { Formulas } from "../rules/formulas.js";
import type { ModuleId } from "../words/scope.js";
import { CORE_FORMULAS } from "./core/formulas.js";

/** By module; `null` where a module has no formulas yet, and so nothing is proved of it. */
export const FORMULAS: Readonly<Record<ModuleId, Formulas | null>> = {
  core: CORE_FORMULAS,
  blocks: null,
  phases: null,
  foreign: null,
  regions: null,
  limits: null,
  nodes: null,
  flags: null,
  "hand-over": null,
  growth: null,
  provenance: null,
  protected: null,
  handles: null,
  quarantine: null,
  contents: null,
  boot: null,
  shares: null,
  chores: null,
  settling: null,
};
