/** How the rules of the module `boot` are written down. */
import type { CommandRule, Reason } from "../../rules/rules.js";
import type { View } from "../../state/view.js";
import type { CommandKind } from "../../words/commands.js";
import type { ReasonId } from "../../words/reasons.js";
import { PHASE_VIEWS } from "../phases/views.js";

/** What comes before an initrd is reserved, and before it can be given back, in this order. */
export const RESERVED: readonly CommandKind[] = ["place-initrd", "reserve-initrd"];
export const UNPACKED: readonly CommandKind[] = [...RESERVED, "end-boot", "unpack-initrd", "end-unpack"];

/** The reasons of one command, each with when it is true, what it says, why, and what must come before. */
export function reasonsOf(
  kind: CommandKind,
  rows: readonly (readonly [ReasonId, View, string, string, readonly CommandKind[]])[],
): Reason[] {
  return rows.map(([id, when, statement, because, before]) => ({
    id,
    when,
    statement: `${kind} is refused ${statement}`,
    because,
    needs: { commands: [...before, kind] },
  }));
}

/** A rule without a bound and an answer; `before` is what an accepted command needs. */
export function rule(
  kind: CommandKind,
  statement: string,
  because: string,
  before: readonly CommandKind[],
  reasons: Reason[],
): CommandRule {
  return {
    kind,
    statement,
    because,
    reasons,
    bound: null,
    answer: null,
    needs: { commands: [...before, kind] },
  };
}

/** The reason of what is done before the end of boot alone. */
export const tooLate = (because: string) =>
  ["boot-over", PHASE_VIEWS["boot-over"], "once boot is over", because, ["end-boot"]] as const;
