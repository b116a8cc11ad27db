/** What an allocator says that it offers, looked through: an offer of no command would go unnoticed. */
import { blaming } from "../words/blame.js";
import { COMMAND_KINDS } from "../words/commands.js";
import { isPlainlyObject } from "../words/inspect.js";
import { Misuse } from "../words/misuse.js";
import { show } from "../words/wording.js";
import type { Offers } from "./allocator.js";

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
