/** Every module as formulas, and a scope of any size made of some of them. */
import type { Formulas } from "../rules/formulas.js";
import type { ModuleId } from "../words/scope.js";
import { CONTENTS_FORMULAS } from "./contents/formulas.js";
import { CORE_FORMULAS } from "./core/formulas.js";
import { FOREIGN_FORMULAS } from "./foreign/formulas.js";
import { PHASE_FORMULAS } from "./phases/formulas.js";
import { PROTECTED_FORMULAS } from "./protected/formulas.js";
import { PROVENANCE_FORMULAS } from "./provenance/formulas.js";

/** By module; `null` where a module has no formulas yet, and so nothing is proved of it. */
export const FORMULAS: Readonly<Record<ModuleId, Formulas | null>> = {
  core: CORE_FORMULAS,
  blocks: null,
  phases: PHASE_FORMULAS,
  foreign: FOREIGN_FORMULAS,
  regions: null,
  limits: null,
  nodes: null,
  flags: null,
  "hand-over": null,
  growth: null,
  provenance: PROVENANCE_FORMULAS,
  protected: PROTECTED_FORMULAS,
  handles: null,
  quarantine: null,
  contents: CONTENTS_FORMULAS,
  boot: null,
  shares: null,
  chores: null,
  settling: null,
};
