/** How a file outside this package says what its allocator is. */

import { optionsGiven, requireName, requireNoMore } from "../basics/given.js";
import { dataOf } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import { contractByName } from "../contracts/combined.js";
import { type GivenContract, requireContract } from "../contracts/contract-checks.js";
import { CONTRACTS, type Contract, STRICT } from "../contracts/named.js";
import { BOUNDS } from "../words/bounds.js";
import { COMMAND_KINDS, type Command, METHODS } from "../words/commands.js";
import type { Fallback } from "../words/fallback.js";
import { DEFAULT_SCOPE, type Scope, type ScopeOptions } from "../words/scope.js";
import type { Allocator, AllocatorDefinition, Offers, Placement, Role } from "./allocator.js";
import { isBeyondHeader } from "./headers.js";
import { CALLED, type Called, offersIn, offersOfCalls } from "./offers.js";

/** What `defineAllocator` takes. */
export interface AllocatorOptions {
  readonly name: string;
  /** One line for reports. */
  readonly summary?: string;
  /** A contract by name or by value; `strict` when absent. */
  readonly contract?: string | GivenContract;
  /**
   * The commands it takes, some only for some arguments; every command it has a method for when absent. One
   * that `fromObject` makes offers all its calls but for those that are `false` here.
   */
  readonly offers?: Offers;
  /** Which of several places that will do it promises to hand out; any when absent. */
  readonly placement?: Placement;
  /** Which zones serve a request for another one that has no free frame; none when absent. */
  readonly fallback?: Fallback;
  /** The scopes a check explores where none is named; one, with all that it offers, when absent. */
  readonly scopes?: readonly ScopeOptions[];
  /**
   * How it makes a pool of which only a window is free: by what `make` reads in `memoryOf(scope)` (`made`),
   * or not at all (`none`). By its own reservations, or by alloc and free, when absent.
   */
  readonly window?: "made" | "none";
  /** The most frames that it can number, where there is such a number: no larger pool is asked of it. */
  readonly mostFrames?: number;
  /** A fresh allocator with every frame of the scope free, but for its map. Must not return a promise. */
  readonly make: (scope: Scope, role?: Role) => Allocator;
}

const OPTIONS = [
  "name",
  "summary",
  "contract",
  "offers",
  "placement",
  "fallback",
  "scopes",
  "window",
  "mostFrames",
  "make",
];

/** What is an option of scopes, and looked for beside them. */
const IN_SCOPES: readonly string[] = [...Object.keys(BOUNDS), "map", "modules"];

/** Marks what `defineAllocator` made, also across two copies of this package. */
const BRAND = Symbol.for("allocheck.allocator");

/** Defines an allocator. The result is what a file gives as its default export. Throws a `Misuse`. */
export function defineAllocator(options: AllocatorOptions): AllocatorDefinition {
  const {
    name,
    summary = "",
    contract = STRICT,
    offers,
    placement,
    fallback,
    scopes,
    window,
    mostFrames,
    make,
    ...unknown
  } = optionsGiven("defineAllocator", options, "defineAllocator({ name, make })");
  const [other = ""] = Object.keys(unknown);
  if (IN_SCOPES.includes(other))
    throw new Misuse(
      "unknown-option",
      `defineAllocator takes no ${other}`,
      `a scope has one: scopes: [{ ${other}: ... }]`,
    );
  requireNoMore("defineAllocator", unknown, OPTIONS);
  requireName("defineAllocator", name);
  if (typeof make !== "function")
    throw new Misuse(
      "bad-definition",
      `${name} has no function make`,
      "give defineAllocator make(scope), which returns a fresh allocator",
    );
  if (offers !== undefined) offersIn(name, offers);
  let found: Offers | undefined;
  const definition: AllocatorDefinition = {
    name,
    summary,
    class: "sound",
    contract: contractOf(contract),
    ...(placement === undefined ? {} : { placement }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(window === undefined ? {} : { window }),
    ...(mostFrames === undefined ? {} : { mostFrames }),
    // The methods are the same in every scope, so the first allocator that is made tells.
    get offers() {
      found ??= offers === undefined ? offersOf(make(DEFAULT_SCOPE)) : offersBeside(offers, make);
      return found;
    },
    make(scope, role) {
      const made = make(scope, role);
      if (offers === undefined) found ??= offersOf(made);
      return made;
    },
  };
  return Object.defineProperty(definition, BRAND, { value: true });
}

function offersBeside(offers: Offers, make: object): Offers {
  const called = dataOf(make, CALLED) as Called | undefined; // `fromObject` alone puts something there
  return called === undefined ? offers : offersOfCalls(offers, called);
}

/** Whether a value was made by `defineAllocator`. */
export function isDefinition(value: unknown): value is AllocatorDefinition {
  return dataOf(value, BRAND) === true;
}

/** A contract by name or by value. Throws a `Misuse` for a name that no contract has. */
export function contractOf(contract: string | GivenContract): Contract {
  if (typeof contract !== "string") return requireContract(contract);
  const found = contractByName(contract);
  if (found !== null) return found;
  const known = CONTRACTS.map(({ id }) => id).join(", ");
  throw new Misuse(
    "unknown-contract",
    `there is no contract ${contract}`,
    `use one of ${known}, or a contract`,
  );
}

function offersOf(allocator: Allocator): Offers {
  const has = COMMAND_KINDS.filter((kind) => typeof allocator?.[METHODS[kind]] === "function");
  const offers: Offers = Object.fromEntries(has.map((kind) => [kind, true]));
  const { namesNoAlign = false, header = 0 } = allocator ?? {};
  if (!namesNoAlign && header === 0) return offers;
  // Nothing at all is a request, if a foreign one; a part of a header is none.
  const isAsked = (command: Command) => isBeyondHeader(command, header);
  return {
    ...offers,
    ...(has.includes("alloc-block")
      ? { "alloc-block": (command) => isAsked(command) && (command.align === 1 || !namesNoAlign) }
      : {}),
    ...(has.includes("resize") ? { resize: isAsked } : {}),
    ...(has.includes("realloc") ? { realloc: isAsked } : {}),
  };
}
