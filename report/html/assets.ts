/** What the build made for pages, read when a page is written. */
import { readFileSync } from "node:fs";
import { once } from "../../model/words/once.js";
import type { Assets } from "./document.js";

/** The program of a page and its style. */
export const assets: () => Assets = once(() => ({ program: read("program.js"), style: read("page.css") }));

function read(name: string): string {
  return readFileSync(new URL(`program/${name}`, import.meta.url), "utf8");
}
