/**
 * Breadth-first search, level by level, of any transition system.
 *
 * States are expanded in the order in which they were found and commands in the order of the table,
 * so the first finding has the least trace among the shortest. `advance` does a bounded piece of
 * work and returns: the search does not own the thread.
 */

import type { Budget, StoppedBy } from "./budget.js";
import { now } from "./clock.js";
import { FindingLog, type Found, type Keep } from "./finding-log.js";
import { GoingOn } from "./going-on.js";
import { isOutOfMemory } from "./out-of-memory.js";
import type { SearchProgress } from "./progress.js";
import { INSPECT, type Place } from "./pulse.js";
import { Recent } from "./recent.js";
import type { Counts, TransitionSystem } from "./transition-system.js";
import { hashOf, type VisitedSet, visitedSet } from "./visited.js";

export type { Budget, StoppedBy } from "./budget.js";

/** One command of a path and what it was answered. */
export interface PathStep {
  readonly command: number;
  readonly answer: number;
}

/** How far a search came: over complete levels, whatever ended it. */
export interface LevelCounts extends Counts {
  /** The number of states found at each complete level. */
  readonly levels: readonly number[];
  readonly states: number;
}

export class Search {
  readonly visited: VisitedSet;
  readonly log: FindingLog;
  private readonly goingOn: GoingOn;
  private readonly recent: Recent;
  /** Why the search ended; `undefined` while it goes on, `null` when nothing was left to explore. */
  stoppedBy: StoppedBy | null | undefined;
  /** The state of things when the last level was complete. */
  complete: LevelCounts;
  private next = 0;
  private levelEnd = 1;
  private readonly deadline: number;
  /** The number of the state each successor under way came from. */
  private readonly parents: Int32Array;
  /** States that break a rule by themselves: found, but not expanded. */
  readonly broken = new Set<number>();
  /** The state in which a command is known not to return, and the one that cannot be inspected. */
  private readonly hangsIn: number;
  private readonly hangsAt: number;
  /** Whether the search came to the place where it hung before. */
  metHang = false;

