/**
 * Breadth-first search, level by level, of any transition system.
 *
 * States are expanded in the order in which they were found and commands in the order of the table,
 * so the first finding has the least trace among the shortest. `advance` does a bounded piece of
 * work and returns: the search does not own the thread.
 */
import { FindingLog, type Found } from "./finding-log.js";
import type { Counts } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";
import { VisitedSet } from "./visited.js";

/** When a run must stop; what is absent does not stop it. */
export interface Budget {
  /** The deepest level to reach: commands from its states are not tried. */
  readonly maxDepth?: number;
  /** Looked at between levels: no level is begun once so many states are known. */
  readonly maxStates?: number;
  /** Counts then are those of the last complete level. */
  readonly maxSeconds?: number;
}

export type StoppedBy = "finding" | "max-depth" | "max-states" | "max-seconds" | "interrupt";

/** One command of a path and what it was answered. */
export interface PathStep {
  readonly command: number;
  readonly answer: number;
}

/** How far a search came: over complete levels, whatever ended it. */
export interface Progress extends Counts {
  /** The number of states found at each complete level. */
  readonly levels: readonly number[];
  readonly states: number;
}

export class Search {
  readonly visited: VisitedSet;
  readonly log: FindingLog;
  /** Why the search ended; `undefined` while it goes on, `null` when nothing was left to explore. */
  stoppedBy: StoppedBy | null | undefined;
  /** The state of things when the last level was complete. */
  complete: Progress;
  private next = 0;
  private levelEnd = 1;
  private readonly deadline: number;
  /** The number of the state each successor under way came from. */
  private readonly parents: Int32Array;
  /** States that break a rule by themselves: found, but not expanded. */
  private readonly broken = new Set<number>();

  constructor(
    readonly system: TransitionSystem,
    private readonly budget: Budget = {},
    private readonly all = false,
  ) {
    this.visited = new VisitedSet(system.words);
    this.log = new FindingLog(all);
    this.deadline = performance.now() + (budget.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    this.parents = new Int32Array(system.successors.room);
    system.initial();
    this.visited.prepare(system.successors.states, 1);
    this.visited.add(system.successors.states, 0, -1);
    this.inspect(0, -1, -1);
    this.complete = { ...system.tally.snapshot(), levels: [1], states: 1 };
    if (this.foundEnough()) this.stoppedBy = "finding";
    else this.lookAtBudget();
  }

  /** Expands at most `states` states. Returns false once the search has ended. */
  advance(states: number): boolean {
    if (this.stoppedBy !== undefined) return false;
    const end = Math.min(this.next + states, this.levelEnd);
    while (this.next < end) this.expandSome(end);
    if (this.next === this.levelEnd) this.completeLevel();
    else if (performance.now() > this.deadline) this.stoppedBy = "max-seconds";
    return this.stoppedBy === undefined;
  }

  /** Ends the search where it stands; one that has ended stays as it is. */
  interrupt(): void {
    this.end("interrupt");
  }

  /** Ends the search where it stands, unless it has ended. */
  end(stoppedBy: StoppedBy): void {
    if (this.stoppedBy === undefined) this.stoppedBy = stoppedBy; // null is an end too: all explored
  }

  /** The commands that lead from the initial state to a state, with the answers they got. */
  pathTo(state: number): PathStep[] {
    const { visited, system } = this;
    const steps: PathStep[] = [];
    const log = new FindingLog(false);
    for (let child = state; child > 0; ) {
      const parent = visited.parentOf(child);
      const count = system.expand(visited.chunkOf(parent), visited.offsetOf(parent), 0, log);
      const i = system.successors.find(count, visited.chunkOf(child), visited.offsetOf(child));
      if (i < 0) return steps; // the system is not deterministic; the replay of the finding will say so
      steps.unshift({ command: system.successors.commands[i]!, answer: system.successors.answers[i]! });
      child = parent;
    }
    return steps;
  }

  /** The whole path of a finding, its last command included. */
  traceOf({ state, command, answer, then }: Found): PathStep[] {
    if (command < 0) return [];
    return [...this.pathTo(state), { command, answer }, ...(then === undefined ? [] : [then])];
  }

  /** Expands states up to number `end` as far as there is room for successors, then looks these up. */
  private expandSome(end: number): void {
    const { system, visited, log, parents } = this;
    const { successors } = system;
    let count = 0;
    for (; this.next < end && count + successors.most <= successors.room; this.next++) {
      if (this.broken.has(this.next)) continue;
      log.state = this.next;
      const before = count;
      count = system.expand(visited.chunkOf(this.next), visited.offsetOf(this.next), before, log);
      parents.fill(this.next, before, count);
    }
    visited.prepare(successors.states, count);
    for (let i = 0; i < count; i++) {
      const added = visited.add(successors.states, i, parents[i]!);
      if (added < 0) continue;
      log.state = parents[i]!;
      this.inspect(added, successors.commands[i]!, successors.answers[i]!);
    }
  }

  private inspect(state: number, command: number, answer: number): void {
    const rule = this.system.inspect(this.visited.chunkOf(state), this.visited.offsetOf(state));
    if (rule === null) return;
    this.broken.add(state);
    this.log.note(rule, command < 0 ? -1 : this.system.kinds[command]!, command, answer);
  }

  private completeLevel(): void {
    const { visited, complete, levelEnd } = this;
    const found = visited.count - levelEnd;
    const levels = found > 0 ? [...complete.levels, found] : complete.levels;
    this.complete = { ...this.system.tally.snapshot(), levels, states: visited.count };
    this.levelEnd = visited.count;
    if (found === 0) this.log.deepen();
    if (this.foundEnough()) this.stoppedBy = "finding";
    else if (found === 0) this.stoppedBy = null;
    else this.lookAtBudget();
    if (this.stoppedBy === undefined) this.log.deepen();
  }

  private foundEnough(): boolean {
    return this.log.any && !this.all;
  }

  private lookAtBudget(): void {
    const { maxDepth, maxStates } = this.budget;
    if (maxDepth !== undefined && this.complete.levels.length > maxDepth) this.stoppedBy = "max-depth";
    else if (maxStates !== undefined && this.complete.states >= maxStates) this.stoppedBy = "max-states";
    else if (performance.now() > this.deadline) this.stoppedBy = "max-seconds";
  }
}
