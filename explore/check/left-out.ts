/** What a run left out although its commands are offered: its claim does not cover it. */
import { type Contract, promiseFor } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { ReasonId } from "../../model/words/reasons.js";
import type { Counts } from "../search/transition-system.js";

/** Commands of one kind that were not tried, and by whose word. */
export interface LeftOut {
  readonly command: CommandKind;
  /** `offer`: its predicate does not take them; `contract`: a legal client never gives them. */
  readonly by: "offer" | "contract";
  /** By the offer so many commands of the scope; by the contract so many commands, each in one state. */
  readonly count: number;
  /** Out of so many. */
  readonly of: number;
  /** The reasons that the contract leaves to the client, where it is the contract. */
  readonly reasons?: readonly ReasonId[];
  /** How many of them for each of these reasons; one with several counts for the first. */
  readonly byReason?: Readonly<Partial<Record<ReasonId, number>>>;
}

/** What was left out: by the offer of commands with the numbers `offered`, and by the contract. */
export function leftOut(
  { rules, commands }: Specification,
  contract: Contract,
  offered: Iterable<number>,
  { leftToClient, outcomes }: Counts,
): LeftOut[] {
  const taken = new Set(offered);
  return rules.flatMap(({ kind, reasons }): LeftOut[] => {
    const numbers = [...commands.keys()].filter((c) => commands[c]!.kind === kind);
    const among = numbers.filter((c) => taken.has(c)).length;
    const byOffer = {
      command: kind,
      by: "offer",
      count: numbers.length - among,
      of: numbers.length,
    } as const;
    const byReason = reasons.flatMap(({ id }): [ReasonId, number][] => {
      const times = leftToClient[`${kind}/${id}`] ?? 0;
      return times === 0 ? [] : [[id, times]];
    });
    const left = byReason.reduce((sum, [, times]) => sum + times, 0);
    const byContract = {
      command: kind,
      by: "contract",
      count: left,
      of: left + triedOf(kind, outcomes),
      reasons: reasons
        .map(({ id }) => id)
        .filter((id) => promiseFor(contract, kind, id).kind === "precondition"),
      byReason: Object.fromEntries(byReason),
    } as const;
    // A kind that is not offered at all is listed as that.
    return [...(among > 0 && byOffer.count > 0 ? [byOffer] : []), ...(left > 0 ? [byContract] : [])];
  });
}

/** The kinds among those offered of which no command was accepted, in a search over `outcomes`. */
export function neverAccepted(
  kinds: Iterable<CommandKind>,
  outcomes: Counts["outcomes"],
): readonly CommandKind[] {
  return [...new Set(kinds)].filter((kind) => (outcomes[`${kind}:accepted`] ?? 0) === 0);
}

function triedOf(kind: CommandKind, outcomes: Counts["outcomes"]): number {
  const ofKind = Object.entries(outcomes).filter(([name]) => name.startsWith(`${kind}:`));
  return ofKind.reduce((sum, [, count]) => sum + count, 0);
}
