/** The time of one run, of which the layout of its scope takes a part. */
import { Misuse } from "../../model/basics/misuse.js";
import type { Scope } from "../../model/words/scope.js";
import { now } from "../search/clock.js";
import type { Budget } from "../search/search.js";

/** A layout may take so long in any case: what remains of a budget may be nothing. */
const LEAST_SECONDS = 2;

export class LayoutClock {
  private readonly started = now();

  constructor(
    private readonly budget: Budget = {},
    private readonly leastSeconds = LEAST_SECONDS,
  ) {}

  /** How long the run has taken. */
  get seconds(): number {
    return (now() - this.started) / 1000;
  }

  /** The budget with what is left of its time. */
  get left(): Budget {
    const { budget, seconds } = this;
    return budget.maxSeconds === undefined ? budget : { ...budget, maxSeconds: budget.maxSeconds - seconds };
  }

  /** Throws a `Misuse` when the layout of a scope has taken all the time there was. */
  requireTime({ frames, modules }: Scope): void {
    const { maxSeconds = Number.POSITIVE_INFINITY } = this.budget;
    if (this.seconds <= Math.max(maxSeconds, this.leastSeconds)) return;
    throw new Misuse(
      "layout-takes-long",
      `the commands of ${frames} frames with ${modules.join(", ")} were not laid out within ${maxSeconds} seconds`,
      "take fewer frames or modules, or more seconds",
    );
  }
}
