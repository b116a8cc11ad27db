/** The names of an allocator's own commands that must not matter to anybody else. */
import { Misuse } from "../basics/misuse.js";

const NAMELESS: readonly string[] = [""];
const MOST_CHORES = 8;

/** Whether some texts can be the names of chores: few, different, and each a word. */
export function areChores(names: readonly unknown[]): names is readonly string[] {
  const words = names.every((name) => typeof name === "string" && /^[a-z][\w-]*$/i.test(name));
  return words && names.length > 0 && names.length <= MOST_CHORES && new Set(names).size === names.length;
}

/** The names of chores. Throws a `Misuse` for what are none. */
export function requireChores(names: unknown): readonly string[] {
  if (Array.isArray(names) && areChores(names)) return [...names];
  throw new Misuse(
    "bad-chores",
    `the chores are ${JSON.stringify(names) ?? String(names)}`,
    `name 1 to ${MOST_CHORES}, each once, in one word: ["checkpoint", "trim"]`,
  );
}

/** The names of the chores: one that has none where none are given. */
export function choresOf({ chores }: { readonly chores?: readonly string[] }): readonly string[] {
  return chores ?? NAMELESS;
}
