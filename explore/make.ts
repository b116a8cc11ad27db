/** Makes a fresh allocator and looks whether it is one. */
import { fileURLToPath } from "node:url";
import type { Allocator, AllocatorDefinition } from "../model/allocator.js";
import { stackOf } from "../model/inspect.js";
import { isMisuse, Misuse } from "../model/misuse.js";
import type { Scope } from "../model/scope.js";
import { show } from "../model/wording.js";

/** A search keeps a state for every situation it meets, so a large one is a mistake. */
const MOST_BYTES = 65_536;

/** A fresh allocator. Throws a `Misuse` when `make` throws or gives something else. */
export function makeAllocator({ name, make, units }: AllocatorDefinition, scope: Scope): Allocator {
  if (scope.units !== undefined && units !== true)
    throw new Misuse(
      "no-units",
      `${name} takes frames whole, and the scope has ${scope.units} units a frame`,
      "leave out units",
    );
  const made: unknown = call(name, () => make(scope));
  if (typeof made !== "object" || made === null)
    throw badMake(name, `gave ${made === null ? "null" : typeof made}, not an allocator`);
  if ("then" in made) throw badMake(name, "gave a promise; it must give an allocator at once");
  if (!("state" in made) || !(made.state instanceof Uint8Array))
    throw badMake(name, "gave an object whose state is no Uint8Array");
  if (made.state.length > MOST_BYTES)
    throw badMake(name, `gave a state of ${made.state.length} bytes; the most is ${MOST_BYTES}`);
  return made as Allocator; // its methods are looked at when the commands it offers are laid out
}

function call(name: string, make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (isMisuse(error)) throw error;
    throw badMake(name, `threw ${show(error)}${placeIn(error)}`);
  }
}

function badMake(name: string, what: string): Misuse {
  return new Misuse(
    "bad-make",
    `make of ${name} ${what}`,
    "make(scope) must return a fresh allocator, every frame free",
  );
}

/** So much of a stack is looked at: by lines, and by the length of one. */
const STACK_LINES = 50;
const STACK_LINE = 1000;
/** Where this package is, wherever it was put. */
const OURS = fileURLToPath(new URL("..", import.meta.url));

/** Where an error was thrown, outside this package: ` at file:line:column`, or nothing. */
export function placeIn(error: unknown): string {
  for (const line of stackOf(error).split("\n", STACK_LINES)) {
    if (line.length > STACK_LINE) continue;
    const place = /\(?(?:file:\/\/)?(\/[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1];
    if (
      place === undefined ||
      line.includes("node:") ||
      place.startsWith(OURS) ||
      place.includes("/node_modules/") ||
      place.includes("/allocheck/dist/")
    )
      continue;
    return ` at ${place.replace(/\?[^:]*/, "")}`;
  }
  return "";
}
