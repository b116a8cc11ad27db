/**
 * One worker's part of a search by several: the states whose hash falls to it.
 *
 * A worker expands its own states and sends each successor to the worker it belongs to, level by level,
 * so the levels and all counts are those of one worker. Findings are not looked up here: where any
 * worker meets one, the search is done again by one worker, whose trace is the least.
 */

import { FindingLog } from "./finding-log.js";
import { RING_BYTES, Ring } from "./ring.js";
import type { Budget, Progress, StoppedBy } from "./search.js";
import { tallyLength } from "./tally.js";
import type { TransitionSystem } from "./transition-system.js";
import { hashOf, VisitedSet } from "./visited.js";

/** The cells of `Shared.control`. */
const STOP = 0;
const FOUND = 1;
const ARRIVED = 2;
const GENERATION = 3;
const DONE = 4;
const DECISION = 5;
const CONTROLS = 6;

const GO_ON = 0;
const CLOSED = 1;
const FINDING = 2;
const REASONS: readonly StoppedBy[] = ["max-depth", "max-states", "max-seconds", "interrupt"];
const FIRST_REASON = 3;
const INTERRUPT = FIRST_REASON + REASONS.indexOf("interrupt");

/** How many states are taken out of a ring at once. */
const BATCH = 256;
const NAP_MILLISECONDS = 1;

/** The memory that the workers of one search share. */
export interface Shared {
  readonly workers: number;
  readonly control: Int32Array;
  /** A row a worker: how many states it found in the level just ended, then its tally. */
  readonly stats: Float64Array;
  /** The ring from worker `i` to worker `j` at `i * workers + j`. */
  readonly rings: readonly SharedArrayBuffer[];
}

/** Asks all workers of a search to end it. */
export function requestStop({ control }: Pick<Shared, "control">): void {
  Atomics.store(control, STOP, INTERRUPT);
}

/** Memory for a search by several workers. */
export function share(workers: number): Shared {
  const row = 1 + tallyLength();
  return {
    workers,
    control: new Int32Array(new SharedArrayBuffer(4 * CONTROLS)),
    stats: new Float64Array(new SharedArrayBuffer(8 * workers * row)),
    rings: Array.from({ length: workers * workers }, (_, i) =>
      // A worker needs no ring to itself.
      i % (workers + 1) === 0 ? new SharedArrayBuffer(0) : new SharedArrayBuffer(RING_BYTES),
    ),
  };
}

/** How a search by several ended: `undefined` where some worker met a finding. */
export type Ended = { readonly progress: Progress; readonly stoppedBy: StoppedBy | null } | undefined;

export class Partition {
  readonly visited: VisitedSet;
  /** Over all workers, when the last level was complete. Kept by worker 0. */
  complete: Progress;
  private next = 0;
  private levelEnd = 0;
  private level = 0;
  private readonly outbox: readonly (Ring | null)[];
  private readonly inbox: readonly Ring[];
  private readonly incoming: Int32Array;
  private readonly local: Int32Array;
  private readonly log = new FindingLog(false);
  private readonly deadline: number;
  /** Every worker sees this for itself, so that none waits for another. */
  private readonly initialBroken: boolean;

