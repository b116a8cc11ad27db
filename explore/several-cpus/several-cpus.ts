/**
 * Several CPUs that run commands at once, as a transition system: from a state one CPU makes one access.
 *
 * A state is shared memory, for each CPU its local state (`locals.ts`), and what can still explain the
 * answers so far (`explanations.ts`), which have numbers. So no generator runs in the loop over accesses.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition, SteppedCommands } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import { answersFrame } from "../../model/words/commands.js";
import { boundIn } from "../../model/words/scope.js";
import { HANGS, HIDDEN_STATE, NO_ANSWER, thrownRule } from "../../properties/answers.js";
import { DEADLOCK, ENDLESS, LOCK_KEPT, LOCK_OF_ANOTHER } from "../../properties/several-cpus.js";
import type { FindingLog } from "../search/finding-log.js";
import { Successors } from "../search/successors.js";
import type { TransitionSystem } from "../search/transition-system.js";
import { LOWEST_CODE } from "../systems/answer-tables.js";
import { offeredCommands } from "../systems/calls.js";
import { brokenRule } from "./broken-rule.js";
import { Explanations } from "./explanations.js";
import * as L from "./locals.js";
import { SharedState } from "./shared-state.js";
import { SteppedTally } from "./stepped-tally.js";

/** A command that has begun anew so often, alone and on memory that changes, will not end. */
const MOST_TIMES_ANEW = 200;

/** What became of a step: it was made, it waits, or it broke a rule. */
export const MADE = 0;
export const WAITS = 1;
export const BROKE = 2;

/** An allocator that says how it takes its steps. */
export type SteppedDefinition = AllocatorDefinition & { readonly steps: SteppedCommands };

/** Whether an allocator says how it takes its steps. */
export function isStepped(definition: AllocatorDefinition): definition is SteppedDefinition {
  return definition.steps !== undefined;
}

export class SeveralCpus implements TransitionSystem {
  readonly words: number;
  readonly kinds: Uint8Array;
  readonly successors: Successors;
  readonly tally: SteppedTally;
  readonly hangRule = HANGS.id;
  readonly lastRules: readonly string[] = [HIDDEN_STATE.id];
  readonly offered: Int32Array;
  readonly cpus: number;
  readonly memory: SharedMemory;
  readonly mostAccesses: number;
  readonly shared: SharedState;
  readonly locals: L.Locals;
  readonly explanations: Explanations;
  /** How many commands the scope has: command `c` on CPU `n` is number `n * commands + c`. */
  readonly commands: number;
  /** What the last step read, and where it broke a rule, which, and what the command answered or threw. */
  read = 0;
  rule = "";
  result: unknown = undefined;
  /** Whether the last step was the last of its command, and what number that answered. */
  ended = false;
  answer = 0;
  /** Whether it made more accesses than a command may. */
  settledTooLong = false;
  private readonly pending: Int32Array;
  private readonly mostSwitches: number;
  private readonly framed: Uint8Array;
  private readonly alone: Int32Array;

