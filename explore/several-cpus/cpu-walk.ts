/** Follows single accesses on several CPUs, by the step of the search, and keeps what they came to. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Access } from "../../model/steps/accesses.js";
import type { SharedMemory } from "../../model/steps/shared-memory.js";
import type { CpuAccess, CpuCommand } from "../../model/trace/cpu-trace.js";
import { type Answer, answerOf, threw } from "../../model/trace/trace.js";
import { HANGS, isThrown } from "../../properties/answers.js";
import { GIVE, type Pulse } from "../search/pulse.js";
import { BROKE, WAITS } from "./cpu-step.js";
import { LastExplanation } from "./last-explanation.js";
import { IDLE } from "./locals.js";
import { SeveralCpus } from "./several-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";
import { StraightOn } from "./straight-on.js";

/** What became of one access. */
export type AccessOutcome =
  | { readonly kind: "went" }
  /** The CPU waits for a lock. */
  | { readonly kind: "waits" }
  | { readonly kind: "not-offered" }
  /** No client begins the command here. */
  | { readonly kind: "not-tried" }
  | { readonly kind: "broke"; readonly rule: string };

export class CpuWalk {
  readonly system: SeveralCpus;
  /** The state reached. */
  readonly state: Int32Array;
  /** The commands begun, in the order of their first accesses, and every access. */
  readonly commands: CpuCommand[] = [];
  readonly accesses: CpuAccess[] = [];
  readonly last: LastExplanation;
  /** For each CPU the command under way before the last access, as the scope and as `commands` number it. */
  readonly pending: Int32Array;
  readonly under: number[];
  /** Whether the last access ended its command, and rightly. */
  isOver = false;
  private readonly straight: StraightOn;

  constructor(
    readonly specification: Specification,
    definition: SteppedDefinition,
    contract: Contract,
    private readonly pulse: Pulse,
  ) {
    // A trace has the switches that it has.
    const how = { mostSwitches: Number.POSITIVE_INFINITY };
    this.system = new SeveralCpus(specification, definition, contract, how);
    this.system.initial();
    this.state = this.system.successors.states.slice(0, this.system.words);
    this.last = new LastExplanation(this.system.explanations);
    this.pending = new Int32Array(this.system.cpus).fill(-1);
    this.under = Array.from({ length: this.system.cpus }, () => -1);
    this.straight = new StraightOn(definition.steps.begin(specification.scope), specification.commands);
  }

  /** How fresh generators, which are never begun anew, did something else; `null` where they did not. */
  get unlike(): string | null {
    return this.straight.unlike;
  }

  /** The CPU's next access: of its command under way, which is number `c`, or the first of that. */
  take(cpu: number, c: number): AccessOutcome {
    const { system, state } = this;
    const { shared, locals } = system;
    let local = state[shared.cpusAt + cpu]!;
    system.pendingIn(state, 0, this.pending);
    this.isOver = false;
    const begins = local === IDLE;
    if (begins) {
      if (!system.offered.includes(c)) return { kind: "not-offered" };
      if (!system.mayBegin(state, 0, cpu, c)) return { kind: "not-tried" };
      if (this.pulse.enter(GIVE) !== null) return this.hangs(cpu, c, begins, null);
      local = locals.root(c, cpu);
    }
    if (this.pulse.enter(GIVE) !== null) return this.hangs(cpu, c, begins, local);
    const outcome = this.makes(cpu, c, begins, local);
    this.pulse.leave();
    return outcome;
  }

