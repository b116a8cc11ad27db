/** Finds things by the name a person typed, and says what they may have meant. */

import { Misuse } from "../../model/basics/misuse.js";
import { suggestion } from "../../model/basics/suggestion.js";
import { quoted } from "../../model/basics/wording.js";
import { contractByName } from "../../model/contracts/combined.js";
import { CONTRACTS, type Contract } from "../../model/contracts/named.js";

/** The contract of a name. Throws a `Misuse` with a suggestion when there is none. */
export function contractNamed(name: string): Contract {
  const several = name.includes("+") ? contractByName(name) : null;
  return (
    several ?? named("contract", "unknown-contract", name, CONTRACTS, (c) => c.id, "allocheck list contracts")
  );
}

/** The thing of a name. Throws a `Misuse` with a suggestion, and says which command has a `list`. */
export function named<T>(
  noun: string,
  code: string,
  name: string,
  things: readonly T[],
  nameOf: (thing: T) => string,
  list: string,
): T {
  const thing = things.find((t) => nameOf(t) === name);
  if (thing !== undefined) return thing;
  const close = suggestion(name, things.map(nameOf));
  throw new Misuse(
    code,
    `there is no ${noun} ${quoted(name)}`,
    close === undefined ? `see: ${list}` : `did you mean ${close}? See: ${list}`,
  );
}
