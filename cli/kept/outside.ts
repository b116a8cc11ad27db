/** Whether a module's text names what could make its allocator another one, with all files as they were. */
import { isBuiltin } from "node:module";

/** Modules of Node that give the same to everybody. */
const PURE: readonly string[] = ["assert", "buffer", "events", "path", "querystring", "util"];
/** The environment, the clock, chance, other machines, and what would hide a name from this very look. */
const NAMES = new RegExp(
  [
    "\\b(?:process|globalThis|global|self|fetch|WebSocket|crypto|performance)\\b",
    "\\b(?:Date|Math\\s*\\.\\s*random|eval|Function)\\b",
  ].join("|"),
);
/** A module that is asked for by a name that only a run knows. */
const COMPUTED = /\b(?:import|require)\s*\(\s*(?!["'`][^"'`$\\]+["'`]\s*[,)])/;
/** Every text that could be the name of a module. */
const TEXTS = /["'`]([^"'`\n]+)["'`]/g;

/** A word in comments counts too: a run that is not kept costs time, and one that is kept wrongly a truth. */
export function reachesOutside(text: string): boolean {
  if (NAMES.test(text) || COMPUTED.test(text)) return true;
  return [...text.matchAll(TEXTS)].some(([, name = ""]) => isBuiltin(name) && !isPure(name));
}

function isPure(name: string): boolean {
  const plain = name.replace(/^node:/, "").replace(/\/.*$/, "");
  return PURE.includes(plain);
}
