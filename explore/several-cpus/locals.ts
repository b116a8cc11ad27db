/**
 * What a CPU knows in the midst of a command: which command it is, and the log of what it has read.
 *
 * That decides its next access, so each such local state has a number and its next access is looked up. A
 * generator runs only where a log is met for the first time, from its beginning: and each access that it
 * makes again on the way must be the one it made before.
 */

import { isMisuse } from "../../model/basics/misuse.js";
import { requireAccess, requireYielded } from "../../model/socket/one-at-a-time.js";
import { ACCESS_KINDS, type Access, isAgain } from "../../model/steps/accesses.js";
import type { StepProgram } from "../../model/steps/step-program.js";
import { argumentsOf, type Command } from "../../model/words/commands.js";
import { GIVE, type Pulse } from "../search/pulse.js";
import { LockSets, NO_LOCKS } from "./lock-sets.js";

/** What a local state does next: an access, or what the command has come to. */
export const LOAD = 0;
export const STORE = 1;
export const CAS = 2;
export const ADD = 3;
export const LOCK = 4;
export const UNLOCK = 5;
export const END = 6;
export const AGAIN = 7;
export const THREW = 8;
/** It made another access, or came to another end, than with the same log before. */
export const UNLIKE = 9;
/** It has made as many accesses as it may. */
export const TOO_LONG = 10;

/** The number of a CPU without a command. */
export const IDLE = 0;

/** What a command came to, or does next. */
interface Next {
  readonly kind: number;
  /** The cell or lock. */
  readonly place: number;
  readonly value: number;
  readonly next: number;
  /** The answer, or what was thrown. */
  readonly result?: unknown;
}

export class Locals {
  /** For each local state its command, what it does next, and with what. */
  readonly command: number[] = [-1];
  readonly kind: number[] = [END];
  readonly place: number[] = [0];
  readonly value: number[] = [0];
  readonly next: number[] = [0];
  /** The locks that its CPU holds, a number of `lockSets`. */
  readonly held: number[] = [NO_LOCKS];
  readonly lockSets = new LockSets();
  /** The answer of a command that is over, or what it threw. */
  readonly result: unknown[] = [undefined];
  /** For each the state before, what was read there, and how many reads that makes. */
  private readonly parent: number[] = [0];
  private readonly read: number[] = [0];
  private readonly depth: number[] = [0];
  private readonly cpu: number[] = [0];
  private readonly carry: number[] = [0];
  private readonly children: (Map<number, number> | undefined)[] = [undefined];
  /** Most accesses read one thing most of the time. */
  private readonly oneRead: number[] = [0];
  private readonly oneChild: number[] = [0];
  private readonly roots = new Map<string, number>();
  /** What the pulse notes while a generator runs: a command that is given, or a look at a state. */
  call = GIVE;
  private readonly given: readonly (readonly number[])[];

  constructor(
    private readonly program: StepProgram,
    private readonly commands: readonly Command[],
    private readonly perCpu: boolean,
    private readonly mostAccesses: number,
    private readonly pulse: Pulse,
  ) {
    this.given = commands.map(argumentsOf);
  }

  /** The bytes that they take, about. */
  get bytes(): number {
    return this.kind.length * 200;
  }

  /** The local state in which a command begins, anew with what it carried over and the locks it held. */
  root(command: number, cpu: number, carry = 0, held = NO_LOCKS): number {
    const on = this.perCpu ? cpu : 0;
    const key = `${command} ${on} ${carry} ${held}`;
    const known = this.roots.get(key);
    if (known !== undefined) return known;
    const made = this.add(command, on, carry, 0, 0, 0, this.run(command, on, carry, []));
    this.held[made] = held;
    this.roots.set(key, made);
    return made;
  }

  /** The local state after a read. */
  after(local: number, read: number): number {
    if (this.oneChild[local] !== 0 && this.oneRead[local] === read) return this.oneChild[local]!;
    const known = this.children[local]?.get(read);
    return known === undefined ? this.extend(local, read) : known;
  }

  /** Where a command that is given back begins anew. */
  begunAnew(local: number): number {
    return this.root(this.command[local]!, this.cpu[local]!, this.value[local]!, this.held[local]!);
  }

  /** Whether nothing was read yet. */
  isRoot(local: number): boolean {
    return this.depth[local] === 0;
  }

  /** Whether a local state makes an access next. */
  makesAccess(local: number): boolean {
    return this.kind[local]! <= UNLOCK;
  }