  /** `hang` is the place in which the same search hung before: it ends there, with that as a finding. */
  constructor(
    readonly system: TransitionSystem,
    private readonly budget: Budget = {},
    keep: Keep = "first",
    private readonly hang: Place | null = null,
  ) {
    const inspecting = hang !== null && hang.call >= INSPECT;
    this.hangsIn = hang === null || inspecting ? Number.POSITIVE_INFINITY : hang.number;
    this.hangsAt = inspecting ? hang.number : -1;
    this.visited = visitedSet(system.words);
    this.log = new FindingLog(keep);
    this.goingOn = new GoingOn(keep, system.lastRules);
    this.deadline = now() + (budget.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    this.parents = new Int32Array(system.successors.room);
    system.initial();
    const { states } = system.successors;
    this.recent = new Recent(system.words, states);
    this.visited.add(states, 0, hashOf(states, 0, system.words), -1);
    this.inspect(0, -1, -1);
    this.complete = { ...system.tally.snapshot(), levels: [1], states: 1 };
    if (this.metHang || this.goingOn.isOver(this.log, this.complete, 0)) this.stoppedBy = "finding";
    else this.lookAtBudget();
  }

  /** Expands at most `states` states. Returns false once the search has ended. */
  advance(states: number): boolean {
    if (this.stoppedBy !== undefined) return false;
    try {
      this.expandTo(Math.min(this.next + states, this.levelEnd, this.hangsIn, this.goingOn.until));
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.stoppedBy = "max-memory";
    }
    return this.stoppedBy === undefined;
  }

  /** How far it is. */
  get progress(): SearchProgress {
    const { complete, visited, system } = this;
    return {
      levels: complete.levels,
      states: visited.count,
      frontier: this.levelEnd - this.next,
      transitions: system.tally.transitions,
      bytes: visited.bytes + (system.keptBytes ?? 0),
    };
  }

  private expandTo(end: number): void {
    const { visited, system } = this;
    const { maxMemoryBytes = Number.POSITIVE_INFINITY } = this.budget;
    while (this.next < end && !this.metHang) {
      // Before it grows: a table that does not fit is not made.
      if (visited.bytesWith(system.successors.room) + (system.keptBytes ?? 0) > maxMemoryBytes) {
        this.stoppedBy = "max-memory";
        return;
      }
      this.expandSome(end);
    }
    if (this.next === this.hangsIn && this.next < this.levelEnd && !this.metHang) this.endInHang(this.next);
    if (this.metHang) this.stoppedBy = "finding";
    else if (this.next === this.levelEnd) this.completeLevel();
    else if (this.next === this.goingOn.until) this.stoppedBy = "finding";
    else this.lookAtClock();
  }

  /** Ends the search where its time is up. */
  lookAtClock(): void {
    if (this.isLate) this.end("max-seconds");
  }

  /** Whether its time is up. */
  get isLate(): boolean {
    return now() > this.deadline;
  }

  /** Ends the search where it stands; one that has ended stays as it is. */
  interrupt(): void {
    this.end("interrupt");
  }

  /** Ends the search where it stands, unless it has ended. */
  end(stoppedBy: StoppedBy): void {
    if (this.stoppedBy === undefined) this.stoppedBy = stoppedBy; // null is an end too: all explored
  }

  /**
   * The commands that lead from the initial state to a state, with the answers they got, as `system` gives
   * them: another where the search's own no longer does what it did.
   */
  pathTo(state: number, system = this.system): PathStep[] {
    const { visited } = this;
    const steps: PathStep[] = [];
    const log = new FindingLog();
    for (let child = state; child > 0; ) {
      const parent = visited.parentOf(child);
      log.state = parent;
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
    this.addAll(count);
  }

  /** The state in which a command is known not to return: only what comes before that one is tried. */
  private endInHang(state: number): void {
    const { system, visited, log } = this;
    const command = this.hang?.command ?? 0;
    log.state = state;
    const count = system.expand(visited.chunkOf(state), visited.offsetOf(state), 0, log, command);
    this.parents.fill(state, 0, count);
    this.addAll(count);
    log.state = state;
    if (!this.metHang) this.noteHang(command, 0);
  }

  private noteHang(command: number, answer: number): void {
    this.metHang = true;
    this.log.note(this.system.hangRule, command < 0 ? -1 : this.system.kinds[command]!, command, answer);
  }

  private addAll(count: number): void {
    const { system, visited, recent, log, parents } = this;
    const { successors } = system;
    const unseen = recent.sift(successors.states, count);
    const { chosen, hashes } = recent;
    visited.prepare(hashes, unseen);
    for (let n = 0; n < unseen; n++) {
      const i = chosen[n]!;
      const added = visited.add(successors.states, i * system.words, hashes[n]!, parents[i]!);
      if (added < 0) continue;
      log.state = parents[i]!;
      this.inspect(added, successors.commands[i]!, successors.answers[i]!);
      if (this.metHang) return;
    }
  }

  private inspect(state: number, command: number, answer: number): void {
    if (state === this.hangsAt) {
      this.noteHang(command, answer);
      return;
    }
    const rule = this.system.inspect(this.visited.chunkOf(state), this.visited.offsetOf(state), state);
    if (rule === null) return;
    this.broken.add(state);
    this.log.note(rule, command < 0 ? -1 : this.system.kinds[command]!, command, answer);
  }

  private completeLevel(): void {
    const { visited, complete, levelEnd } = this;
    const found = visited.count - levelEnd;
    const levels = found > 0 ? [...complete.levels, found] : complete.levels;
    const counts = this.system.tally.snapshot();
    this.complete = { ...counts, broken: counts.broken + this.broken.size, levels, states: visited.count };
    this.levelEnd = visited.count;
    if (found === 0) this.log.deepen();
    if (this.goingOn.isOver(this.log, this.complete, this.next)) this.stoppedBy = "finding";
    else if (found === 0) this.stoppedBy = null;
    else this.lookAtBudget();
    if (this.stoppedBy === undefined) this.log.deepen();
  }

  private lookAtBudget(): void {
    const { maxDepth, maxStates } = this.budget;
    if (maxDepth !== undefined && this.complete.levels.length > maxDepth) this.stoppedBy = "max-depth";
    else if (maxStates !== undefined && this.complete.states >= maxStates) this.stoppedBy = "max-states";
    else if (now() > this.deadline) this.stoppedBy = "max-seconds";
  }
}
