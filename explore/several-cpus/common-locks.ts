/** For each cell the locks that every access to it so far was made under. */
import { type LockSets, NO_LOCKS } from "./lock-sets.js";

/** No access was seen yet. */
const UNSEEN = -1;

export class CommonLocks {
  /** Whether a section was taken as one step for the sake of a cell, which then turned out to be open. */
  isRefuted = false;
  /** For each cell a number of `sets`. */
  private readonly common: Int32Array;
  private readonly reliedOn: Uint8Array;

  /** Cells that are `open` count as accessed without a lock. */
  constructor(
    private readonly sets: LockSets,
    cells: number,
    open: readonly number[],
  ) {
    this.common = new Int32Array(cells).fill(UNSEEN);
    this.reliedOn = new Uint8Array(cells);
    for (const cell of open) this.common[cell] = NO_LOCKS;
  }

  /** The cells of which some access was made without the lock of the others. */
  get open(): number[] {
    return [...this.common.keys()].filter((cell) => this.common[cell] === NO_LOCKS);
  }

  /** An access to a cell under a set of locks is made. */
  see(cell: number, held: number): void {
    const common = this.common[cell]!;
    if (common === held || common === NO_LOCKS) return;
    this.common[cell] = common === UNSEEN ? held : this.sets.both(common, held);
    if (this.common[cell] === NO_LOCKS && this.reliedOn[cell] === 1) this.isRefuted = true;
  }

  /** Whether an access under these locks is kept from all others, as far as is known; that is relied on. */
  relyOn(cell: number, held: number): boolean {
    const common = this.common[cell]!;
    const isKept = common === UNSEEN ? held !== NO_LOCKS : this.sets.both(common, held) !== NO_LOCKS;
    if (isKept) this.reliedOn[cell] = 1;
    return isKept;
  }
}
