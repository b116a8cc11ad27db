/** Makes a fresh allocator and looks whether it is one. */

import { blaming } from "../../model/basics/blame.js";
import { Misuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";
import type { Allocator, AllocatorDefinition, Role } from "../../model/socket/allocator.js";
import { METHODS } from "../../model/words/commands.js";
import { isWindow, type Scope, startPfnOf } from "../../model/words/scope.js";
import { scopeOfPool, windowed } from "./windowed.js";

/** A search keeps a state for every situation it meets, so a large one is a mistake. */
const MOST_BYTES = 65_536;

/** A fresh allocator. Throws a `Misuse` when `make` throws or gives something else. */
export function makeAllocator(definition: AllocatorDefinition, scope: Scope, role?: Role): Allocator {
  const made = makeAnywhere(definition, scope, role);
  const { startPfn = startPfnOf(scope) } = made;
  requireItsChores(definition, scope, made);
  if (startPfn === startPfnOf(scope)) return made;
  throw new Misuse(
    "other-pfn",
    `${definition.name} begins at page frame ${show(startPfn)}, and the scope at ${startPfnOf(scope)}`,
    "leave the page frame out, or let addresses be a function of the scope's startPfn",
  );
}

/** A chore is asked for by its number, so the names must be those of the scope. */
function requireItsChores({ name }: AllocatorDefinition, scope: Scope, made: Allocator): void {
  if (!scope.modules.includes("chores") || scope.chores === undefined || made.chores === undefined) return;
  const [wanted, own] = [scope.chores, made.chores].map((names) => names.join(", "));
  if (wanted === own) return;
  throw new Misuse(
    "other-chores",
    `the chores of ${name} are ${own}, and those of the scope ${wanted}`,
    "name the same in the same order, or leave them out of the scope",
  );
}

/** A fresh allocator, which may begin elsewhere than its scope says: to see where that is. */
export function makeAnywhere(definition: AllocatorDefinition, scope: Scope, role: Role = "main"): Allocator {
  if (!isWindow(scope)) return makeWhole(definition, scope, role);
  return windowed(makeWhole(definition, scopeOfPool(scope, definition), role), definition, scope);
}

function makeWhole(definition: AllocatorDefinition, scope: Scope, role: Role): Allocator {
  const { name, make, units } = definition;
  requireNumbers(definition, scope);
  if (scope.units !== undefined && units !== true)
    throw new Misuse(
      "no-units",
      `${name} takes frames whole, and the scope has ${scope.units} units a frame`,
      "leave out units",
    );
  Object.freeze(scope.modules);
  Object.freeze(scope); // the same one is given to every allocator
  const asked = <T>(ask: () => T): T => blaming("bad-make", `make of ${name}`, REMEDY, ask);
  const made: unknown = asked(() => make(scope, role));
  if (typeof made !== "object" || made === null)
    throw badMake(name, `gave ${made === null ? "null" : typeof made}, not an allocator`);
  if (asked(() => "then" in made)) throw badMake(name, "gave a promise; it must give an allocator at once");
  // Each member is read once here, where what it throws is noticed, and whether it ever returns.
  const given: Partial<Record<string, unknown>> = {};
  for (const member of MEMBERS) given[member] = asked(() => (made as typeof given)[member]);
  const { state } = given;
  if (!(state instanceof Uint8Array)) throw badMake(name, "gave an object whose state is no Uint8Array");
  if (state.length > MOST_BYTES && given["image"] === undefined)
    throw badMake(name, `gave a state of ${state.length} bytes; the most is ${MOST_BYTES}`);
  for (const member of LOOKS)
    if (given[member] !== undefined && typeof given[member] !== "function")
      throw badMake(name, `gave an object whose ${member} is no function`);
  return made as Allocator; // its methods are looked at when the commands it offers are laid out
}

/** What is called beside commands, where it is there. */
const LOOKS = ["observe", "audit", "regions", "counts", "scrub"];
const MEMBERS: readonly string[] = [
  "state",
  "image",
  "local",
  "startPfn",
  "chores",
  ...LOOKS,
  ...Object.values(METHODS),
];
/** Throws a `Misuse` where an allocator cannot number so many frames: it would be blamed for it. */
function requireNumbers(
  { name, mostFrames = Number.POSITIVE_INFINITY }: AllocatorDefinition,
  scope: Scope,
): void {
  if (scope.frames <= mostFrames) return;
  throw new Misuse(
    "too-many-frames",
    `${name} numbers at most ${mostFrames} frames, and the pool has ${scope.frames}`,
    `for example a pool of ${mostFrames}`,
  );
}

const REMEDY = "make(scope) must return a fresh allocator, every frame free";

function badMake(name: string, what: string): Misuse {
  return new Misuse("bad-make", `make of ${name} ${what}`, REMEDY);
}
