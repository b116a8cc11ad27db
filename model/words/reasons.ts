/** Why a refusal is right, and the numbers an allocator answers. */

/**
 * The names of the reasons, as they appear in rules, reports and traces. At most 30: with `REFUSED` before
 * them, each is a bit of one word (`explore/systems/verdict-table.ts`).
 */
export const REASON_IDS = [
  "overlaps-reserved",
  "overlaps-allocated",
  "not-reserved",
  "foreign-owner",
  "live-slice",
  "mixed-owners",
  "no-such-slice",
  "exhausted",
  "already-free",
  "reserved",
  "interior",
  "partial",
  "foreign-block",
  "boot-over",
  "empty",
  "out-of-range",
  "misaligned",
  "absent",
  "present",
  "metadata",
  "boot",
  "outside-parent",
  "stashed",
  "leaked",
  "inserted",
  "no-such-handle",
  "stale-handle",
  "unread",
  "retained",
  "image",
] as const;
export type ReasonId = (typeof REASON_IDS)[number];

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
    ...REASON_IDS.map((id) => [id.toUpperCase().replaceAll("-", "_"), codeOf(id)]),
  ]),
) as { readonly [K in "REFUSED" | Constant<ReasonId>]: number }; // one entry an id, by the same spelling

/** The code (negative) an allocator answers for a reason. */
export function codeOf(reason: ReasonId): number {
  return -2 - REASON_IDS.indexOf(reason);
}

/** The reason a refusing answer names; `undefined` for `REFUSED` and for codes of no reason. */
export function reasonOf(answer: number): ReasonId | undefined {
  return REASON_IDS[-2 - answer];
}