  /** The access that a local state makes next, where it makes one. */
  access(local: number): Access {
    const place = this.place[local]!;
    const value = this.value[local]!;
    const kind = ACCESS_KINDS[this.kind[local]!]!; // the caller has looked that it makes one
    switch (kind) {
      case "load":
        return { kind, cell: place };
      case "store":
      case "add":
        return { kind, cell: place, value };
      case "cas":
        return { kind, cell: place, value, next: this.next[local]! };
      case "lock":
      case "unlock":
        return { kind, lock: place };
    }
  }

  private extend(local: number, read: number): number {
    const command = this.command[local]!;
    const cpu = this.cpu[local]!;
    const carry = this.carry[local]!;
    const log = this.logOf(local);
    log.push(read);
    const made = this.add(
      command,
      cpu,
      carry,
      local,
      read,
      log.length,
      this.run(command, cpu, carry, log, local),
    );
    this.held[made] = this.heldAfter(local);
    if (this.oneChild[local] === 0) {
      this.oneRead[local] = read;
      this.oneChild[local] = made;
    } else {
      this.children[local] ??= new Map();
      this.children[local].set(read, made);
    }
    return made;
  }

  private heldAfter(local: number): number {
    const [held, place] = [this.held[local]!, this.place[local]!];
    if (this.kind[local] === LOCK) return this.lockSets.with(held, place);
    return this.kind[local] === UNLOCK ? this.lockSets.less(held, place) : held;
  }

  private logOf(local: number): number[] {
    const log: number[] = [];
    for (let at = local; this.depth[at]! > 0; at = this.parent[at]!) log.unshift(this.read[at]!);
    return log;
  }

  private add(
    command: number,
    cpu: number,
    carry: number,
    parent: number,
    read: number,
    depth: number,
    { kind, place, value, next, result }: Next,
  ): number {
    this.cpu.push(cpu);
    this.carry.push(carry);
    this.parent.push(parent);
    this.read.push(read);
    this.depth.push(depth);
    this.kind.push(kind);
    this.place.push(place);
    this.value.push(value);
    this.next.push(next);
    this.result.push(result);
    this.children.push(undefined);
    this.oneRead.push(0);
    this.oneChild.push(0);
    this.held.push(NO_LOCKS);
    return this.command.push(command) - 1;
  }

  /** Runs a command from its beginning along a log, the last of which is new to `from`. */
  private run(command: number, cpu: number, carry: number, log: readonly number[], from = 0): Next {
    if (log.length > this.mostAccesses) return { kind: TOO_LONG, place: 0, value: 0, next: 0 };
    return this.pulse.during(this.call, () => this.runNow(command, cpu, carry, log, from));
  }

  private runNow(command: number, cpu: number, carry: number, log: readonly number[], from: number): Next {
    const { kind } = this.commands[command]!; // the caller's number of a command
    const { memory } = this.program;
    memory.unyielded.length = 0;
    try {
      const steps = this.program.begin(kind, { cpu, carry }, this.given[command]!);
      let step = steps.next();
      // The states on the way, from the first.
      const way: number[] = [];
      for (let at = from; way.length < log.length; at = this.parent[at]!) way.unshift(at);
      for (let i = 0; i < log.length; i++) {
        const same = step.done !== true && this.isSame(way[i]!, requireAccess(step.value, kind, memory));
        if (!same) return { kind: UNLIKE, place: 0, value: 0, next: 0, result: step.value };
        step = steps.next(log[i]!);
      }
      if (step.done !== true) return doing(requireAccess(step.value, kind, memory));
      requireYielded(kind, memory);
      return ended(step.value);
    } catch (error) {
      if (isMisuse(error)) throw error;
      return { kind: THREW, place: 0, value: 0, next: 0, result: error };
    }
  }

  private isSame(local: number, access: Access): boolean {
    const { kind, place, value, next } = doing(access);
    return (
      this.kind[local] === kind &&
      this.place[local] === place &&
      this.value[local] === value &&
      this.next[local] === next
    );
  }
}

function ended(answer: unknown): Next {
  if (isAgain(answer)) return { kind: AGAIN, place: 0, value: answer.again, next: 0 };
  return { kind: END, place: 0, value: 0, next: 0, result: answer };
}

function doing(access: Access): Next {
  const kind = ACCESS_KINDS.indexOf(access.kind);
  const place = "cell" in access ? access.cell : access.lock;
  const value = "value" in access ? access.value : 0;
  return { kind, place, value, next: access.kind === "cas" ? access.next : 0 };
}
