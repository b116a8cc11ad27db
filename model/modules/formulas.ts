/** Every module as formulas, and a scope of any size made of some of them. */
import type { Formulas } from "../rules/formulas.js";
import type { ModuleId } from "../words/scope.js";
import { BLOCK_FORMULAS } from "./blocks/formulas.js";
import { BOOT_FORMULAS } from "./boot/formulas.js";
import { CHORE_FORMULAS } from "./chores/formulas.js";
import { CONTENTS_FORMULAS } from "./contents/formulas.js";
import { CORE_FORMULAS } from "./core/formulas.js";
import { FLAG_FORMULAS } from "./flags/formulas.js";
import { FOREIGN_FORMULAS } from "./foreign/formulas.js";
import { GROWTH_FORMULAS } from "./growth/formulas.js";
import { HAND_OVER_FORMULAS } from "./hand-over/formulas.js";
import { HANDLE_FORMULAS } from "./handles/formulas.js";
import { LIMIT_FORMULAS } from "./limits/formulas.js";
import { NODE_FORMULAS } from "./nodes/formulas.js";
import { PHASE_FORMULAS } from "./phases/formulas.js";
import { PROTECTED_FORMULAS } from "./protected/formulas.js";
import { PROVENANCE_FORMULAS } from "./provenance/formulas.js";
import { QUARANTINE_FORMULAS } from "./quarantine/formulas.js";
import { REGION_FORMULAS } from "./regions/formulas.js";
import { RESIZE_FORMULAS } from "./resizing/formulas.js";
import { ROOTFS_FORMULAS } from "./rootfs/formulas.js";
import { SETTLING_FORMULAS } from "./settling/formulas.js";
import { SHARE_FORMULAS } from "./shares/formulas.js";
import { ZONE_FORMULAS } from "./zones/formulas.js";

/** By module. Of one that is not among them nothing is proved, and `prove` says so. */
export const FORMULAS: { readonly [Id in ModuleId]?: Formulas } = {
  core: CORE_FORMULAS,
  blocks: BLOCK_FORMULAS,
  phases: PHASE_FORMULAS,
  foreign: FOREIGN_FORMULAS,
  regions: REGION_FORMULAS,
  limits: LIMIT_FORMULAS,
  nodes: NODE_FORMULAS,
  flags: FLAG_FORMULAS,
  "hand-over": HAND_OVER_FORMULAS,
  growth: GROWTH_FORMULAS,
  provenance: PROVENANCE_FORMULAS,
  protected: PROTECTED_FORMULAS,
  handles: HANDLE_FORMULAS,
  quarantine: QUARANTINE_FORMULAS,
  contents: CONTENTS_FORMULAS,
  boot: BOOT_FORMULAS,
  shares: SHARE_FORMULAS,
  chores: CHORE_FORMULAS,
  settling: SETTLING_FORMULAS,
  resizing: RESIZE_FORMULAS,
  zones: ZONE_FORMULAS,
  rootfs: ROOTFS_FORMULAS,
};
