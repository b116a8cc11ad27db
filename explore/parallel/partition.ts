/**
 * One worker's part of a search by several: the states whose hash falls to it.
 *
 * A worker expands its own states and sends each successor to the worker it belongs to, level by level,
 * so the levels and all counts are those of one worker. Findings are not looked up here: where any
 * worker meets one, the search is done again by one worker, whose trace is the least.
 */

import type { SecondPass } from "../determinism/second-pass.js";
import { now } from "../search/clock.js";
import { FindingLog } from "../search/finding-log.js";
import { isOutOfMemory } from "../search/out-of-memory.js";
import { noteBytes, noteProgress } from "../search/progress.js";
import { Recent } from "../search/recent.js";
import type { Budget, LevelCounts, StoppedBy } from "../search/search.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { hashOf, type VisitedSet, visitedSet } from "../search/visited.js";
import { CLOSED, FINDING, GO_ON, LevelDecision } from "./level-decision.js";
import { Ring } from "./ring.js";
import {
  DECISION,
  DONE,
  FIRST_REASON,
  FOUND,
  GENERATION,
  INTERRUPT,
  LOCAL,
  meet,
  REASONS,
  type Shared,
  STOP,
} from "./shared.js";

/** How many states are taken out of a ring at once. */
const BATCH = 256;
const NAP_MILLISECONDS = 1;

/** How a search by several ended: `undefined` where some worker met a finding, or what it cannot share. */
export type Ended = { readonly progress: LevelCounts; readonly stoppedBy: StoppedBy | null } | undefined;

export class Partition {
  readonly visited: VisitedSet;
  private readonly levels: LevelDecision;
  private next = 0;
  private levelEnd = 0;
  private level = 0;
  /** No memory is left for more states. */
  private full = false;
  private readonly outbox: readonly (Ring | null)[];
  private readonly inbox: readonly Ring[];
  private readonly incoming: Int32Array;
  private readonly incomingPlaces: Int32Array;
  private readonly incomingHashes = new Int32Array(BATCH);
  private readonly recent: Recent;
  /** Of the states last sifted those that belong here: where each begins, and its hash. */
  private readonly places: Int32Array;
  private readonly hashes: Int32Array;
  private readonly log = new FindingLog();
  private readonly deadline: number;
  /** Every worker sees this for itself, so that none waits for another. */
  private readonly initialBroken: boolean;

