/** What the build made for pages, read when a page is written. */
import { readFileSync } from "node:fs";
import { once } from "../../model/basics/once.js";
import type { Assets } from "./document.js";

/** What the build wrote of the allocators that run in a page: modules after those that they need. */
interface Carried {
  readonly definedIn: Readonly<Record<string, string>>;
  readonly modules: Readonly<Record<string, { readonly needs: readonly string[]; readonly script: string }>>;
}

/** The program of a page, its style, and the scripts of the allocators that it may carry. */
export const assets: () => Assets = once(() => {
  const program = read("program/program.js");
  const style = read("program/page.css");
  const { definedIn, modules } = JSON.parse(read("allocators.json")) as Carried;
  const scriptsOf = (allocators: readonly string[]) => {
    const wanted = new Set<string>();
    const add = (module: string) => {
      for (const needed of modules[module]!.needs) if (!wanted.has(needed)) add(needed); // all are written
      wanted.add(module);
    };
    for (const name of allocators) if (Object.hasOwn(definedIn, name)) add(definedIn[name]!); // it is there
    return [...wanted].map((module) => modules[module]!.script);
  };
  return { program, style, scriptsOf, door: read("program/door.js") };
});

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
