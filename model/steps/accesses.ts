/** The accesses to shared memory that a command makes one after the other, each a step of its CPU. */

/** One access. Cells and locks are numbered in the order in which the allocator declared them. */
export type Access =
  | { readonly kind: "load"; readonly cell: number }
  | { readonly kind: "store"; readonly cell: number; readonly value: number }
  /** Stores `next` where the cell holds `value`. */
  | { readonly kind: "cas"; readonly cell: number; readonly value: number; readonly next: number }
  | { readonly kind: "add"; readonly cell: number; readonly value: number }
  | { readonly kind: "lock"; readonly lock: number }
  | { readonly kind: "unlock"; readonly lock: number };

export const ACCESS_KINDS = ["load", "store", "cas", "add", "lock", "unlock"] as const;
export type AccessKind = Access["kind"];

/** What a command returns that begins anew, as if given once more: it has lost a race, and read nothing. */
export interface Again {
  readonly again: number;
}

/**
 * Begins the command anew. What it has read is forgotten but for `carry`, one whole number: so a loop that
 * tries until it succeeds adds no states.
 */
export function again(carry = 0): Again {
  return { again: carry };
}

/** A command as a generator: it yields accesses, gets what each read, and returns its answer. */
export type Steps = Generator<Access, number | Again, number>;

/** Whether a command begins anew. */
export function isAgain(answer: unknown): answer is Again {
  return typeof answer === "object" && answer !== null && "again" in answer;
}

/** Whether what a command yielded is an access. */
export function isAccess(yielded: unknown): yielded is Access {
  if (typeof yielded !== "object" || yielded === null || !("kind" in yielded)) return false;
  return ACCESS_KINDS.some((kind) => kind === yielded.kind);
}
