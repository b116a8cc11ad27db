/** The parts of the specification by name, and what a scope asks of one before anything is laid out. */

import { Misuse } from "../basics/misuse.js";
import { quoted } from "../basics/wording.js";
import { ALL_WORDS, type ListedWords, type ModuleId } from "./all-words.js";

export type { ModuleId } from "./all-words.js";
/** The parts of the specification, in their order; each brings commands, reasons and fields of state. */
export const MODULE_IDS: readonly ModuleId[] = ALL_WORDS.map(({ id }) => id);

const WORDS = Object.fromEntries(ALL_WORDS.map((words) => [words.id, words])) as {
  readonly [Id in ModuleId]: ListedWords;
}; // one entry a module

/** The modules that one builds on. */
function needsOf(id: ModuleId): readonly ModuleId[] {
  return WORDS[id].needs ?? [];
}

/** Why there are no windows with one of some modules; `null` where there are. */
export function noWindowWith(modules: readonly ModuleId[]): string | null {
  for (const id of modules) {
    const { noWindow } = WORDS[id];
    if (noWindow !== undefined) return `the module ${id}: ${noWindow}`;
  }
  return null;
}

/**
 * The parts of the specification that are the world of a boot allocator: regions, and what builds on them.
 */
export const BOOT_MODULES = MODULE_IDS.filter((id) => id === "regions" || !standsAlone(id));

/** Whether a module counts in units where frames have several. */
export function isInUnits(id: ModuleId): boolean {
  return WORDS[id].countsIn === "units";
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
