/** Where in a person's own sources a finding came about: a shim in another language only leads there. */
import { existsSync, readFileSync } from "node:fs";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { exportOf } from "../../model/wasm/abi.js";
import type { Place } from "../../report/formats/report.js";
import { fromRoot } from "../output/places.js";
import { settingsIn } from "./build-settings.js";
import { languageOf } from "./languages.js";

/** Where a fault says it was: `at pmm.c:61`, the last that it names. */
const FAULT = /^.*\bat (\S.*?\.(?:c|cc|cpp|h|hpp|rs|zig)):(\d+)/s;

/** For each finding the line of the fault, or of the function that its last command came to. */
export function placesOf(
  file: string | null,
  found: readonly Counterexample[],
  env: NodeJS.ProcessEnv,
): (Place | null)[] {
  return found.map((each) => {
    const place = faultPlace(each) ?? (file === null ? null : calledPlace(file, each));
    return place === null ? null : { ...place, file: fromRoot(place.file, env) };
  });
}

function faultPlace({ found }: Counterexample): Place | null {
  const [, file = "", line] = FAULT.exec(found) ?? [];
  return existsSync(file) ? { file, line: Number(line) } : null;
}

/** What the shim calls for a command, where one of its sources defines that. */
function calledPlace(shim: string, { steps }: Counterexample): Place | null {
  const command = steps.at(-1)?.command.kind;
  if (command === undefined || languageOf(shim) !== "c") return null;
  const text = textOf(shim);
  const body = definitionOf(exportOf(command), text);
  if (body === null) return null;
  for (const [, name = ""] of body.text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g))
    for (const file of filesOf(shim, text)) {
      const definition = definitionOf(name, textOf(file));
      if (definition !== null) return { file, line: definition.line };
    }
  return null;
}

/** The sources that a shim names, and what it includes from beside it. */
function filesOf(shim: string, text: string): string[] {
  try {
    const own = [...text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)].map(([, name = ""]) => name);
    const include = own.map((name) => shim.replace(/[^/]*$/, name));
    return [...settingsIn(text, shim).sources, ...include].filter((file) => existsSync(file));
  } catch (error) {
    if (isMisuse(error)) return []; // it would not have compiled
    throw error;
  }
}

/** Where a function is defined, by how C is mostly written, and what stands within it. */
function definitionOf(name: string, text: string): { readonly line: number; readonly text: string } | null {
  const head = new RegExp(`^[A-Za-z_][^;{}=]*\\b${name}\\s*\\([^;{}]*\\)\\s*\\{`, "m").exec(text);
  if (head === null) return null;
  const from = head.index + head[0].length;
  const line = text.slice(0, head.index + head[0].search(`\\b${name}\\s*\\(`)).split("\n").length;
  return { line, text: text.slice(from, endOf(text, from)) };
}

/** Behind the brace that closes what is open. */
function endOf(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") open++;
    if (text[at] === "}" && --open === 0) return at;
  }
  return text.length;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
