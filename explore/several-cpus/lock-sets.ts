/** The number of the set of no lock. */
export const NO_LOCKS = 0;

/** Sets of locks that a CPU may hold, each with a number. */
export class LockSets {
  /** For each number the locks, lowest first. */
  readonly sets: (readonly number[])[] = [[]];
  private readonly numbers = new Map<string, number>([["", NO_LOCKS]]);

  /** The set that has one lock more. */
  with(set: number, lock: number): number {
    return this.intern([...this.without(set, lock), lock]);
  }

  /** The set that has one lock less. */
  less(set: number, lock: number): number {
    return this.intern(this.without(set, lock));
  }

  /** The set of the locks that are in both. */
  both(set: number, other: number): number {
    if (set === other) return set;
    const locks = this.sets[other] ?? [];
    return this.intern((this.sets[set] ?? []).filter((lock) => locks.includes(lock)));
  }

  private without(set: number, lock: number): number[] {
    return (this.sets[set] ?? []).filter((other) => other !== lock);
  }

  private intern(locks: readonly number[]): number {
    const sorted = [...locks].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.sets.length);
    return this.sets.push(sorted) - 1;
  }
}