  /** The access of a local state is made. */
  private makes(cpu: number, c: number, begins: boolean, local: number): AccessOutcome {
    const { system, state, commands, specification } = this;
    const { locals } = system;
    const command = specification.commands[c]!; // the caller's number of a command
    const outcome = system.step(state, 0, cpu, local, 0);
    if (outcome === WAITS) return { kind: "waits" };
    if (begins) this.under[cpu] = commands.push({ cpu, command, answer: { kind: "pending" } }) - 1;
    const own = this.under[cpu]!;
    const access = locals.makesAccess(local) ? locals.access(local) : null;
    const text = access === null ? "" : textOf(access, system.memory);
    this.accesses.push({ command: own, access: text, ...reads(access, system.read) });
    this.straight.take(cpu, c, begins, access, system.read);
    if (system.ended) commands[own] = { cpu, command, answer: this.answerTo(c) };
    if (outcome === BROKE) return { kind: "broke", rule: system.rule };
    if (system.ended) {
      this.last.answered(this.pending.with(cpu, c), cpu, system.answer, this.under);
      this.isOver = true;
    }
    state.set(system.successors.states.subarray(0, system.words));
    const rule = system.inspect(state, 0, -1);
    return rule === null ? { kind: "went" } : { kind: "broke", rule };
  }

  /** A generator is known not to go on: before its first access, or after the one of a local state. */
  private hangs(cpu: number, c: number, begins: boolean, local: number | null): AccessOutcome {
    const { system, state, commands, specification } = this;
    const command = specification.commands[c]!; // the caller's number of a command
    if (begins) this.under[cpu] = commands.length;
    const own = this.under[cpu]!;
    commands[own] = { cpu, command, answer: { kind: "hangs" } };
    const access = local === null || !system.locals.makesAccess(local) ? null : system.locals.access(local);
    const read = access === null || local === null ? 0 : system.access(state.slice(), 0, cpu, local);
    const text = access === null ? "" : textOf(access, system.memory);
    this.accesses.push({ command: own, access: text, ...reads(access, read) });
    return { kind: "broke", rule: HANGS.id };
  }

  /** That something did not return, in words. */
  late(what: string): string {
    return this.pulse.late(what);
  }

  /** The command under way on a CPU, a number in `commands`; -1 for none. */
  busyWith(cpu: number): number {
    return this.state[this.system.shared.cpusAt + cpu] === IDLE ? -1 : this.under[cpu]!;
  }

  /** Who waits for whom, in words. */
  waiting(): string[] {
    const { system, state } = this;
    return Array.from({ length: system.cpus }, (_, cpu) => cpu).flatMap((cpu) => {
      const holder = system.stuck.waitsFor(state, 0, cpu);
      if (holder < 0) return [];
      const lock = system.memory.locks[system.locals.place[state[system.shared.cpusAt + cpu]!]!];
      return [`CPU ${cpu} waits for ${lock}, which ${holder === cpu ? "it" : `CPU ${holder}`} holds`];
    });
  }

  /** The lock that a CPU holds after the last access, in words. */
  heldBy(cpu: number): string {
    const { system } = this;
    const lock = system.shared.lockOf(system.successors.states, 0, cpu);
    return lock < 0 ? "nothing" : system.memory.locks[lock]!; // there is one of each number
  }

  private answerTo(c: number): Answer {
    const { system, specification } = this;
    if (isThrown(system.rule)) return threw(system.result);
    return answerOf(specification.scope, specification.commands[c]!, system.result);
  }
}

/** An access in words, with the person's names. */
export function textOf(access: Access, { layout, locks }: Pick<SharedMemory, "layout" | "locks">): string {
  switch (access.kind) {
    case "load":
      return `load ${layout[access.cell]?.name}`;
    case "store":
      return `store ${layout[access.cell]?.name} = ${access.value}`;
    case "cas":
      return `cas ${layout[access.cell]?.name} ${access.value} -> ${access.next}`;
    case "add":
      return `add ${layout[access.cell]?.name} ${access.value}`;
    case "lock":
    case "unlock":
      return `${access.kind} ${locks[access.lock]}`;
  }
}

function reads(access: Access | null, read: number): { readonly read?: number } {
  const kind = access?.kind;
  return kind === "load" || kind === "cas" || kind === "add" ? { read } : {};
}
