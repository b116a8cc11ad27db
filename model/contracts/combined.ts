/** Several named contracts as one: `trusted+lazy` leaves open what either does. */

import { Misuse } from "../basics/misuse.js";
import { COMMAND_KINDS } from "../words/commands.js";
import {
  BY_FRAME,
  CONTENDED,
  CONTRACTS,
  type Contract,
  insteadEffect,
  KERNEL,
  KERNEL_BY_FRAME,
  type LeaveToRefuse,
  leavesOf,
  STRICT,
  TRUSTED,
} from "./named.js";

/**
 * The contract of a name, or of several joined by `+`; `null` where some part is none. Throws a `Misuse` for
 * two of which each promises something else for a reason.
 */
export function contractByName(name: string): Contract | null {
  const parts = name.split("+").map((part) => CONTRACTS.find(({ id }) => id === part));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return null;
  return known.reduce((one, other) => (one === STRICT ? other : both(one, other)));
}

function both(one: Contract, other: Contract): Contract {
  if (other === STRICT) return one;
  requireOneCrowd(one, other);
  const twice = Object.keys(other.promises).find((key) => differs(one, other, key));
  if (twice !== undefined)
    throw clash(one, other, `promise something else for ${twice}`, remedyFor(one, other));
  const kinds = COMMAND_KINDS.filter((kind) => insteadEffect(one, kind) !== null);
  const kind = kinds.find((each) => ![null, insteadEffect(one, each)].includes(insteadEffect(other, each)));
  if (kind !== undefined)
    throw clash(one, other, `give ${kind} two effects`, "write one of your own, by value");
  const { leaveWith: _, leaveWhile: __, leaves: ___, ...own } = one;
  return {
    ...own,
    ...((one.keepsSlices ?? other.keepsSlices) ? { keepsSlices: true } : {}),
    id: `${one.id}+${other.id}`,
    summary: `${one.summary}; and ${other.summary}`,
    promises: { ...one.promises, ...other.promises },
    mayRefuse: { ...one.mayRefuse, ...other.mayRefuse },
    ...((one.forEver ?? other.forEver) ? { forEver: { ...one.forEver, ...other.forEver } } : {}),
    ...leaveOf([...leavesOf(one), ...leavesOf(other)]),
  };
}

/** What gives leave at one time stays so; else each has its own. */
function leaveOf(all: readonly LeaveToRefuse[]): Partial<Contract> {
  const leaves = all.filter(({ mayRefuse, forEver }) => Object.keys({ ...mayRefuse, ...forEver }).length > 0);
  const [first] = leaves;
  if (first === undefined) return {};
  const { leaveWith, leaveWhile } = first;
  if (leaves.some((each) => each.leaveWith !== leaveWith || each.leaveWhile !== leaveWhile))
    return {
      leaves: leaves.map((each) => ({
        mayRefuse: each.mayRefuse,
        ...(each.forEver && { forEver: each.forEver }),
        ...(each.leaveWith && { leaveWith: each.leaveWith }),
        ...(each.leaveWhile && { leaveWhile: each.leaveWhile }),
      })),
    };
  return { ...(leaveWith && { leaveWith }), ...(leaveWhile && { leaveWhile }) };
}

/** With several CPUs leave depends on what the others do, and on nothing else. */
function requireOneCrowd(one: Contract, other: Contract): void {
  const gives = [one, other].filter(({ mayRefuse }) => Object.keys(mayRefuse).length > 0);
  const crowded = gives.filter(({ leaveWhile }) => leaveWhile === CONTENDED.leaveWhile);
  if (crowded.length === 1 && gives.length === 2)
    throw clash(one, other, "give leave at different times", "take contended alone: it is for several CPUs");
}

type Loose = Readonly<Record<string, unknown>>;

function differs(one: Contract, other: Contract, key: string): boolean {
  // Why something is promised may be said in other words.
  const [mine, theirs] = [one, other].map(({ promises }) => {
    const { because: _, ...promised } = (promises as Readonly<Record<string, Loose>>)[key] ?? {};
    return promised;
  });
  return "kind" in mine! && JSON.stringify(mine) !== JSON.stringify(theirs);
}

/** What two that clash are together, where that has a name. */
function remedyFor(one: Contract, other: Contract): string {
  const ids = [one, other].flatMap(({ id }) => id.split("+"));
  const trusted = [TRUSTED, KERNEL].find(({ id }) => ids.includes(id));
  const parts = [BY_FRAME, KERNEL_BY_FRAME].find(({ id }) => ids.includes(id));
  if (trusted === undefined || parts === undefined) return "write one of your own, by value";
  return `${KERNEL_BY_FRAME.id} is both: take it in place of ${trusted.id} and ${parts.id}`;
}

function clash(one: Contract, other: Contract, what: string, remedy: string): Misuse {
  return new Misuse("bad-contract", `the contracts ${one.id} and ${other.id} ${what}`, remedy);
}
