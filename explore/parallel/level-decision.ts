/** What a search by several does after each level: worker 0 looks at all counts and decides for all. */

import type { Budget, LevelCounts } from "../search/search.js";
import type { Counter } from "../search/transition-system.js";
import { DECISION, FIRST_REASON, FOUND, INTERRUPT, REASONS, type Shared, STOP } from "./shared.js";

export const GO_ON = 0;
export const CLOSED = 1;
export const FINDING = 2;

export class LevelDecision {
  /** Over all workers, when the last level was complete. Kept by worker 0. */
  complete: LevelCounts;

  constructor(
    private readonly tally: Counter,
    private readonly budget: Budget,
    private readonly shared: Shared,
    private readonly onLevel: (complete: LevelCounts) => void,
  ) {
    this.complete = { ...tally.snapshot(), levels: [1], states: 1 };
  }

  /** What comes after a level; worker 0 decides for all. */
  decide(): void {
    const { control, stats, workers } = this.shared;
    const stop = Atomics.load(control, STOP);
    const found = Atomics.load(control, FOUND) === 1;
    if (found && stop !== INTERRUPT) Atomics.store(control, DECISION, FINDING);
    else if (stop !== 0) Atomics.store(control, DECISION, stop);
    else {
      const length = stats.length / workers;
      let more = 0;
      for (let worker = 0; worker < workers; worker++) more += stats[worker * length]!;
      const { levels, states } = this.complete;
      const counts = this.tally.sum(stats, workers, length);
      this.complete = { ...counts, levels: more > 0 ? [...levels, more] : levels, states: states + more };
      this.onLevel(this.complete);
      Atomics.store(control, DECISION, more === 0 ? CLOSED : this.byBudget());
    }
  }

  /** Whether the budget ends the search before the next level. */
  byBudget(): number {
    const { maxDepth, maxStates } = this.budget;
    const { levels, states } = this.complete;
    if (maxDepth !== undefined && levels.length > maxDepth)
      return FIRST_REASON + REASONS.indexOf("max-depth");
    if (maxStates !== undefined && states >= maxStates) return FIRST_REASON + REASONS.indexOf("max-states");
    return GO_ON;
  }
}
