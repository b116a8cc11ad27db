/**
 * The program of a page: it takes hold of what is written there, and the keyboard moves through it. What it
 * knows of the specification is there under the name `allocheck`, for the allocators that are carried along,
 * for a console and for a test.
 */
import type { AllocatorDefinition } from "../../../model/socket/allocator.js";
import { type PageData, readData } from "../data.js";
import { PARTS } from "./parts.js";
import { Walker } from "./walker.js";

export { OwnAnswers } from "../own-answers.js";
export { Trail } from "../trail.js";
export { answersTo, choicesAt } from "../what-if.js";
export { PARTS };

/** The allocators that the page carries, by their names. */
export const carried = new Map<string, AllocatorDefinition>();

/** Takes a module that is carried along: what it shares with others, and the allocators that it defines. */
export function add(name: string, module: object): void {
  PARTS[name] = module;
  for (const one of Object.values(module).flat() as readonly Partial<AllocatorDefinition>[])
    if (typeof one?.name === "string" && typeof one.make === "function")
      carried.set(one.name, one as AllocatorDefinition); // each is one of the house
}

/** Makes allocators of modules, where the page carries some. */
let door: Door | null = null;
type Door = (module: { readonly name: string; readonly bytes: Uint8Array }) => AllocatorDefinition;

/** Takes the door for modules of WebAssembly. */
export function open(fromWasm: Door): void {
  door = fromWasm;
}

/** The allocator that is carried under a name; `undefined` where there is none. */
function definitionOf(name: string, { modules }: PageData): AllocatorDefinition | undefined {
  const module = modules?.[name];
  if (module === undefined || door === null) return carried.get(name);
  const bytes = Uint8Array.from(atob(module), (character) => character.charCodeAt(0));
  const file = name.slice(name.lastIndexOf("/") + 1);
  return door({ name: file.slice(0, file.lastIndexOf(".")), bytes });
}

/** Begins, when all that the page carries is there. */
export function start(page: Document): void {
  const data = readData(page.getElementById("data")?.textContent ?? "null");
  if (typeof data === "string") {
    const note = page.getElementById("note");
    if (note !== null) note.textContent = data;
    return;
  }
  const walker = new Walker(page, data, (name) => definitionOf(name, data));
  walker.begin();
}
