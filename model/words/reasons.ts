/** Why a refusal is right, and the numbers an allocator answers. */

import { ALL_WORDS, type ReasonTable } from "./all-words.js";

export type ReasonId = keyof ReasonTable;

/** Each reason with the answer that gives it. */
const CODES = Object.fromEntries(ALL_WORDS.flatMap(({ reasons = {} }) => Object.entries(reasons))) as {
  readonly [Id in keyof ReasonTable]: number;
}; // those of every module

/** The names of the reasons, as they appear in rules, reports and traces, in the order of their codes. */
export const REASON_IDS = (Object.keys(CODES) as readonly ReasonId[]) // they are its keys
  .toSorted((one, other) => CODES[other] - CODES[one]);

const BY_CODE: ReadonlyMap<number, ReasonId> = new Map(REASON_IDS.map((id) => [CODES[id], id]));
/** No answer that means something is less. */
export const LOWEST_CODE = Math.min(...BY_CODE.keys());

/** `live-slice` as the name of a constant: `LIVE_SLICE`. */
type Constant<Id extends string> = Id extends `${infer Word}-${infer Rest}`
  ? `${Uppercase<Word>}_${Constant<Rest>}`
  : Uppercase<Id>;

/**
 * What an allocator answers to refuse a command: the negative code of its reason, or `REFUSED` (-1)
 * where it does not say why. Any answer of 0 or more accepts; `alloc` answers its frame, `alloc-block` its
 * first frame.
 */
export const reasons = Object.freeze(
  Object.fromEntries([
    ["REFUSED", -1],
    ...REASON_IDS.map((id) => [id.toUpperCase().replaceAll("-", "_"), CODES[id]]),
  ]),
) as { readonly [K in "REFUSED" | Constant<ReasonId>]: number }; // one entry an id, by the same spelling

/** The code (negative) an allocator answers for a reason. */
export function codeOf(reason: ReasonId): number {
  return CODES[reason];
}

/** The reason a refusing answer names; `undefined` for `REFUSED` and for codes of no reason. */
export function reasonOf(answer: number): ReasonId | undefined {
  return BY_CODE.get(answer);
}