  constructor(
    private readonly system: TransitionSystem,
    private readonly budget: Budget,
    private readonly shared: Shared,
    private readonly self: number,
    onLevel: (complete: LevelCounts) => void,
    private readonly again: (visited: VisitedSet) => Pick<SecondPass, "advance" | "unlike"> | null = () =>
      null,
  ) {
    const { workers, rings } = shared;
    const { words, successors } = system;
    this.visited = visitedSet(words);
    const ring = (from: number, to: number) => new Ring(rings[from * workers + to]!, words);
    const others = Array.from({ length: workers }, (_, i) => i);
    this.outbox = others.map((to) => (to === self ? null : ring(self, to)));
    this.inbox = others.filter((from) => from !== self).map((from) => ring(from, self));
    this.incoming = new Int32Array(BATCH * words);
    this.incomingPlaces = Int32Array.from({ length: BATCH }, (_, i) => i * words);
    this.places = new Int32Array(successors.room);
    this.hashes = new Int32Array(successors.room);
    this.deadline = now() + (budget.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    system.initial();
    this.initialBroken = system.inspect(system.successors.states, 0, 0) !== null;
    this.levels = new LevelDecision(system.tally, budget, shared, onLevel);
    this.recent = new Recent(words, successors.states);
    const hash = hashOf(successors.states, 0, words);
    if (this.ownerOf(hash) === self) this.visited.add(successors.states, 0, hash, -1);
    this.levelEnd = this.visited.count;
  }

  /** Works together with the others until the whole search has ended. */
  run(): Ended {
    if (this.initialBroken) return undefined;
    const first = this.levels.byBudget();
    if (first !== GO_ON) return { progress: this.levels.complete, stoppedBy: REASONS[first - FIRST_REASON]! };
    for (;;) {
      this.expandLevel();
      this.publishStats();
      meet(this.shared);
      if (this.self === 0) this.levels.decide();
      meet(this.shared);
      const decision = Atomics.load(this.shared.control, DECISION);
      if (decision === FINDING) return undefined;
      if (decision === CLOSED) return this.tryAgain();
      if (decision !== GO_ON)
        return { progress: this.levels.complete, stoppedBy: REASONS[decision - FIRST_REASON]! };
      this.levelEnd = this.visited.count;
      this.level++;
      this.log.deepen(); // what it held ahead has ended the search by several
    }
  }

  /** The search has closed: each worker tries its own states once more. */
  private tryAgain(): Ended {
    const { control } = this.shared;
    const again = this.again(this.visited);
    while (Atomics.load(control, STOP) === 0 && again?.advance() === true)
      if (this.self === 0 && now() > this.deadline) this.stop("max-seconds");
    if (again?.unlike) Atomics.store(control, FOUND, 1);
    meet(this.shared);
    const stop = Atomics.load(control, STOP);
    if (Atomics.load(control, FOUND) === 1 && stop !== INTERRUPT) return undefined;
    return { progress: this.levels.complete, stoppedBy: stop === 0 ? null : REASONS[stop - FIRST_REASON]! };
  }

  private expandLevel(): void {
    const { control, workers } = this.shared;
    while (this.next < this.levelEnd && Atomics.load(control, STOP) === 0) {
      this.expandSome();
      this.receive();
      if (this.self === 0 && now() > this.deadline) this.stop("max-seconds");
    }
    for (const ring of this.outbox) ring?.publish();
    Atomics.add(control, DONE, 1);
    // The others may still send; what they send is there before they are done.
    while (Atomics.load(control, DONE) < workers * (this.level + 1))
      if (!this.receive()) Atomics.wait(control, STOP, Atomics.load(control, STOP), NAP_MILLISECONDS);
    while (this.receive());
  }

  private expandSome(): void {
    const { system, visited, log, shared, self } = this;
    const { successors } = system;
    let count = 0;
    for (; this.next < this.levelEnd && count + successors.most <= successors.room; this.next++) {
      log.state = this.next;
      count = system.expand(visited.chunkOf(this.next), visited.offsetOf(this.next), count, log);
    }
    const { tally } = system;
    noteProgress(shared.progress, self, visited.count, this.levelEnd - this.next, tally.transitions);
    if (log.anyAhead) Atomics.store(this.shared.control, FOUND, 1);
    if ((system.keptBytes ?? 0) > 0) {
      // What is kept beside the states is known to this worker alone, so none of them is sent.
      Atomics.store(this.shared.control, LOCAL, 1);
      Atomics.store(this.shared.control, FOUND, 1);
      return;
    }
    this.send(successors.states, count);
  }

  /** Adds the states that belong here and sends the others to where they belong. */
  private send(states: Int32Array, count: number): void {
    const { words } = this.system;
    const { outbox, self, recent, places, hashes } = this;
    const unseen = recent.sift(states, count);
    let kept = 0;
    for (let n = 0; n < unseen; n++) {
      const hash = recent.hashes[n]!;
      const at = recent.chosen[n]! * words;
      const owner = this.ownerOf(hash);
      if (owner === self) {
        places[kept] = at;
        hashes[kept] = hash;
        kept++;
      } else this.put(outbox[owner]!, states, at);
    }
    for (const ring of outbox) ring?.publish();
    this.add(states, places, hashes, kept);
  }

  private put(ring: Ring, states: Int32Array, at: number): void {
    while (!ring.put(states, at)) {
      ring.publish();
      // A full ring empties when its reader reads; it may be waiting for room in ours.
      if (!this.receive()) Atomics.wait(this.shared.control, GENERATION, -1, NAP_MILLISECONDS);
    }
  }

  /** Takes in what the others sent; false when there was nothing. */
  private receive(): boolean {
    const { incoming, incomingHashes, incomingPlaces } = this;
    const { words } = this.system;
    let any = false;
    for (const ring of this.inbox) {
      const count = ring.take(incoming, BATCH);
      if (count === 0) continue;
      any = true;
      for (let i = 0; i < count; i++) incomingHashes[i] = hashOf(incoming, i * words, words);
      this.add(incoming, incomingPlaces, incomingHashes, count);
    }
    return any;
  }

  /** Adds states of this worker, of which `places` and `hashes` tell. */
  private add(states: Int32Array, places: Int32Array, hashes: Int32Array, count: number): void {
    const { visited, system } = this;
    // A level that is not completed is not counted, so its states may be let go.
    if (this.full || !this.fits(count)) return;
    try {
      visited.prepare(hashes, count);
      for (let i = 0; i < count; i++) {
        const added = visited.add(states, places[i]!, hashes[i]!, 0);
        if (added >= 0 && system.inspect(visited.chunkOf(added), visited.offsetOf(added), added) !== null)
          Atomics.store(this.shared.control, FOUND, 1);
      }
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.full = true;
      this.stop("max-memory");
    }
  }

  /** Whether so many more states fit into the memory that all workers may take; where not, all end. */
  private fits(count: number): boolean {
    const { budget, shared, self, visited } = this;
    const all = noteBytes(shared.progress, self, visited.bytesWith(count));
    this.full = all + shared.ringBytes > (budget.maxMemoryBytes ?? Number.POSITIVE_INFINITY);
    if (this.full) this.stop("max-memory");
    return !this.full;
  }

  private stop(reason: StoppedBy): void {
    Atomics.compareExchange(this.shared.control, STOP, 0, FIRST_REASON + REASONS.indexOf(reason));
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
}
