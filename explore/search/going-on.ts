/** How far a search goes on after a finding. By counts, so that it is the same at any speed. */
import type { FindingLog, Keep } from "./finding-log.js";

/** So many commands more it tries, or as many as it took to find it. */
const MORE_COMMANDS = 400_000;
/** And to so many more levels: some spaces are narrow and without an end. */
const MORE_LEVELS = 1000;

/** How far a search has come. */
interface Reached {
  readonly levels: readonly number[];
  readonly tried: number;
}

export class GoingOn {
  /** The number of the state before which the search ends. */
  until = Number.POSITIVE_INFINITY;
  /** The last level. */
  private depth = Number.POSITIVE_INFINITY;

  /** A finding under one of `lastRules` ends the search with its level: nothing later could be trusted. */
  constructor(
    private readonly keep: Keep,
    private readonly lastRules: readonly string[],
  ) {}

  /** Whether the search ends with this level, after so many states were expanded. */
  isOver(log: FindingLog, { levels, tried }: Reached, expanded: number): boolean {
    if (!log.any || this.keep === "all") return false;
    if (this.keep === "first" || log.has(this.lastRules)) return true;
    if (this.until === Number.POSITIVE_INFINITY) {
      const each = Math.max(1, tried / Math.max(1, expanded));
      this.until = expanded + Math.max(expanded, Math.ceil(MORE_COMMANDS / each));
      this.depth = 2 * levels.length + MORE_LEVELS;
    }
    return levels.length > this.depth;
  }
}
