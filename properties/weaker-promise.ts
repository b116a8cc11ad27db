/** Findings that may be no faults: those that some contract leaves to callers, or lets a refusal write. */

import { CONTRACTS, type Contract, mayWrite } from "../model/contracts/named.js";
import type { Counterexample } from "../model/trace/trace.js";
import type { ReasonKey } from "../model/words/commands.js";
import { REASON_IDS } from "../model/words/reasons.js";
import { REFUSAL_WRITES } from "./answers.js";

/** The contracts that kernels keep to, the one that says least first. */
const WEAKER = ["trusted", "learns", "kernel", "kernel-by-frame"];
export const WEAKER_CONTRACTS = CONTRACTS.filter(({ id }) => WEAKER.includes(id));

/** What ends a command without an answer: a trap, an exception, a write to what a client holds. */
const ENDED: readonly string[] = ["threw", "faulted", "hangs"];

/** What would have to be promised for a finding to be none. */
export interface Leave {
  readonly kind: "trusted" | "learns";
  readonly key: ReasonKey;
}

/** The leave that some contract gives for what a finding is about; `null` where none has a name for it. */
export function leaveFor({ rule, steps, expected }: Counterexample): Leave | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const { kind } = last.command;
  const ended = ENDED.includes(last.answer.kind);
  const leaves = REASON_IDS.map((reason): Leave => {
    const key: ReasonKey = `${kind}/${reason}`;
    return { kind: rule === REFUSAL_WRITES.id && expected.includes(reason) ? "learns" : "trusted", key };
  });
  const named = leaves.find((leave) =>
    leave.kind === "learns"
      ? WEAKER_CONTRACTS.some((contract) => givesLeave(contract, leave))
      : leave.key === rule || (ended && isExpected(leave, expected) && isTrusted(leave)),
  );
  return named !== undefined && WEAKER_CONTRACTS.some((contract) => givesLeave(contract, named))
    ? named
    : null;
}

/** Whether a refusal for that reason was expected. */
function isExpected({ key }: Leave, expected: string): boolean {
  const [, reasons = ""] = expected.split("refused: ");
  return reasons.split(" or ").includes(key.slice(key.indexOf("/") + 1));
}

function isTrusted(leave: Leave): boolean {
  return WEAKER_CONTRACTS.some((contract) => givesLeave(contract, leave));
}

/** Whether a contract leaves open what a finding is about. */
export function givesLeave({ promises }: Contract, { kind, key }: Leave): boolean {
  const promise = promises[key];
  return promise !== undefined && (kind === "learns" ? mayWrite(promise) : promise.kind === "precondition");
}

/** What looks like a fault before what looks like a weaker promise; else the order stays. */
export function faultsFirst(found: readonly Counterexample[]): Counterexample[] {
  return [
    ...found.filter((each) => leaveFor(each) === null),
    ...found.filter((each) => leaveFor(each) !== null),
  ];
}