  /** `mostSwitches` bounds context switches; `free` where none is to be, whatever the scope says. */
  constructor(
    readonly specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    mostSwitches = specification.scope.maxSwitches,
    free = false,
  ) {
    const { scope, commands } = specification;
    this.cpus = boundIn(scope, "cpus");
    this.commands = commands.length;
    this.offered = offeredCommands(definition, specification);
    const program = definition.steps.begin(scope);
    this.memory = program.memory;
    this.mostAccesses = boundIn(scope, "maxAccesses");
    this.mostSwitches = free ? Number.POSITIVE_INFINITY : (mostSwitches ?? Number.POSITIVE_INFINITY);
    this.shared = new SharedState(program.memory, this.cpus, this.mostSwitches !== Number.POSITIVE_INFINITY);
    this.locals = new L.Locals(program, commands, definition.steps.perCpu, this.mostAccesses);
    this.explanations = new Explanations(specification, contract, this.cpus);
    this.words = this.shared.words;
    this.successors = new Successors(this.words, this.cpus * this.offered.length);
    this.kinds = Uint8Array.from(
      { length: this.cpus * this.commands },
      (_, i) => specification.kinds[i % this.commands]!,
    );
    this.tally = new SteppedTally(this.explanations.demands, specification);
    this.pending = new Int32Array(this.cpus);
    this.framed = Uint8Array.from(commands, ({ kind }) => Number(answersFrame(kind)));
    this.alone = new Int32Array(this.words);
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
    const { cpus, offered, commands, locals, shared } = this;
    let found = from;
    for (let cpu = 0; cpu < cpus; cpu++) {
      const local = store[at + shared.cpusAt + cpu]!;
      if (local === L.IDLE) {
        for (let i = 0; i < offered.length; i++) {
          const c = offered[i]!;
          if (cpu * commands + c >= before) break;
          if (!this.mayBegin(store, at, cpu, c)) continue;
          found = this.give(store, at, cpu, locals.root(c, cpu), found, log);
        }
      } else if (cpu * commands + locals.command[local]! < before)
        found = this.give(store, at, cpu, local, found, log);
    }
    return found;
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
    const outcome = this.step(store, at, cpu, local, found * this.words);
    if (outcome === WAITS) return found;
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

  /** Whether a client may begin a command on an idle CPU in the state at `store[at]`. */
  mayBegin(store: Int32Array, at: number, cpu: number, c: number): boolean {
    this.pendingIn(store, at, this.pending);
    this.pending[cpu] = c;
    const slot = this.explanations.forbidden(store[at + this.shared.setAt]!, this.pending);
    if (slot >= 0) this.tally.leave(slot);
    return slot < 0;
  }

  /**
   * Makes the next access of a CPU's local state, in the state at `store[at]`, and writes the state that
   * follows to successor `to`.
   */
  step(store: Int32Array, at: number, cpu: number, local: number, to: number): number {
    const { locals, shared, words, tally } = this;
    const { states } = this.successors;
    for (let w = 0; w < words; w++) states[to + w] = store[at + w]!;
    const kind = locals.kind[local]!;
    this.read = 0;
    this.ended = false;
    this.settledTooLong = false;
    this.rule = "";
    if (kind > L.UNLOCK) return this.settle(store, at, cpu, local, to); // it makes no access at all
    if (!this.countSwitch(cpu, to)) return WAITS;
    const place = locals.place[local]!;
    if (kind === L.LOCK && shared.holder(states, to, place) !== 0) return WAITS;
    if (kind === L.UNLOCK && shared.holder(states, to, place) !== cpu + 1)
      return this.broke(LOCK_OF_ANOTHER.id);
    this.read = this.access(states, to, cpu, local);
    tally.transitions++;
    return this.settle(store, at, cpu, locals.after(local, this.read), to);
  }

  /** What a CPU's command has come to after its access. */
  private settle(store: Int32Array, at: number, cpu: number, local: number, to: number): number {
    const { locals, shared } = this;
    const { states } = this.successors;
    const own = to + shared.cpusAt + cpu;
    switch (locals.kind[local]) {
      case L.END:
        return this.end(store, at, cpu, local, to);
      case L.AGAIN:
        states[own] = locals.begunAnew(local);
        return MADE;
      case L.THREW:
        this.result = locals.result[local];
        this.ended = true;
        return this.broke(thrownRule(this.result));
      case L.UNLIKE:
        return this.broke(HIDDEN_STATE.id);
      case L.TOO_LONG:
        this.settledTooLong = true;
        return this.broke(ENDLESS.id);
      default:
        states[own] = local;
        return MADE;
    }
  }

  /** A command has answered: it is judged by what can explain the answers so far. */
  private end(store: Int32Array, at: number, cpu: number, local: number, to: number): number {
    const { locals, shared, explanations, pending, specification } = this;
    const { states } = this.successors;
    const given = locals.result[local];
    const c = locals.command[local]!;
    this.result = given;
    this.ended = true;
    if (typeof given !== "number" || (given | 0) !== given || given < LOWEST_CODE)
      return this.broke(NO_ANSWER.id);
    const answer = given > 0 && this.framed[c] === 0 ? 0 : given;
    this.answer = answer;
    this.pendingIn(store, at, pending);
    pending[cpu] = c;
    const set = store[at + shared.setAt]!;
    const left = explanations.retire(set, pending, cpu, answer);
    if (left < 0) return this.broke(brokenRule(specification, explanations, set, pending, cpu, answer));
    if (shared.lockOf(states, to, cpu) >= 0) return this.broke(LOCK_KEPT.id);
    this.tally.count(explanations.outcomeOf(set, pending, cpu, answer));
    this.tally.note(explanations, left);
    states[to + shared.cpusAt + cpu] = L.IDLE;
    states[to + shared.setAt] = left;
    return MADE;
  }

  inspect(store: Int32Array, at: number): string | null {
    return this.isDeadlocked(store, at) ? DEADLOCK.id : this.isEndless(store, at) ? ENDLESS.id : null;
  }

  /** Whether some CPUs wait for each other in a ring, or one for itself. */
  private isDeadlocked(store: Int32Array, at: number): boolean {
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      let on = cpu;
      for (let steps = 0; steps <= this.cpus; steps++) {
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
    const local = store[at + this.shared.cpusAt + cpu]!;
    if (local === L.IDLE || this.locals.kind[local] !== L.LOCK) return -1;
    return this.shared.holder(store, at, this.locals.place[local]!) - 1;
  }

  /** Whether the one command under way has begun anew and will do so for ever, although it is alone. */
  private isEndless(store: Int32Array, at: number): boolean {
    const { locals, shared, cpus } = this;
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
    const { alone, locals, words, shared } = this;
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
      local = locals.after(local, this.access(alone, 0, cpu, local));
    }
    return true;
  }

  /** Makes the access of a local state in the state at `words[at]`, and returns what it reads. */
  private access(words: Int32Array, at: number, cpu: number, local: number): number {
    const { locals, shared } = this;
    const place = locals.place[local]!;
    const value = locals.value[local]!;
    switch (locals.kind[local]) {
      case L.LOAD:
        return shared.load(words, at, place);
      case L.STORE:
        shared.store(words, at, place, value);
        return 0;
      case L.CAS:
        if (shared.load(words, at, place) !== shared.wrapped(place, value)) return 0;
        shared.store(words, at, place, locals.next[local]!);
        return 1;
      case L.ADD: {
        const before = shared.load(words, at, place);
        shared.store(words, at, place, before + value);
        return before;
      }
      case L.LOCK:
        shared.setHolder(words, at, place, cpu + 1);
        return 0;
      default:
        shared.setHolder(words, at, place, 0);
        return 0;
    }
  }

  /** Notes the number of the command under way on each CPU in `pending`; -1 for none. */
  pendingIn(store: Int32Array, at: number, pending: Int32Array): void {
    for (let cpu = 0; cpu < this.cpus; cpu++)
      pending[cpu] = this.locals.command[store[at + this.shared.cpusAt + cpu]!]!;
  }

  /** Counts a context switch in successor `to`; false where there are too many. */
  private countSwitch(cpu: number, to: number): boolean {
    if (this.mostSwitches === Number.POSITIVE_INFINITY) return true;
    const { states } = this.successors;
    const at = to + this.shared.switchesAt;
    const last = states[at]! & 7;
    const switches = (states[at]! >>> 3) + (last === 0 || last === cpu + 1 ? 0 : 1);
    states[at] = (switches << 3) | (cpu + 1);
    return switches <= this.mostSwitches;
  }

  private broke(rule: string): number {
    this.rule = rule;
    return BROKE;
  }
}
