/** Which weaker contract fits an allocator of which a finding says no more than that it promises less. */

import { CONTRACTS, type Contract, mayWrite } from "../../model/contracts/named.js";
import { type Counterexample, contractIn } from "../../model/trace/trace.js";
import type { ReasonKey } from "../../model/words/commands.js";
import { REASON_IDS } from "../../model/words/reasons.js";
import { REFUSAL_WRITES } from "../../properties/answers.js";

/** The contracts that kernels keep to, the one that says least first. */
const WEAKER = ["trusted", "learns", "kernel"];

/** Under which condition, by what a finding is about. */
const IF = { trusted: "callers are trusted", learns: "an allocation that fails may leave a mark" } as const;

/** One line, or `null` where a finding is a fault under every contract that has a name for it. */
export function adviceFor(found: Counterexample): string | null {
  const own = contractIn(found);
  const leave = own === null ? null : leaveFor(found);
  if (own === null || leave === null) return null;
  const fits = CONTRACTS.find(
    (contract) => WEAKER.includes(contract.id) && gives(contract, leave) && isWithin(own, contract),
  );
  if (fits !== undefined) return `if ${IF[leave.kind]}: --contract ${fits.id}`;
  const promise =
    leave.kind === "trusted" ? '{ kind: "precondition", because }' : '{ kind: "must-refuse", mayWrite }';
  return `if ${IF[leave.kind]}, let ${own.id} promise "${leave.key}": ${promise}`;
}

/** Whether a finding is about what some contract leaves to callers, or lets a refusal write. */
export function isWeakerPromise(found: Counterexample): boolean {
  return leaveFor(found) !== null;
}

/** What would have to be promised for a finding to be none. */
interface Leave {
  readonly kind: keyof typeof IF;
  readonly key: ReasonKey;
}

function leaveFor({ rule, steps, expected }: Counterexample): Leave | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const { kind } = last.command;
  const leaves = REASON_IDS.map((reason): Leave => {
    const key: ReasonKey = `${kind}/${reason}`;
    return { kind: rule === REFUSAL_WRITES.id && expected.includes(reason) ? "learns" : "trusted", key };
  });
  const named = leaves.find((leave) =>
    leave.kind === "learns" ? KNOWN.some((contract) => gives(contract, leave)) : leave.key === rule,
  );
  return named !== undefined && KNOWN.some((contract) => gives(contract, named)) ? named : null;
}

const KNOWN = CONTRACTS.filter(({ id }) => WEAKER.includes(id));

function gives({ promises }: Contract, { kind, key }: Leave): boolean {
  const promise = promises[key];
  return promise !== undefined && (kind === "learns" ? mayWrite(promise) : promise.kind === "precondition");
}

/** Whether a contract leaves open all that another does. */
function isWithin({ promises, mayRefuse }: Contract, wider: Contract): boolean {
  const keys = Object.keys(promises) as ReasonKey[];
  const sameAs = (key: ReasonKey) =>
    promises[key]?.kind === wider.promises[key]?.kind ||
    (promises[key]?.kind === "must-refuse" && !mayWrite(promises[key]));
  return Object.keys(mayRefuse).length === 0 && keys.every(sameAs);
}
