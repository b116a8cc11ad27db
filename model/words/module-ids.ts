/**
 * The parts of the specification by name. What a module says is in its folder (`model/modules/`); here is
 * what a scope asks of one before anything is laid out.
 */
import { Misuse } from "./misuse.js";
import { quoted } from "./wording.js";

/** What must be known of a module before any scope: the rest of it is in its folder. */
interface ModuleRow {
  /** The modules it builds on: who names it means these as well. */
  readonly needs: readonly string[];
  /** What it counts in where frames have several units. */
  readonly countsIn: "units" | "frames";
  /** Why there are no windows of a larger pool with it; `null` where there are, or what it needs says so. */
  readonly noWindow: string | null;
}

/** The parts of the specification, in their order; each brings commands, reasons and fields of state. */
const MODULE_ROWS = {
  core: { needs: [], countsIn: "units", noWindow: null },
  blocks: { needs: [], countsIn: "frames", noWindow: null },
  phases: { needs: [], countsIn: "units", noWindow: null },
  foreign: { needs: [], countsIn: "units", noWindow: "outside a window its arguments would lie in the pool" },
  regions: { needs: [], countsIn: "units", noWindow: "what it says of memory is said of all of it" },
  limits: { needs: ["regions"], countsIn: "units", noWindow: null },
  nodes: { needs: ["regions"], countsIn: "units", noWindow: null },
  flags: { needs: ["regions"], countsIn: "units", noWindow: null },
  "hand-over": { needs: ["regions", "phases"], countsIn: "units", noWindow: null },
  growth: { needs: ["regions"], countsIn: "units", noWindow: null },
  provenance: { needs: [], countsIn: "frames", noWindow: null },
  protected: { needs: [], countsIn: "frames", noWindow: null },
  handles: { needs: [], countsIn: "frames", noWindow: null },
  quarantine: { needs: ["handles"], countsIn: "frames", noWindow: null },
  contents: { needs: [], countsIn: "frames", noWindow: null },
  boot: { needs: ["phases"], countsIn: "units", noWindow: "what it places lies anywhere in memory" },
  shares: { needs: [], countsIn: "frames", noWindow: null },
  chores: { needs: [], countsIn: "units", noWindow: null },
  settling: { needs: [], countsIn: "units", noWindow: null },
  resizing: { needs: ["blocks"], countsIn: "frames", noWindow: null },
  zones: { needs: [], countsIn: "frames", noWindow: "the frames around a window are of no zone" },
  rootfs: { needs: ["phases", "boot"], countsIn: "frames", noWindow: "its initrd lies anywhere in memory" },
} as const satisfies Readonly<Record<string, ModuleRow>>;
export type ModuleId = keyof typeof MODULE_ROWS;
export const MODULE_IDS = Object.keys(MODULE_ROWS) as readonly ModuleId[]; // they are its keys

/** The modules that one builds on. */
function needsOf(id: ModuleId): readonly ModuleId[] {
  return MODULE_ROWS[id].needs;
}

/** Why there are no windows with one of some modules; `null` where there are. */
export function noWindowWith(modules: readonly ModuleId[]): string | null {
  for (const id of modules) {
    const { noWindow } = MODULE_ROWS[id];
    if (noWindow !== null) return `the module ${id}: ${noWindow}`;
  }
  return null;
}

/**
 * The parts of the specification that are the world of a boot allocator: regions, and what builds on them.
 */
export const BOOT_MODULES = MODULE_IDS.filter((id) => id === "regions" || !standsAlone(id));

/** Whether a module counts in units where frames have several. */
export function isInUnits(id: ModuleId): boolean {
  return MODULE_ROWS[id].countsIn === "units";
}

/** Whether a module is in force unasked; those built on regions together are too much for one search. */
export function standsAlone(id: ModuleId): boolean {
  return !needsOf(id).includes("regions");
}

/**
 * Some modules in their order, the core and what they build on among them. Throws a `Misuse` for a name
 * that none has.
 */
export function inOrder(modules: readonly string[]): ModuleId[] {
  const unknown = modules.find((name) => !MODULE_IDS.some((id) => id === name));
  if (unknown !== undefined)
    throw new Misuse(
      "unknown-module",
      `there is no module ${quoted(unknown)}`,
      `the modules are ${MODULE_IDS.join(", ")}`,
    );
  const named = MODULE_IDS.filter((id) => id === "core" || modules.includes(id));
  const meant = named.flatMap((id) => [id, ...needsOf(id)]);
  return MODULE_IDS.filter((id) => meant.includes(id));
}
