/** What an allocator promises: for each reason to refuse a command, what it does when the reason is true. */

import type { CommandKind, ReasonKey } from "../words/commands.js";
import { REASON_IDS, type ReasonId } from "../words/reasons.js";
import type { ModuleId } from "../words/scope.js";
import { LINUX_BOOT, SOLAYA_BOOT } from "./boot.js";
import { KERNEL, LEARNS, PINNED, TRUSTED } from "./callers.js";
import { MEMBLOCK } from "./memblock.js";
import { CLAIMS, LATE, RETIRES } from "./provenance.js";

export { CLAIMS, LATE, RETIRES } from "./provenance.js";
export { KERNEL, LEARNS, LINUX_BOOT, MEMBLOCK, PINNED, SOLAYA_BOOT, TRUSTED };

/** The effects an `instead` promise may name; `INSTEAD_EFFECTS` says what each does. */
export type InsteadEffect =
  | "reserve-the-free"
  | "release-the-held"
  | "reserve-outward"
  | "release-outward"
  | "release-the-reserved"
  | "add-the-absent"
  | "remove-the-present"
  | "cut-all-the-same"
  | "mark-the-present"
  | "reserve-as-well";

/**
 * One promise. In the order of strictness, strictest first:
 *
 * - `precondition`: a legal client never does this, so it is not tried;
 * - `must-refuse`: it answers a true reason and changes nothing; with `mayWrite` bytes may change all the
 *   same (a hint, a mark, a counter), and the search follows them;
 * - `instead`: it accepts, with an effect the contract names;
 * - `may-ignore`: any answer; the specification stays as it is, and the search follows the bytes. A frame
 *   must not be handed out even so: whoever is given one has it.
 */
export type ContractPromise =
  | { readonly kind: "precondition"; readonly because: string }
  | {
      readonly kind: "must-refuse";
      /** Why a refusal may change bytes; without it none may. */
      readonly mayWrite?: string;
    }
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
  /** Where this module is in force alone the leave to refuse holds, also what is accepted `instead`. */
  readonly leaveWith?: ModuleId;
  /** The leave to refuse what is legal holds only while this is so. */
  readonly leaveWhile?: LeaveWhile;
}

/** `slices-alive`: some slice is alive, of whichever range. */
export const LEAVES_WHILE = ["slices-alive"] as const;
export type LeaveWhile = (typeof LEAVES_WHILE)[number];

/** Refuses whatever has a reason to be refused, and accepts everything else. */
export const STRICT: Contract = {
  id: "strict",
  summary: "every command with a true reason is refused and changes nothing, every other is accepted",
  promises: {},
  mayRefuse: {},
};

const FROM_GET_FREE_PAGE: ContractPromise = {
  kind: "precondition",
  because: "the argument must come from get_free_page",
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
    "reserve/empty": { kind: "may-ignore", because: "a kernel below the pool takes none of it" },
    "reserve/misaligned": {
      kind: "precondition",
      because: "the linker's and the board's bounds are aligned",
    },
    "free/already-free": FROM_GET_FREE_PAGE,
    "free/reserved": FROM_GET_FREE_PAGE,
    "free/interior": FROM_GET_FREE_PAGE,
    "free/misaligned": FROM_GET_FREE_PAGE,
    "free/out-of-range": { kind: "may-ignore", because: "an address above the pool is silently ignored" },
    "free-block/already-free": FROM_GET_FREE_PAGE,
    "free-block/reserved": FROM_GET_FREE_PAGE,
    "free-block/interior": FROM_GET_FREE_PAGE,
    "free-block/partial": FROM_GET_FREE_PAGE,
    "free-block/foreign-block": FROM_GET_FREE_PAGE,
    "free-block/misaligned": FROM_GET_FREE_PAGE,
    "free-block/out-of-range": {
      kind: "may-ignore",
      because: "an address above the pool is silently ignored",
    },
  },
  mayRefuse: {},
};

