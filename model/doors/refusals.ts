/** Which answers of a class refuse: those that its door lists, or those of ordinary classes. */
import { ALL_RULES } from "../modules/all.js";
import type { CommandKind } from "../words/commands.js";
import { codeOf, reasons } from "../words/reasons.js";
import type { Refusal } from "./object-door.js";

const SILENT: readonly Refusal[] = [false, null, -1].map((when) => ({ when: when as false, is: "refused" }));

/** The refusals of one command. */
export class Refusals {
  private readonly own: readonly Refusal[];

  constructor(kind: CommandKind, listed: readonly Refusal[] = SILENT) {
    const known = new Set<string>(
      ALL_RULES.filter((rule) => rule.kind === kind).flatMap((rule) => rule.reasons.map(({ id }) => id)),
    );
    const canMean = ({ when, is }: Refusal) => is === "refused" || known.has(is) || !isDone(when);
    this.own = listed.filter(
      (refusal) => refusal.of === kind || (refusal.of === undefined && canMean(refusal)),
    );
  }

  /** The code of the refusal that a result is; `undefined` where it is none. */
  given(result: unknown): number | undefined {
    return this.codeOfFirst(({ when }) => Object.is(when, result));
  }

  /** The code of the refusal that something thrown is; `undefined` where it is none. */
  thrown(error: unknown): number | undefined {
    return this.codeOfFirst(
      ({ when }) => when === "throw" || (typeof when === "function" && error instanceof when),
    );
  }

  private codeOfFirst(matches: (refusal: Refusal) => boolean): number | undefined {
    const found = this.own.find(matches);
    if (found === undefined) return undefined;
    return found.is === "refused" ? reasons.REFUSED : codeOf(found.is);
  }
}

/**
 * Whether a command may answer so when it is done: `free` gives nothing back, or 0. Where that is listed as
 * a reason that the command does not have, such as `exhausted`, another command is meant.
 */
function isDone(when: Refusal["when"]): boolean {
  return when === undefined || when === null || (typeof when === "number" && when >= 0);
}
