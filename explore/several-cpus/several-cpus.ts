/** Several CPUs that run commands at once, as a transition system: from a state one CPU makes one access. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { HANGS, HIDDEN_STATE } from "../../properties/answers.js";
import { DEADLOCK, ENDLESS } from "../../properties/several-cpus.js";
import type { FindingLog } from "../search/finding-log.js";
import { COMMAND, GIVE, INSPECT, NUMBER } from "../search/pulse.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { BROKE, CpuStep, type CpusHow, WAITS } from "./cpu-step.js";
import * as L from "./locals.js";
import { LockWatch } from "./lock-watch.js";
import type { SteppedDefinition } from "./stepped-definition.js";
import { Stuck } from "./stuck.js";

export class SeveralCpus extends CpuStep implements TransitionSystem {
  readonly kinds: Uint8Array;
  readonly hangRule = HANGS.id;
  readonly lastRules: readonly string[] = [HIDDEN_STATE.id];
  readonly stuck: Stuck;
  /** What notes the locks under which cells are accessed; `null` where there are no locks. */
  readonly watch: LockWatch | null;

  constructor(
    specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    how: CpusHow = {},
  ) {
    super(specification, definition, contract, how);
    const { cpus, commands } = this;
    this.kinds = Uint8Array.from({ length: cpus * commands }, (_, i) => specification.kinds[i % commands]!);
    this.stuck = new Stuck(this);
    this.watch = this.memory.locks.length === 0 ? null : new LockWatch(this.memory, this.locals);
  }

  get keptBytes(): number {
    return this.explanations.bytes + this.locals.bytes;
  }

  initial(): void {
    this.shared.begin(this.successors.states);
  }

  expand(
    store: Int32Array,
    at: number,
    from: number,
    log: FindingLog,
    before = Number.POSITIVE_INFINITY,
  ): number {
    const { cpus, commands, locals, shared } = this;
    this.pulse.cells[NUMBER] = log.state;
    let found = from;
    for (let cpu = 0; cpu < cpus; cpu++) {
      const local = store[at + shared.cpusAt + cpu]!;
      if (local === L.IDLE) found = this.beginEach(store, at, cpu, found, log, before);
      else if (cpu * commands + locals.command[local]! < before)
        found = this.give(store, at, cpu, local, found, log);
    }
    return found;
  }

  /** Begins each command that a CPU without one can begin, below number `before`. */
  protected beginEach(
    store: Int32Array,
    at: number,
    cpu: number,
    from: number,
    log: FindingLog,
    before: number,
  ): number {
    const { offered, commands } = this;
    let found = from;
    for (let i = 0; i < offered.length; i++) {
      const c = offered[i]!;
      if (cpu * commands + c >= before) break;
      found = this.beginOne(store, at, cpu, c, found, log);
    }
    return found;
  }

  /** Begins one command, where a client may. */
  protected beginOne(
    store: Int32Array,
    at: number,
    cpu: number,
    c: number,
    from: number,
    log: FindingLog,
  ): number {
    if (!this.mayBegin(store, at, cpu, c)) return from;
    this.pulse.cells[COMMAND] = cpu * this.commands + c;
    return this.give(store, at, cpu, this.locals.root(c, cpu), from, log);
  }

  /** Makes the step, and returns the number of the next successor. */
  private give(
    store: Int32Array,
    at: number,
    cpu: number,
    local: number,
    found: number,
    log: FindingLog,
  ): number {
    const number = cpu * this.commands + this.locals.command[local]!;
    this.pulse.cells[COMMAND] = number;
    const outcome = this.step(store, at, cpu, local, found * this.words);
    if (outcome === WAITS) return found;
    if (this.locals.kind[local]! < L.LOCK) this.watch?.note(local, log.state, number, this.read);
    if (store[at + this.shared.cpusAt + cpu] === L.IDLE) this.tally.begun++;
    if (outcome === BROKE) {
      this.tally.broken++;
      log.note(this.rule, this.kinds[number]!, number, this.read);
      return found;
    }
    this.successors.commands[found] = number;
    this.successors.answers[found] = this.read;
    return found + 1;
  }

  inspect(store: Int32Array, at: number, state: number): string | null {
    if (this.stuck.isDeadlocked(store, at)) return DEADLOCK.id;
    this.pulse.cells[NUMBER] = state;
    this.locals.call = INSPECT;
    const endless = this.stuck.isEndless(store, at);
    this.locals.call = GIVE;
    return endless ? ENDLESS.id : null;
  }
}
