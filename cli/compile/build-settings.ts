/** What a shim says of its build in its first comment: `// allocheck: sources ../kernel/pmm.c, define N`. */
import { dirname, isAbsolute, join } from "node:path";
import { Misuse } from "../../model/basics/misuse.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { quoted } from "../../model/basics/wording.js";
import type { BuildSettings } from "../targets/target.js";

/** Whether a setting names paths, which are from the file that names them, or words. */
const SETTINGS = {
  sources: "paths",
  include: "paths",
  define: "words",
  flags: "words",
} as const satisfies Record<keyof BuildSettings, "paths" | "words">;

type Setting = keyof typeof SETTINGS;
const SETTING_NAMES = Object.keys(SETTINGS) as readonly Setting[]; // they are its keys

/** What is named here and there, together. */
export function together(...all: readonly Partial<BuildSettings>[]): BuildSettings {
  const joined = (name: Setting) => all.flatMap((settings) => settings[name] ?? []);
  return {
    sources: joined("sources"),
    include: joined("include"),
    define: joined("define"),
    flags: joined("flags"),
  };
}

/** What the text of a shim says. Throws a `Misuse` with the line of a word that is not known. */
export function settingsIn(text: string, file: string): BuildSettings {
  const lines = firstComment(text).split("\n");
  return together(
    ...lines.flatMap((line, i) => {
      const said = /\ballocheck:(.*?)(?:\*\/|$)/.exec(line)?.[1];
      return said === undefined ? [] : settingsOf(said, file, i + 1);
    }),
  );
}

/** The comment at the beginning: lines of `//`, or everything up to the end of one block. */
function firstComment(text: string): string {
  return /^(?:\s*\/\/[^\n]*\n?)+|^\s*\/\*[\s\S]*?\*\//.exec(text)?.[0] ?? "";
}

function settingsOf(said: string, file: string, line: number): Partial<BuildSettings>[] {
  return itemsOf(said).flatMap(([name = "", ...values]) => {
    if (name === "") return [];
    if (!isSetting(name)) throw unknown(name, file, line);
    if (values.length === 0)
      throw new Misuse("bad-build", `${file}:${line}: ${name} names nothing`, `write: ${EXAMPLE}`);
    const paths = SETTINGS[name] === "paths";
    return [{ [name]: paths ? values.map((value) => beside(file, value)) : values }];
  });
}

/** Words, in items with commas between them; what stands in quotes is one word. */
function itemsOf(said: string): string[][] {
  const items: string[][] = [[]];
  for (const [word] of said.matchAll(/,|(?:"[^"]*"|[^\s,"])+/g))
    if (word === ",") items.push([]);
    else items.at(-1)?.push(/^"([^"]*)"$/.exec(word)?.[1] ?? word);
  return items;
}

const EXAMPLE = "// allocheck: sources ../kernel/pmm.c, include ../kernel/include, define PAGES=8";

function isSetting(name: string): name is Setting {
  return Object.hasOwn(SETTINGS, name);
}

function unknown(name: string, file: string, line: number): Misuse {
  const close = suggestion(name, SETTING_NAMES);
  return new Misuse(
    "bad-build",
    `${file}:${line}: ${quoted(name)} is none of ${SETTING_NAMES.join(", ")}`,
    close === undefined ? `write: ${EXAMPLE}` : `did you mean ${close}?`,
  );
}

/** A path that is named in a file, or in a config, lies beside it. */
export function beside(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}
