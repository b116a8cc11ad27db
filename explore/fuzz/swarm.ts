/**
 * One run of a fuzz: some kinds of commands over some ranges, drawn at its beginning, and walks through what
 * they lead to.
 *
 * In every state on the way each command of the run is given, so that whatever the state refuses is put to
 * the test as well; then the walk goes on to one successor, by weights that are drawn for the run. It
 * begins anew from the initial state, or from a state whose signature came up seldom: a state is bytes, so
 * that costs a copy. What a seed draws is the same everywhere, and no clock is looked at.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { Specification } from "../../model/specification/specification.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import { FindingLog } from "../search/finding-log.js";
import { INSPECT, type Place, type Pulse } from "../search/pulse.js";
import type { PathStep } from "../search/search.js";
import { Lockstep } from "../systems/lockstep.js";
import { Random } from "../systems/random.js";
import { DrawnArguments } from "./drawn-arguments.js";
import { signatureOf } from "./signature.js";

/** A rule that was broken, and the commands that led there, by their numbers in the run's specification. */
export interface SwarmFinding {
  readonly path: readonly PathStep[];
  readonly rule: string;
}

/** After how many states it is looked at how many commands were given. */
const STATES_BETWEEN = 8;
/** How many states a run keeps to go on from. */
const MOST_KEPT = 128;
/** A state that a run can go on from. */
interface Kept {
  readonly state: Int32Array;
  readonly path: readonly PathStep[];
  met: number;
}

export class Swarm {
  readonly specification: Specification;
  readonly lockstep: Lockstep;
  /** How many states of the run were left by a walk so far; it ends after `states`. */
  expanded = 0;
  /** The longest walk. */
  longest = 0;
  finding: SwarmFinding | null = null;
  private states: number;
  private readonly random = new Random();
  /** By the number of a kind. Drawn for what is offered alone: a further module changes no other run. */
  private readonly weights = new Float64Array(COMMAND_KINDS.length);
  private readonly initial: Int32Array;
  private readonly current: Int32Array;
  private path: PathStep[] = [];
  private left = 0;
  private readonly kept = new Map<number, Kept>();

  /**
   * `kinds` are those that the allocator offers; `hang` is where the run is known to hang. What a state is
   * numbered begins at `first`. Throws a `Misuse` where definition and allocator do not fit.
   */
  constructor(
    definition: AllocatorDefinition,
    contract: Contract,
    scope: Scope,
    kinds: readonly CommandKind[],
    seed: number,
    pulse: Pulse,
    private readonly first: number,
    private readonly hang: Place | null,
    private readonly most: number,
  ) {
    const { random } = this;
    random.begin(seed);
    const chosen = this.drawKinds(kinds);
    const drawn = new DrawnArguments(scope, random);
    const commands = chosen.flatMap((kind) => drawn.commandsOf(kind));
    this.specification = new Specification(scope, { commands });
    this.lockstep = new Lockstep(this.specification, definition, contract, pulse);
    for (const kind of kinds) this.weights[COMMAND_KINDS.indexOf(kind)] = 1 + (random.draw() % 100);
    this.states = 64 + (random.draw() % 1500);
    this.current = new Int32Array(this.lockstep.words);
    this.lockstep.initial(); // while the allocator is fresh
    this.initial = this.lockstep.successors.states.slice(0, this.lockstep.words);
    this.begin();
  }

  /** Leaves at most so many states; false once the run is over. */
  advance(states: number): boolean {
    const end = this.expanded + states;
    while (this.finding === null && this.expanded < Math.min(end, this.states)) {
      this.step();
      if (this.isEnough) this.states = this.expanded;
    }
    return this.finding === null && this.expanded < this.states;
  }

  /** Whether so many commands were given as are wanted, looked at now and then: to add up takes time. */
  private get isEnough(): boolean {
    if (this.most === Number.POSITIVE_INFINITY || this.expanded % STATES_BETWEEN !== 0) return false;
    return this.lockstep.tally.tried >= this.most;
  }