  constructor(
    private readonly system: TransitionSystem,
    private readonly budget: Budget,
    private readonly shared: Shared,
    private readonly self: number,
    private readonly onLevel: (progress: Progress) => void,
  ) {
    const { workers, rings } = shared;
    const { words, successors } = system;
    this.visited = new VisitedSet(words);
    const ring = (from: number, to: number) => new Ring(rings[from * workers + to]!, words);
    const others = Array.from({ length: workers }, (_, i) => i);
    this.outbox = others.map((to) => (to === self ? null : ring(self, to)));
    this.inbox = others.filter((from) => from !== self).map((from) => ring(from, self));
    this.incoming = new Int32Array(BATCH * words);
    this.local = new Int32Array(successors.room * words);
    this.deadline = performance.now() + (budget.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    system.initial();
    this.initialBroken = system.inspect(system.successors.states, 0) !== null;
    this.complete = { ...system.tally.snapshot(), levels: [1], states: 1 };
    if (this.ownerOf(hashOf(successors.states, 0, words)) === self) this.addAll(successors.states, 1);
    this.levelEnd = this.visited.count;
  }

  /** Works together with the others until the whole search has ended. */
  run(): Ended {
    if (this.initialBroken) return undefined;
    const first = this.budgetDecision();
    if (first !== GO_ON) return { progress: this.complete, stoppedBy: REASONS[first - FIRST_REASON]! };
    for (;;) {
      this.expandLevel();
      this.publishStats();
      this.meet();
      if (this.self === 0) this.decide();
      this.meet();
      const decision = Atomics.load(this.shared.control, DECISION);
      if (decision === FINDING) return undefined;
      if (decision === CLOSED) return { progress: this.complete, stoppedBy: null };
      if (decision !== GO_ON)
        return { progress: this.complete, stoppedBy: REASONS[decision - FIRST_REASON]! };
      this.levelEnd = this.visited.count;
      this.level++;
      this.log.deepen(); // what it held ahead has ended the search by several
    }
  }

  private expandLevel(): void {
    const { control, workers } = this.shared;
    while (this.next < this.levelEnd && Atomics.load(control, STOP) === 0) {
      this.expandSome();
      this.receive();
      if (this.self === 0 && performance.now() > this.deadline)
        Atomics.store(control, STOP, FIRST_REASON + REASONS.indexOf("max-seconds"));
    }
    for (const ring of this.outbox) ring?.publish();
    Atomics.add(control, DONE, 1);
    // The others may still send; what they send is there before they are done.
    while (Atomics.load(control, DONE) < workers * (this.level + 1))
      if (!this.receive()) Atomics.wait(control, STOP, Atomics.load(control, STOP), NAP_MILLISECONDS);
    while (this.receive());
  }

  private expandSome(): void {
    const { system, visited, log } = this;
    const { successors } = system;
    let count = 0;
    for (; this.next < this.levelEnd && count + successors.most <= successors.room; this.next++)
      count = system.expand(visited.chunkOf(this.next), visited.offsetOf(this.next), count, log);
    if (log.anyAhead) Atomics.store(this.shared.control, FOUND, 1);
    this.send(successors.states, count);
  }

  /** Adds the successors that belong here and sends the others to where they belong. */
  private send(states: Int32Array, count: number): void {
    const { words } = this.system;
    const { local, outbox, self } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const owner = this.ownerOf(hashOf(states, i * words, words));
      if (owner === self) {
        for (let w = 0; w < words; w++) local[kept * words + w] = states[i * words + w]!;
        kept++;
        continue;
      }
      const ring = outbox[owner]!;
      while (!ring.put(states, i * words)) {
        ring.publish();
        // A full ring empties when its reader reads; it may be waiting for room in ours.
        if (!this.receive()) Atomics.wait(this.shared.control, GENERATION, -1, NAP_MILLISECONDS);
      }
    }
    for (const ring of outbox) ring?.publish();
    this.addAll(local, kept);
  }

  /** Takes in what the others sent; false when there was nothing. */
  private receive(): boolean {
    let any = false;
    for (const ring of this.inbox) {
      const count = ring.take(this.incoming, BATCH);
      if (count === 0) continue;
      any = true;
      this.addAll(this.incoming, count);
    }
    return any;
  }

  private addAll(states: Int32Array, count: number): void {
    const { visited, system } = this;
    visited.prepare(states, count);
    for (let i = 0; i < count; i++) {
      const added = visited.add(states, i, 0);
      if (added >= 0 && system.inspect(visited.chunkOf(added), visited.offsetOf(added)) !== null)
        Atomics.store(this.shared.control, FOUND, 1);
    }
  }

  /** The worker a state belongs to, by the upper bits of its hash. */
  private ownerOf(hash: number): number {
    return ((hash >>> 16) * this.shared.workers) >>> 16;
  }

  private publishStats(): void {
    const { stats, workers } = this.shared;
    const row = this.self * (stats.length / workers);
    stats[row] = this.visited.count - this.levelEnd;
    this.system.tally.save(stats, row + 1);
  }

  /** Waits until every worker is here. */
  private meet(): void {
    const { control, workers } = this.shared;
    const generation = Atomics.load(control, GENERATION);
    if (Atomics.add(control, ARRIVED, 1) === workers - 1) {
      Atomics.store(control, ARRIVED, 0);
      Atomics.add(control, GENERATION, 1);
      Atomics.notify(control, GENERATION);
      return;
    }
    while (Atomics.load(control, GENERATION) === generation) Atomics.wait(control, GENERATION, generation);
  }

  /** What comes after a level; worker 0 decides for all. */
  private decide(): void {
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
      const counts = this.system.tally.sum(stats, workers, length);
      this.complete = { ...counts, levels: more > 0 ? [...levels, more] : levels, states: states + more };
      this.onLevel(this.complete);
      Atomics.store(control, DECISION, more === 0 ? CLOSED : this.budgetDecision());
    }
  }

  private budgetDecision(): number {
    const { maxDepth, maxStates } = this.budget;
    const { levels, states } = this.complete;
    if (maxDepth !== undefined && levels.length > maxDepth)
      return FIRST_REASON + REASONS.indexOf("max-depth");
    if (maxStates !== undefined && states >= maxStates) return FIRST_REASON + REASONS.indexOf("max-states");
    return GO_ON;
  }
}
