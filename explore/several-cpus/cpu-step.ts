/**
 * One access of one CPU among several, and what it comes to: the one step of the search and of every replay.
 *
 * A state is shared memory, for each CPU its local state (`locals.ts`), and what can still explain the
 * answers so far (`explanations.ts`), which have numbers. So no generator runs in the loop over accesses.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import { answersFrame } from "../../model/words/commands.js";
import { LOWEST_CODE } from "../../model/words/reasons.js";
import { boundIn } from "../../model/words/scope.js";
import { HIDDEN_STATE, NO_ANSWER, thrownRule } from "../../properties/answers.js";
import { ENDLESS, LOCK_KEPT, LOCK_OF_ANOTHER } from "../../properties/several-cpus.js";
import { Pulse } from "../search/pulse.js";
import { Successors } from "../search/successors.js";
import { offeredCommands } from "../systems/calls.js";
import { brokenRule } from "./broken-rule.js";
import { Explanations } from "./explanations.js";
import { FrameContents } from "./frame-contents.js";
import * as L from "./locals.js";
import { SharedState } from "./shared-state.js";
import type { SteppedDefinition } from "./stepped-definition.js";
import { SteppedTally } from "./stepped-tally.js";

/** What became of a step: it was made, it waits, or it broke a rule. */
export const [MADE, WAITS, BROKE] = [0, 1, 2] as const;

/** How they are explored. */
export interface CpusHow {
  /** Bounds context switches; as the scope says when absent. */
  readonly mostSwitches?: number;
  /** Where a generator that runs is noted. */
  readonly pulse?: Pulse;
  /** Words of a state beyond those that it needs. */
  readonly further?: number;
}

export class CpuStep {
  readonly words: number;
  readonly successors: Successors;
  readonly tally: SteppedTally;
  readonly offered: Int32Array;
  readonly cpus: number;
  readonly memory: SharedMemory;
  readonly mostAccesses: number;
  readonly shared: SharedState;
  readonly locals: L.Locals;
  readonly explanations: Explanations;
  /** What watches who touches what is in frames, where the memory declares that. */
  private readonly contents: FrameContents | null;
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
  private readonly counts: boolean;
  private readonly framed: Uint8Array;
  protected readonly pulse: Pulse;

  constructor(
    readonly specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    { mostSwitches, pulse = new Pulse(), further = 0 }: CpusHow = {},
  ) {
    const { scope, commands } = specification;
    this.cpus = boundIn(scope, "cpus");
    this.commands = commands.length;
    this.offered = offeredCommands(definition, specification);
    const program = definition.steps.begin(scope);
    this.memory = program.memory;
    this.mostAccesses = boundIn(scope, "maxAccesses");
    this.pulse = pulse;
    this.mostSwitches = mostSwitches ?? scope.maxSwitches ?? Number.POSITIVE_INFINITY;
    this.counts = this.mostSwitches !== Number.POSITIVE_INFINITY;
    this.shared = new SharedState(program.memory, this.cpus, this.counts, further);
    this.locals = new L.Locals(program, commands, definition.steps.perCpu, this.mostAccesses, pulse);
    this.explanations = new Explanations(specification, contract, this.cpus);
    this.contents = FrameContents.of(
      specification,
      this.explanations,
      program.memory,
      this.cpus,
      this.offered,
    );
    this.words = this.shared.words;
    this.successors = new Successors(this.words, this.cpus * this.offered.length);
    this.tally = new SteppedTally(this.explanations.demands, specification);
    this.pending = new Int32Array(this.cpus);
    this.framed = Uint8Array.from(commands, ({ kind }) => Number(answersFrame(kind)));
  }

  /** Whether a client may begin a command on an idle CPU in the state at `store[at]`. */
  mayBegin(store: Int32Array, at: number, cpu: number, c: number): boolean {
    this.pendingIn(store, at, this.pending);
    this.pending[cpu] = c;
    const slot = this.explanations.forbidden(store[at + this.shared.setAt]!, this.pending, cpu);
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
    if (this.counts && shared.countSwitch(states, to, cpu) > this.mostSwitches) return WAITS;
    const place = locals.place[local]!;
    if (kind === L.LOCK && shared.holder(states, to, place) !== 0) return WAITS;
    if (kind === L.UNLOCK && shared.holder(states, to, place) !== cpu + 1)
      return this.broke(LOCK_OF_ANOTHER.id);
    this.read = this.access(states, to, cpu, local);
    tally.transitions++;
    if (this.contents !== null && kind < L.LOCK) {
      const rule = this.touched(this.contents, store, at, cpu, local);
      if (rule !== null) return this.broke(rule);
    }
    return this.settle(store, at, cpu, locals.after(local, this.read), to);
  }

  /** The rule that the access breaks if it is one to what is in a frame. */
  private touched(contents: FrameContents, store: Int32Array, at: number, cpu: number, local: number) {
    const { locals, shared, pending } = this;
    this.pendingIn(store, at, pending);
    pending[cpu] = locals.command[local]!;
    const set = store[at + shared.setAt]!;
    return contents.broken(set, pending, cpu, locals.place[local]!, locals.kind[local] !== L.LOAD);
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
    const uncleared = answer < 0 ? null : this.contents?.handOut(states, to, shared, c, answer);
    if (uncleared) return this.broke(uncleared);
    this.tally.count(explanations.outcome);
    this.tally.note(explanations, left);
    states[to + shared.cpusAt + cpu] = L.IDLE;
    states[to + shared.setAt] = left;
    return MADE;
  }

  /** Makes the access of a local state in the state at `words[at]`, and returns what it reads. */
  access(words: Int32Array, at: number, cpu: number, local: number): number {
    const { kind, place, value, next } = this.locals;
    return this.shared.access(words, at, cpu, kind[local]!, place[local]!, value[local]!, next[local]!);
  }

  /** Notes the number of the command under way on each CPU in `pending`; -1 for none. */
  pendingIn(store: Int32Array, at: number, pending: Int32Array): void {
    for (let cpu = 0; cpu < this.cpus; cpu++)
      pending[cpu] = this.locals.command[store[at + this.shared.cpusAt + cpu]!]!;
  }

  private broke(rule: string): number {
    this.rule = rule;
    return BROKE;
  }
}
