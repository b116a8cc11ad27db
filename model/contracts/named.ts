/** What an allocator promises: for each reason to refuse a command, what it does when the reason is true. */

import { GIVEN_SINCE, TAKEN_SINCE, UNSETTLED } from "../modules/settling/module.js";
import type { CommandKind, ReasonKey } from "../words/commands.js";
import type { HolderId } from "../words/holders.js";
import { REASON_IDS, type ReasonId } from "../words/reasons.js";
import type { ModuleId } from "../words/scope.js";
import { BOOT_BITMAP, BOOTMEM, STRICT_AT_BOOT, TAKEN_FOR_EVER } from "./blocks.js";
import { LINUX_BOOT, SOLAYA_BOOT } from "./boot.js";
import {
  ARENA,
  BATCHED,
  BY_FRAME,
  CLASSES,
  CONTENDED,
  COUNTED,
  GUARDED,
  KEPT_SLICES,
  KERNEL,
  KERNEL_BY_FRAME,
  LAZY,
  LEARNS,
  PINNED,
  RESTS,
  TRUSTED,
  WHOLE,
} from "./callers.js";
import { MEMBLOCK } from "./memblock.js";
import { CLAIMS, LATE, RETIRES } from "./provenance.js";

export { BOOT_BITMAP, BOOTMEM, STRICT_AT_BOOT, TAKEN_FOR_EVER } from "./blocks.js";
export { CLAIMS, LATE, RETIRES } from "./provenance.js";
export {
  ARENA,
  BATCHED,
  BY_FRAME,
  CLASSES,
  CONTENDED,
  COUNTED,
  GUARDED,
  KEPT_SLICES,
  KERNEL,
  KERNEL_BY_FRAME,
  LAZY,
  LEARNS,
  LINUX_BOOT,
  MEMBLOCK,
  PINNED,
  RESTS,
  SOLAYA_BOOT,
  TRUSTED,
  WHOLE,
};

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
  | "reserve-as-well"
  | "free-the-range";

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

/** A leave to refuse what is legal, and what it depends on. */
export interface LeaveToRefuse {
  /** Legal commands that may be refused all the same, each with a reason for the leave. */
  readonly mayRefuse: { readonly [K in CommandKind]?: string };
  /**
   * Who keeps frames for ever by design, and why: `--can-always` does not ask that they come back. What is
   * `free` need not be handed out again. As the leave to refuse it may hold with a module alone.
   */
  readonly forEver?: { readonly [K in HolderId]?: string };
  /** Where this module is in force alone the leave to refuse holds, also what is accepted `instead`. */
  readonly leaveWith?: ModuleId;
  /** The leave to refuse what is legal holds only while this is so. */
  readonly leaveWhile?: LeaveWhile;
}

/** A set of promises with a name. What `promises` does not list must be refused. */
export interface Contract extends LeaveToRefuse {
  readonly id: string;
  readonly summary: string;
  readonly promises: { readonly [K in ReasonKey]?: ContractPromise };
  /** The allocator has no commands for slices: the checker begins and ends them where that is legal. */
  readonly keepsSlices?: true;
  /** Of several contracts in one the leave of each; `mayRefuse` and `forEver` name what any of them does. */
  readonly leaves?: readonly LeaveToRefuse[];
}

/** Each leave that a contract gives: its own, or those of the contracts it is made of. */
export function leavesOf(contract: Contract): readonly LeaveToRefuse[] {
  return contract.leaves ?? [contract];
}

/** What gives leave to refuse, and the reason that may then be said. */
interface Leave {
  readonly field: string;
  readonly least: number;
  readonly says: ReasonId;
}

/**
 * What may give leave: in some entry of a field of the specification stands at least so much. Some slice is
 * alive, of whichever range; something was given back, or given back or taken, since the last `settle`; the
 * rest behind a block may be too small for another (`rests`, which also asks where); no free run is as long
 * as the class of a size (`classes`, likewise); something is allocated; or the command of another CPU is
 * under way at some time while it is (`contended`): no single client meets that.
 */
export const LEAVE_WHILE = {
  "slices-alive": { field: "slices", least: 1, says: "live-slice" },
  "unsettled-frees": { field: UNSETTLED, least: GIVEN_SINCE, says: "exhausted" },
  contended: { field: "contended", least: 1, says: "exhausted" },
  rests: { field: "allocated", least: 1, says: "exhausted" },
  classes: { field: "allocated", least: 1, says: "exhausted" },
  allocated: { field: "allocated", least: 1, says: "exhausted" },
  unsettled: { field: UNSETTLED, least: TAKEN_SINCE, says: "exhausted" },
} as const satisfies Readonly<Record<string, Leave>>;
export type LeaveWhile = keyof typeof LEAVE_WHILE;
export const LEAVES_WHILE = Object.keys(LEAVE_WHILE) as readonly LeaveWhile[]; // they are its keys

/** Refuses whatever has a reason to be refused, and accepts everything else. */
export const STRICT: Contract = {
  id: "strict",
  summary: "every command with a true reason is refused and changes nothing, every other is accepted",
  promises: {},
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
  forEver: { reserved: "nothing releases what was found reserved" },
};

/** The contracts that have a name on the command line. */
export const CONTRACTS: readonly Contract[] = [
  STRICT,
  TRUSTED,
  LEARNS,
  KERNEL,
  PINNED,
  KEPT_SLICES,
  GUARDED,
  LAZY,
  BATCHED,
  COUNTED,
  RESTS,
  CLASSES,
  ARENA,
  WHOLE,
  BY_FRAME,
  KERNEL_BY_FRAME,
  CONTENDED,
  BOOT_BITMAP,
  STRICT_AT_BOOT,
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
