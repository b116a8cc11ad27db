/** What an allocator promises: for each reason to refuse a command, what it does when the reason is true. */
import { type CommandKind, REASON_IDS, type ReasonId } from "./vocabulary.js";

/** The name of a reason of a command, such as `release/live-slice`. */
export type ReasonKey = `${CommandKind}/${ReasonId}`;

/** The effects an `instead` promise may name; `INSTEAD_EFFECTS` says what each does. */
export type InsteadEffect = "reserve-the-free" | "release-the-held";

/**
 * One promise. In the order of strictness, strictest first:
 *
 * - `precondition`: a legal client never does this, so it is not tried;
 * - `must-refuse`: it answers a true reason and changes nothing;
 * - `instead`: it accepts, with an effect the contract names;
 * - `may-ignore`: any answer; the specification stays as it is, and the search follows the bytes.
 */
export type ContractPromise =
  | { readonly kind: "precondition"; readonly because: string }
  | { readonly kind: "must-refuse" }
  | {
      readonly kind: "instead";
      /** One effect a command: all `instead` promises of a command name the same. */
      readonly effect: InsteadEffect;
      readonly because: string;
    }
  | { readonly kind: "may-ignore"; readonly because: string };

/** Strictest first: when several reasons are true, the strictest promise decides. */
export const STRICTNESS = ["precondition", "must-refuse", "instead", "may-ignore"] as const;

/** A set of promises with a name. What `promises` does not list must be refused. */
export interface Contract {
  readonly id: string;
  readonly summary: string;
  readonly promises: { readonly [K in ReasonKey]?: ContractPromise };
  /** Legal commands that may be refused all the same, each with a reason for the leave. */
  readonly mayRefuse: { readonly [K in CommandKind]?: string };
}

/** Refuses whatever has a reason to be refused, and accepts everything else. */
export const STRICT: Contract = {
  id: "strict",
  summary: "every command with a true reason is refused and changes nothing, every other is accepted",
  promises: {},
  mayRefuse: {},
};

/**
 * What the comments of FlashOS `src/page_alloc.zig` promise, and no more: `free_page` wants a page from
 * `get_free_page`, the reservations are boot-only, and overlapping reservations count once.
 */
export const BOOT_BITMAP: Contract = {
  id: "boot-bitmap",
  summary: "a boot-time page bitmap whose client keeps the rules: reservations first, no stray free",
  promises: {
    "reserve/overlaps-allocated": {
      kind: "precondition",
      because: "reservations are made at boot, before the first page is handed out",
    },
    "reserve/overlaps-reserved": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "overlapping reservations count each page once",
    },
    "free/already-free": { kind: "precondition", because: "the argument must come from get_free_page" },
    "free/reserved": { kind: "precondition", because: "the argument must come from get_free_page" },
  },
  mayRefuse: {},
};

/** The contracts that have a name on the command line. */
export const CONTRACTS: readonly Contract[] = [STRICT, BOOT_BITMAP];

const MUST_REFUSE: ContractPromise = { kind: "must-refuse" };

/** What a contract promises for one reason of one command. */
export function promiseFor(contract: Contract, kind: CommandKind, reason: ReasonId): ContractPromise {
  return contract.promises[`${kind}/${reason}`] ?? MUST_REFUSE;
}

/** The promise that decides when all of `reasons` are true (at least one), with the reason it comes from. */
export function decidingPromise(
  contract: Contract,
  kind: CommandKind,
  reasons: readonly ReasonId[],
): { readonly promise: ContractPromise; readonly reason: ReasonId } {
  const candidates = reasons.map((reason) => ({ promise: promiseFor(contract, kind, reason), reason }));
  for (const strictness of STRICTNESS) {
    const deciding = candidates.find(({ promise }) => promise.kind === strictness);
    if (deciding !== undefined) return deciding;
  }
  throw new Error(`internal: ${kind} with no reason of ${REASON_IDS.length} has no promise`);
}

/** The effect a contract gives a command instead of its rule's; `null` where it gives none. */
export function insteadEffect(contract: Contract, kind: CommandKind): InsteadEffect | null {
  for (const reason of REASON_IDS) {
    const promise = promiseFor(contract, kind, reason);
    if (promise.kind === "instead") return promise.effect;
  }
  return null;
}
