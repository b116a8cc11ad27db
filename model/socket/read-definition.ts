/** What a person's file says of its allocator, read once and looked through. */

import { blaming } from "../basics/blame.js";
import { dataOf, isPlainlyObject } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import type { Contract } from "../contracts/named.js";
import { requireFallback } from "../words/fallback.js";
import { type ScopeOptions, scopeOf } from "../words/scope.js";
import {
  type AllocatorClass,
  type AllocatorDefinition,
  type Offers,
  PLACEMENTS,
  type Placement,
  type SteppedCommands,
} from "./allocator.js";
import { contractOf } from "./define.js";
import { OFFERS, offersIn } from "./offers.js";

const CLASSES: readonly AllocatorClass[] = ["sound", "faulty", "as-is"];
const REMEDY = "give what defineAllocator({ name, make }) returns";

type Fields = { readonly [K in keyof AllocatorDefinition]?: unknown };

/** A plain copy of a definition from `source`, frozen. Throws a `Misuse` for what no check could run. */
export function readDefinition(value: unknown, source = "this"): AllocatorDefinition {
  if (!isPlainlyObject(value)) throw noAllocator(value, source);
  const given: Fields = value;
  const read = (key: keyof AllocatorDefinition) =>
    blaming("bad-definition", `${key} of the definition`, "give it as a value", () => given[key]);
  const name = read("name");
  const make = read("make");
  if (typeof name !== "string" || name === "" || typeof make !== "function") throw noAllocator(value, source);
  const bad = (key: string, found: unknown, remedy: string) =>
    new Misuse("bad-definition", `${key} of ${name} is ${show(found)}`, remedy);
  const text = (key: "summary" | "about" | "origin") => {
    const found = read(key);
    if (found !== undefined && typeof found !== "string") throw bad(key, found, "give a text");
    return found;
  };
  const oneOf = <T>(key: keyof AllocatorDefinition, known: readonly T[]): T | undefined => {
    const found = read(key);
    if (found === undefined || known.includes(found as T)) return found as T | undefined;
    throw bad(key, found, `leave it out, or use ${known.join(" or ")}`);
  };
  const about = text("about");
  const origin = text("origin");
  const placement = placementOf(name, read("placement"));
  const fallback = requireFallback(name, read("fallback"));
  const units = oneOf("units", [true] as const);
  const scopes = scopesOf(name, read("scopes"));
  const window = oneOf("window", ["made", "none"] as const);
  const mostFrames = read("mostFrames");
  if (mostFrames !== undefined && !isCount(mostFrames))
    throw bad("mostFrames", mostFrames, "leave it out, or give a whole number from 1 on");
  const steps = stepsOf(name, read("steps"));
  let offers: Offers | undefined;
  return Object.freeze({
    name,
    summary: text("summary") ?? "",
    ...(about === undefined ? {} : { about }),
    ...(origin === undefined ? {} : { origin }),
    class: oneOf("class", CLASSES) ?? "sound",
    contract: contractOf(plainContract(name, read("contract"))),
    // Only when it is asked for: where none are given, an allocator must be made to tell them.
    get offers() {
      offers ??= offersIn(
        name,
        blaming("bad-offers", `offers of ${name}`, OFFERS, () => given.offers),
      );
      return offers;
    },
    ...(placement === undefined ? {} : { placement }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(units === undefined ? {} : { units }),
    ...(window === undefined ? {} : { window }),
    ...(mostFrames === undefined ? {} : { mostFrames }),
    ...(steps === undefined ? {} : { steps }),
    make: make as AllocatorDefinition["make"], // what it makes is looked at when it is called
  });
}

/** What is near to an allocator is told by what is to be done with it. */
function noAllocator(value: unknown, source: string): Misuse {
  const isPromise = typeof dataOf(value, "then") === "function";
  const isModule = isPlainlyObject(dataOf(value, "default"));
  const near = isPromise ? "await it" : isModule ? "give its default export" : REMEDY;
  return new Misuse("no-allocator", `${source} is no allocator`, near);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

/** A placement by name, or as a comparison. Throws a `Misuse`. */
export function placementOf(name: string, placement: unknown): Placement | undefined {
  if (placement === undefined || typeof placement === "function") return placement as Placement | undefined;
  const known = PLACEMENTS.find((each) => each === placement);
  if (known !== undefined) return known;
  throw new Misuse(
    "bad-definition",
    `placement of ${name} is ${show(placement)}`,
    `leave it out, use ${PLACEMENTS.join(" or ")}, or give a function that compares two places`,
  );
}

function stepsOf(name: string, steps: unknown): SteppedCommands | undefined {
  if (steps === undefined) return undefined;
  if (isPlainlyObject(steps) && "begin" in steps && typeof steps.begin === "function")
    return steps as unknown as SteppedCommands; // what it begins is looked at when it is called
  throw new Misuse(
    "bad-definition",
    `steps of ${name} is ${show(steps)}`,
    "give what defineConcurrentAllocator({ name, make }) returns",
  );
}

function scopesOf(name: string, scopes: unknown): readonly ScopeOptions[] | undefined {
  if (scopes === undefined) return undefined;
  const plain = copied(name, "scopes", scopes);
  if (!Array.isArray(plain)) throw new Misuse("bad-definition", `scopes of ${name} are no list`, REMEDY);
  for (const scope of plain as readonly ScopeOptions[]) scopeOf(scope);
  return plain as readonly ScopeOptions[];
}

/** A contract is data: a copy of it has no getters. What it says is looked at by `contractOf`. */
function plainContract(name: string, contract: unknown): string | Contract {
  return typeof contract === "string" ? contract : (copied(name, "contract", contract) as Contract);
}

function copied(name: string, key: string, value: unknown): unknown {
  return blaming("bad-definition", `${key} of ${name}`, "give plain data", () => structuredClone(value));
}
