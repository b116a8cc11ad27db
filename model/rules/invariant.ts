/** What must be true of a state of the specification, whatever was done to it. */
import type { View } from "../state/view.js";

/** An invariant: no frame (or range) is in all of `never` at once, unless in one of `unless` as well. */
export interface Invariant {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  /** The first is over frames or ranges, as are those of `unless`; others may be about the whole state. */
  readonly never: readonly [View, ...View[]];
  readonly unless?: readonly View[];
}
