import { readFileSync } from "node:fs";

/** The root of the repository, whichever compiled file asks. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** A JSON file of the repository, by its path from the root. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(ROOT + path, "utf8"));
}