/** A range of bytes is a range of the pages that hold them, when it is reserved and when it is released. */
export const BYTE_RANGES: Contract = {
  id: "byte-ranges",
  summary: "strict, but reservations are given in bytes: each page that holds one of them is meant",
  promises: {
    "reserve/misaligned": {
      kind: "instead",
      effect: "reserve-outward",
      because: "an image begins and ends anywhere, and every page that holds a byte of it must be kept",
    },
    "release/misaligned": {
      kind: "instead",
      effect: "release-outward",
      because: "two reservations share no page, so those that the range touches are its owner's alone",
    },
  },
  mayRefuse: {},
};

/** What the assertions of solaya `page_allocator.rs` hold up, and what they leave to the caller. */
export const STATUS_BYTES: Contract = {
  id: "status-bytes",
  summary: "a page allocator that asserts what its status bytes can tell, and trusts its caller otherwise",
  promises: {
    "free/reserved": { kind: "precondition", because: "the argument must be what alloc returned" },
    "free/interior": { kind: "precondition", because: "the argument must be what alloc returned" },
  },
  mayRefuse: {},
};

/** Nothing comes back, and what an alignment skips does not either. */
export const TAKEN_FOR_EVER: Contract = {
  id: "taken-for-ever",
  summary: "strict, but a block that fits only into a gap left by an alignment may be refused",
  promises: {},
  mayRefuse: { "alloc-block": "everything below memory_start is taken for ever, the gaps as well" },
};

const HALTS_OR_TRUSTS: ContractPromise = {
  kind: "precondition",
  because: "free_bootmem halts when a bit is clear, and of those that are set it trusts its caller",
};

/** What Linux `mm/bootmem.c` holds its callers to, which is that no free frame is freed. */
export const BOOTMEM: Contract = {
  id: "bootmem",
  summary: "a bit a frame at boot: reservations unite and round outward, frees round inward and are trusted",
  promises: {
    "reserve/overlaps-reserved": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "reserve_bootmem sets bits, and one that is set stays so",
    },
    "reserve/overlaps-allocated": {
      kind: "precondition",
      because: "what was found in memory is reserved before the first allocation",
    },
    "reserve/misaligned": {
      kind: "instead",
      effect: "reserve-the-free",
      because: "every frame that holds a byte of the range is set",
    },
    "release/not-reserved": HALTS_OR_TRUSTS,
    "release/misaligned": { kind: "may-ignore", because: "a frame freed in part stays reserved" },
    "free-block/reserved": HALTS_OR_TRUSTS,
    "free-block/interior": HALTS_OR_TRUSTS,
    "free-block/partial": HALTS_OR_TRUSTS,
    "free-block/foreign-block": HALTS_OR_TRUSTS,
  },
  mayRefuse: {},
};

/** The contracts that have a name on the command line. */
export const CONTRACTS: readonly Contract[] = [
  STRICT,
  TRUSTED,
  LEARNS,
  KERNEL,
  PINNED,
  BOOT_BITMAP,
  BYTE_RANGES,
  STATUS_BYTES,
  TAKEN_FOR_EVER,
  BOOTMEM,
  MEMBLOCK,
  RETIRES,
  LATE,
  CLAIMS,
  LINUX_BOOT,
  SOLAYA_BOOT,
];

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
    const deciding = candidates.filter(({ promise }) => promise.kind === strictness);
    const [first] = deciding;
    if (first !== undefined) return deciding.find(({ promise }) => !mayWrite(promise)) ?? first;
  }
  throw new Error(`internal: ${kind} with no reason of ${REASON_IDS.length} has no promise`);
}

/** Whether a promise lets bytes change where the command must be refused. */
export function mayWrite(promise: ContractPromise): boolean {
  return promise.kind === "must-refuse" && promise.mayWrite !== undefined;
}

/** The effect a contract gives a command instead of its rule's; `null` where it gives none. */
export function insteadEffect(contract: Contract, kind: CommandKind): InsteadEffect | null {
  for (const reason of REASON_IDS) {
    const promise = promiseFor(contract, kind, reason);
    if (promise.kind === "instead") return promise.effect;
  }
  return null;
}
