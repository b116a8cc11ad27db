/** Whether CPUs can go on: none waits for itself by way of others, and a command that is alone ends. */
import * as L from "./locals.js";
import type { SharedState } from "./shared-state.js";

/** A command that has begun anew so often, alone and on memory that changes, will not end. */
const MOST_TIMES_ANEW = 200;

/** What is asked about. */
export interface Stepped {
  readonly cpus: number;
  readonly words: number;
  readonly shared: SharedState;
  readonly locals: L.Locals;
  /** Makes the access of a local state, and returns what it reads. */
  access(words: Int32Array, at: number, cpu: number, local: number): number;
}

export class Stuck {
  private readonly alone: Int32Array;

  constructor(private readonly system: Stepped) {
    this.alone = new Int32Array(system.words);
  }

  /** Whether some CPUs wait for each other in a ring, or one for itself. */
  isDeadlocked(store: Int32Array, at: number): boolean {
    for (let cpu = 0; cpu < this.system.cpus; cpu++) {
      let on = cpu;
      for (let steps = 0; steps <= this.system.cpus; steps++) {
        const waited = this.waitsFor(store, at, on);
        if (waited < 0) break;
        if (waited === cpu) return true;
        on = waited;
      }
    }
    return false;
  }

  /** The CPU that has the lock a CPU wants; -1 where it wants none, or nobody has it. */
  waitsFor(store: Int32Array, at: number, cpu: number): number {
    const local = store[at + this.system.shared.cpusAt + cpu]!;
    if (local === L.IDLE || this.system.locals.kind[local] !== L.LOCK) return -1;
    return this.system.shared.holder(store, at, this.system.locals.place[local]!) - 1;
  }

  /** Whether the one command under way has begun anew and will do so for ever, although it is alone. */
  isEndless(store: Int32Array, at: number): boolean {
    const { locals, shared, cpus } = this.system;
    let busy = -1;
    for (let cpu = 0; cpu < cpus; cpu++) {
      if (store[at + shared.cpusAt + cpu] === L.IDLE) continue;
      if (busy >= 0) return false;
      busy = cpu;
    }
    if (busy < 0 || !locals.isRoot(store[at + shared.cpusAt + busy]!)) return false;
    return this.runsFor(store, at, busy);
  }

  private runsFor(store: Int32Array, at: number, cpu: number): boolean {
    const { alone } = this;
    const { locals, words, shared } = this.system;
    for (let w = 0; w < words; w++) alone[w] = store[at + w]!;
    let local = alone[shared.cpusAt + cpu]!;
    for (let times = 0; times < MOST_TIMES_ANEW; ) {
      const kind = locals.kind[local]!;
      if (kind === L.AGAIN) {
        local = locals.begunAnew(local);
        times++;
        if (local === store[at + shared.cpusAt + cpu] && shared.sameMemory(alone, 0, store, at)) return true;
        continue;
      }
      if (kind > L.UNLOCK) return false; // it ends, or is told of otherwise
      if (kind === L.LOCK && shared.holder(alone, 0, locals.place[local]!) !== 0) return false;
      local = locals.after(local, this.system.access(alone, 0, cpu, local));
    }
    return true;
  }
}
