/** How contracts write down many promises at once. */
import type { CommandKind, ReasonKey } from "../words/commands.js";
import type { ReasonId } from "../words/reasons.js";
import type { ContractPromise } from "./named.js";

export type Promises = { [K in ReasonKey]?: ContractPromise };

/** What a legal client never does. */
export function trusts(because: string): ContractPromise {
  return { kind: "precondition", because };
}

/** The same promise for several reasons of a command, or of several. */
export function all(
  kinds: CommandKind | readonly CommandKind[],
  reasons: readonly ReasonId[],
  promise: ContractPromise,
): Promises {
  const keys = [kinds].flat().flatMap((kind) => reasons.map((reason) => `${kind}/${reason}`));
  return Object.fromEntries(keys.map((key) => [key, promise])) as Promises; // reasons of these commands
}
