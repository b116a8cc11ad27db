/** What the build made for pages, read when a page is written. */
import { readFileSync } from "node:fs";
import { once } from "../../model/words/once.js";
import type { Assets } from "./document.js";

/** The program of a page, its style, and the scripts of the allocators that it may carry. */
export const assets: () => Assets = once(() => ({
  program: read("program/program.js"),
  style: read("program/page.css"),
  scriptOf: (allocator) => {
    const file = files().get(allocator);
    return file === undefined ? null : scriptIn(file);
  },
}));

/** The script of each allocator of the house that runs in a page. */
const files = once(
  () => new Map(Object.entries(JSON.parse(read("allocators/names.json")) as Record<string, string>)),
);
const scripts = new Map<string, string>();

function scriptIn(file: string): string {
  const known = scripts.get(file) ?? read(`allocators/${file}`);
  scripts.set(file, known);
  return known;
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
