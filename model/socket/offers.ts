/** What an allocator says that it offers, looked through: an offer of no command would go unnoticed. */
import { blaming } from "../basics/blame.js";
import { isPlainlyObject } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import { COMMAND_KINDS, type Command, type CommandKind } from "../words/commands.js";
import type { Scope } from "../words/scope.js";
import type { Offers } from "./allocator.js";
import { isBeyondHeader } from "./headers.js";

/** The key under which a `make` says which calls it was given, where it was made of some. */
export const CALLED = Symbol.for("allocheck.called");

/** What calls tell of an allocator before one is made. */
export interface Called {
  readonly kinds: readonly CommandKind[];
  /** The call for blocks reads no alignment. */
  readonly namesNoAlign: boolean;
  /** The header of blocks in a scope, in frames. */
  readonly headerIn: (scope: Scope) => number;
}

/**
 * Offers of a person whose allocator is made of calls: what is called and not spoken of is offered, and where
 * neither call nor offer reads an alignment, none is asked.
 */
export function offersOfCalls(offers: Offers, { kinds, namesNoAlign, headerIn }: Called): Offers {
  const unaligned = namesNoAlign && readsNoAlign(offers["alloc-block"]);
  const fits = (command: Command, scope: Scope) =>
    isBeyondHeader(command, headerIn(scope)) && !(unaligned && "align" in command && command.align !== 1);
  const merged = kinds.map((kind) => {
    const offer = offers[kind] ?? true;
    if (!OF_SIZES.includes(kind) || offer === false) return [kind, offer] as const;
    const isOffered = (command: Command, scope: Scope) =>
      fits(command, scope) && (offer === true || (offer as Predicate)(command, scope)); // it is of that kind
    return [kind, isOffered] as const;
  });
  return { ...offers, ...Object.fromEntries(merged) };
}

type Predicate = (command: Command, scope: Scope) => boolean;

/** The commands that ask for a block of some size. */
const OF_SIZES: readonly CommandKind[] = ["alloc-block", "resize", "realloc"];

function readsNoAlign(offer: Offers["alloc-block"]): boolean {
  return (
    typeof offer !== "function" || !/\balign\b|arguments|\.\.\./.test(Function.prototype.toString.call(offer))
  );
}

/** How offers are given. */
export const OFFERS = `name commands, each true, false or a predicate: ${COMMAND_KINDS.slice(0, 3).join(", ")}, ...`;

/** What offers say, each command once. Throws a `Misuse` for what would offer something else than it says. */
export function offersIn(name: string, offers: unknown): Offers {
  if (!isPlainlyObject(offers)) throw badOffers(name, `are ${show(offers)}`);
  const entries = blaming("bad-offers", `offers of ${name}`, OFFERS, () => Object.entries(offers));
  for (const [kind, offer] of entries) {
    if (!COMMAND_KINDS.some((known) => known === kind))
      throw badOffers(name, `name ${kind}, which is no command`);
    if (offer !== undefined && typeof offer !== "boolean" && typeof offer !== "function")
      throw badOffers(name, `say ${show(offer)} of ${kind}`);
  }
  return Object.freeze(Object.fromEntries(entries));
}

function badOffers(name: string, what: string): Misuse {
  return new Misuse("bad-offers", `offers of ${name} ${what}`, OFFERS);
}