  /** All kinds, every fourth time; else each or not. */
  private drawKinds(kinds: readonly CommandKind[]): readonly CommandKind[] {
    const { random } = this;
    if (random.draw() % 4 === 0) return kinds;
    const some = kinds.filter(() => random.draw() % 3 !== 0);
    return some.length === 0 ? kinds : some;
  }

  private begin(): void {
    const { lockstep, random, current } = this;
    const rare = this.kept.size === 0 || random.draw() % 2 === 0 ? null : this.rarest();
    this.left = 8 + (random.draw() % (4 * lockstep.specification.scope.frames));
    if (rare !== null) {
      current.set(rare.state);
      this.path = [...rare.path];
      return;
    }
    current.set(this.initial);
    this.path = [];
    if (this.expanded === 0) this.inspect();
  }

  /** Of three states that were kept the one whose like was met least. */
  private rarest(): Kept | null {
    const { random } = this;
    const all = [...this.kept.values()];
    let best: Kept | null = null;
    for (let i = 0; i < 3; i++) {
      const one = all[random.draw() % all.length];
      if (one !== undefined && (best === null || one.met < best.met)) best = one;
    }
    return best;
  }

  private step(): void {
    const { lockstep, current, hang } = this;
    const { successors } = lockstep;
    const log = new FindingLog();
    const number = this.first + this.expanded;
    log.state = number;
    const hangs = hang !== null && hang.call < INSPECT && hang.number === number;
    const count = lockstep.expand(current, 0, 0, log, hangs ? hang.command : undefined);
    this.expanded++;
    const [found] = log.found;
    if (found !== undefined) {
      this.find(found.rule, found.command, found.answer);
      return;
    }
    if (hangs) {
      this.find(lockstep.hangRule, hang.command, 0);
      return;
    }
    this.keep();
    const chosen = count === 0 || this.left === 0 ? -1 : this.choose(count);
    if (chosen < 0) {
      this.begin();
      return;
    }
    this.left--;
    current.set(successors.states.subarray(chosen * lockstep.words, (chosen + 1) * lockstep.words));
    this.path.push({ command: successors.commands[chosen]!, answer: successors.answers[chosen]! });
    if (this.path.length > this.longest) this.longest = this.path.length;
    this.inspect();
  }

  /** Notes what the state is like that was just left, which the specification still looks at. */
  private keep(): void {
    const { kept, current, path } = this;
    const signature = signatureOf(this.specification, current);
    const known = kept.get(signature);
    if (known !== undefined) known.met++;
    else if (kept.size < MOST_KEPT) kept.set(signature, { state: current.slice(), path: [...path], met: 1 });
  }

  /** A successor: a kind by the weights of those that lead on, and one of its commands. */
  private choose(count: number): number {
    const { random, weights, lockstep } = this;
    const { commands } = lockstep.successors;
    const { kinds } = lockstep;
    let sum = 0;
    let kind = -1;
    // Successors come kind by kind: each kind counts once.
    for (let i = 0; i < count; i++) {
      if (kinds[commands[i]!] === kind) continue;
      kind = kinds[commands[i]!]!;
      sum += weights[kind]!;
    }
    let drawn = (random.draw() / 2 ** 31) * sum;
    kind = -1;
    let from = 0;
    for (let i = 0; i < count; i++) {
      if (kinds[commands[i]!] === kind) continue;
      kind = kinds[commands[i]!]!;
      from = i;
      drawn -= weights[kind]!;
      if (drawn < 0) break;
    }
    let to = from;
    while (to < count && kinds[commands[to]!] === kind) to++;
    return from + (random.draw() % (to - from));
  }

  private inspect(): void {
    const { lockstep, current, hang } = this;
    const number = this.first + this.expanded;
    if (hang !== null && hang.call >= INSPECT && hang.number === number) {
      this.findHere(lockstep.hangRule);
      return;
    }
    const rule = lockstep.inspect(current, 0, number);
    if (rule !== null) this.findHere(rule);
  }

  private findHere(rule: string): void {
    this.finding = { path: [...this.path], rule };
  }

  private find(rule: string, command: number, answer: number): void {
    this.finding = { path: command < 0 ? [] : [...this.path, { command, answer }], rule };
  }
}
