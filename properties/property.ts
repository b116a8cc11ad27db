/** What must hold beyond the rules of the specification, in every state an allocator reaches. */
import type { Allocator } from "../model/socket/allocator.js";
import type { Specification } from "../model/specification/specification.js";

/** What a broken rule expected and what was found instead, in words. */
export interface Violation {
  readonly expected: string;
  readonly found: string;
}

/** A check of one state: the allocator holds its bytes, the packed abstract state is at `words[at]`. */
export type StateCheck = (words: Int32Array, at: number) => Violation | null;

/** A property of single states. */
export interface StateProperty {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  /** Binds the check to an allocator; `null` where the allocator does not offer what it looks at. */
  bind(allocator: Allocator, specification: Specification): StateCheck | null;
}
