import { BOOT_MODULES, inOrder, MODULE_IDS, type ModuleId, type Scope } from "../model/words/scope.js";

/** A scope of the core and the modules named, all frames free at first. */
export function scopeOf(frames: number, owners: number, slices: number, ...modules: string[]): Scope {
  return { frames, owners, slices, modules: inOrder(modules), initial: "free" };
}

/** The modules with which a unit has many states, and those that keep more of a frame than its holder. */
const OF_UNITS: readonly ModuleId[] = ["limits", "nodes", "growth"];
const OF_FRAMES: readonly ModuleId[] = [
  "provenance",
  "handles",
  "quarantine",
  "contents",
  "shares",
  "resizing",
];

/** What has too many states together for two frames. */
const HEAVY: readonly (readonly (readonly ModuleId[])[])[] = [
  [OF_UNITS, OF_FRAMES],
  [["boot"], [...BOOT_MODULES.filter((id) => id !== "hand-over"), ...OF_FRAMES]],
];

/** So small that every pair is searched in a moment: two frames where that is no matter of seconds. */
export function scopeWith(...modules: readonly ModuleId[]): Scope {
  const hasOneOf = (ids: readonly ModuleId[]) => modules.some((id) => ids.includes(id));
  const isHeavy = hasOneOf(["flags", "rootfs"]) || HEAVY.some((both) => both.every(hasOneOf));
  return { ...scopeOf(isHeavy ? 1 : 2, 1, 1, ...modules), handles: 1 };
}

/** Any two modules. */
export const PAIRS: readonly (readonly [ModuleId, ModuleId])[] = MODULE_IDS.flatMap((one, i) =>
  MODULE_IDS.slice(i + 1).map((other) => [one, other] as const),
);

/** What a naive model of `rootfs` is known with: it stands around that of a boot alone. */
const BESIDE_ROOTFS: readonly ModuleId[] = [
  "core",
  "phases",
  "boot",
  "chores",
  "settling",
  "zones",
  "rootfs",
];

/** Any two modules of which there is a naive model. */
export const KNOWN_PAIRS = PAIRS.filter(
  (pair) => !pair.includes("rootfs") || pair.every((id) => BESIDE_ROOTFS.includes(id)),
);
