/** Several named contracts as one: `trusted+lazy` leaves open what either does. */
import { Misuse } from "../words/misuse.js";
import { CONTRACTS, type Contract, STRICT } from "./named.js";

/**
 * The contract of a name, or of several joined by `+`; `null` where some part is none. Throws a `Misuse` for
 * two of which each waits for something else before it gives leave.
 */
export function contractByName(name: string): Contract | null {
  const parts = name.split("+").map((part) => CONTRACTS.find(({ id }) => id === part));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return null;
  return known.reduce((one, other) => (one === STRICT ? other : both(one, other)));
}

function both(one: Contract, other: Contract): Contract {
  if (other === STRICT) return one;
  for (const key of ["leaveWith", "leaveWhile"] as const) requireSame(one, other, key);
  const twice = Object.keys(other.promises).find((key) => differs(one, other, key));
  if (twice !== undefined) throw clash(one, other, `promise something else for ${twice}`);
  return {
    ...one,
    ...other,
    id: `${one.id}+${other.id}`,
    summary: `${one.summary}; and ${other.summary}`,
    promises: { ...one.promises, ...other.promises },
    mayRefuse: { ...one.mayRefuse, ...other.mayRefuse },
    ...((one.forEver ?? other.forEver) ? { forEver: { ...one.forEver, ...other.forEver } } : {}),
  };
}

/** The condition of a leave holds for all leaves of a contract: what has none would get one. */
function requireSame(one: Contract, other: Contract, key: "leaveWith" | "leaveWhile"): void {
  const gives = [one, other].filter(({ mayRefuse }) => Object.keys(mayRefuse).length > 0);
  if (gives.length === 2 && one[key] !== other[key]) throw clash(one, other, "give leave at different times");
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

function clash(one: Contract, other: Contract, what: string): Misuse {
  return new Misuse(
    "bad-contract",
    `the contracts ${one.id} and ${other.id} ${what}`,
    "write one of your own, by value",
  );
}
