/**
 * What can still explain the answers that commands on several CPUs gave: a set of abstract states, each with
 * the commands under way that have taken effect in it, and how they must be answered therefore.
 *
 * A command takes effect at one moment between its first and its last access. When one ends, all orders in
 * which commands under way may have taken effect by then are followed; those in which its answer is right
 * are left. Where none is, no order explains what was answered: the commands are not linearizable.
 *
 * Each explanation and each set of them has a number, and what becomes of it is looked up once it was met.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { SKIP, VerdictTable } from "../systems/verdict-table.js";
import { Clients } from "./clients.js";
import { NumberedRows } from "./numbered-rows.js";
import { TakingEffect } from "./taking-effect.js";

/** A command that has not taken effect. */
export const PENDING = 0;
/** An effect is the answer and one more where it is accepted; minus the slot and one where it is refused. */
const NONE = -1;

/** No client begins such a command, in some order of those under way. */
const MAY_BEGIN = -1;

/** An explanation on the way: the abstract state, and how each CPU's command took effect. */
export type Explanation = Int32Array;

export class Explanations {
  readonly demands: VerdictTable;
  /** The words of an explanation: those of the abstract state, and one for each CPU. */
  readonly width: number;
  readonly stateWords: number;
  /** The sets met, by number: explanations one after the other, in order. */
  readonly sets: Int32Array[] = [];
  readonly effects: TakingEffect;
  /** The outcome by which the command that was answered last is counted: that of the first that fits. */
  outcome = NONE;
  /** The explanations of each set by number, as they lie in `sets`; and the sets, lowest number first. */
  private readonly members: Int32Array[] = [];
  private readonly numbers = new NumberedRows();
  /** The explanations met on the way. */
  private readonly met = new NumberedRows();
  /** What was asked of a set, and by the number of the question what the answer was. */
  private readonly answered = new NumberedRows();
  private readonly left: number[] = [];
  private readonly outcomes: number[] = [];
  private readonly begun = new NumberedRows();
  private readonly forbidding: number[] = [];
  private readonly question: Int32Array;
  private readonly clients: Clients;
  /** For each command whether there are states in which no client begins it. */
  private readonly isForbidding: Uint8Array;
  /** Explanations that `follow` has met, in the order in which it goes on with them, and those met by now. */
  private open = new Int32Array(64);
  private metIn = new Int32Array(1024);
  private round = 0;
  /** The explanations of a set that is made, so many of them. */
  private gathering = new Int32Array(64);
  private gathered = 0;

  constructor(
    specification: Specification,
    contract: Contract,
    private readonly cpus: number,
  ) {
    this.demands = new VerdictTable(specification, contract);
    this.effects = new TakingEffect(specification, this.demands, contract, cpus, this.met);
    this.stateWords = specification.layout.words;
    this.width = this.stateWords + cpus;
    this.question = new Int32Array(3 + cpus);
    this.clients = new Clients(specification, this.demands, this.stateWords);
    const { base, asked, names } = this.demands;
    this.isForbidding = Uint8Array.from(specification.commands, ({ kind }, c) => {
      let slot = base[c]!;
      while (names[slot]?.startsWith(`${kind}:`) === true && asked[slot] !== SKIP) slot++;
      return Number(names[slot]?.startsWith(`${kind}:`) === true);
    });
    const first = new Int32Array(this.width);
    first.set(specification.initial);
    this.setOf([first]);
  }

  /** The bytes that all this takes, about. */
  get bytes(): number {
    const tables = [this.numbers, this.answered, this.begun].reduce((sum, { bytes }) => sum + bytes, 0);
    const lists = (this.left.length * 2 + this.forbidding.length) * 8;
    return this.sets.length * (this.width * 8 + 300) + tables + lists + this.effects.bytes;
  }

  /**
   * The set that is left of set `number` once CPU `cpu` has answered its command; -1 for none. `pending` has
   * the number of the command under way on each CPU, and -1 where there is none.
   */
  retire(number: number, pending: Int32Array, cpu: number, answer: number): number {
    const { answered, left, outcomes } = this;
    const asked = answered.numberOf(this.ask(number, pending, cpu, answer));
    if (asked === left.length) {
      left.push(this.leftOf(number, pending, cpu, answer));
      outcomes.push(this.outcome);
    }
    this.outcome = outcomes[asked]!;
    return left[asked]!;
  }

  private leftOf(number: number, pending: Int32Array, cpu: number, answer: number): number {
    const { effects, met, stateWords } = this;
    this.outcome = NONE;
    this.gathered = 0;
    this.follow(number, pending, cpu, (explanation) => {
      const effect = met.words[met.starts[explanation]! + stateWords + cpu]!;
      if (effect === PENDING || !effects.isAnswered(effect, answer)) return;
      if (this.outcome === NONE) this.outcome = effect < 0 ? -effect - 1 : this.demands.base[pending[cpu]!]!;
      this.gather(effects.answered(explanation, cpu));
    });
    return this.gathered === 0 ? NONE : this.setGathered();
  }

  /**
   * Whether a client may begin the command of a CPU, beside those under way: -1 where it may; else the slot
   * that forbids it. It may where no order of them makes one of them what clients do not do.
   */
  forbidden(number: number, pending: Int32Array, cpu: number): number {
    const { begun, forbidding } = this;
    const asked = begun.numberOf(this.ask(number, pending, cpu, 0));
    if (asked === forbidding.length) forbidding.push(this.forbids(number, pending, cpu));
    return forbidding[asked]!;
  }

  private forbids(number: number, pending: Int32Array, cpu: number): number {
    const { width, clients, isForbidding } = this;
    const set = this.sets[number]!; // the caller's number of a set
    for (let at = 0; at < set.length; at += width) {
      const slot = clients.forbids(set.subarray(at, at + width), pending, cpu);
      if (slot !== MAY_BEGIN) return slot;
    }
    return pending.some((c) => c >= 0 && isForbidding[c] === 1) ? this.follow(number, pending) : MAY_BEGIN;
  }

  /**
   * Follows all orders in which the commands under way can take effect, until that of CPU `until` has (all of
   * them for -1): `visit` gets the number of each explanation on the way. Returns a slot that no client
   * brings about, and -1 where there is none; without a `visit` it ends there.
   */
  follow(number: number, pending: Int32Array, until = NONE, visit?: (explanation: number) => void): number {
    const { cpus, stateWords, met, effects } = this;
    let [count, slot] = [0, NONE];
    this.round++;
    for (const explanation of this.members[number]!) count = this.meet(explanation, count);
    while (count > 0 && (slot === NONE || visit !== undefined)) {
      const next = this.open[--count]!;
      visit?.(next);
      const own = met.starts[next]! + stateWords;
      if (until >= 0 && met.words[own + until] !== PENDING) continue;
      for (let cpu = 0; cpu < cpus; cpu++) {
        if (pending[cpu]! < 0 || met.words[own + cpu] !== PENDING) continue;
        const taken = effects.numberOf(next, pending, cpu);
        if (slot === NONE) slot = effects.forbidding(taken);
        const after = effects.after(taken);
        for (let i = 0; i < after.length; i++) count = this.meet(after[i]!, count);
      }
    }
    return slot;
  }

  /** The number of a set of explanations, each once however often it is named. */
  setOf(explanations: readonly Explanation[]): number {
    this.gathered = 0;
    for (const explanation of explanations) this.gather(this.met.numberOf(explanation));
    return this.setGathered();
  }

  /** What explanation number `n` is. */
  explanation(n: number): Explanation {
    return this.met.row(n);
  }

  /** Puts an explanation among those gathered, lowest first, unless it is there. */
  private gather(explanation: number): void {
    if (this.gathered === this.gathering.length) this.gathering = larger(this.gathering, this.gathered);
    const { gathering } = this;
    let place = this.gathered;
    while (place > 0 && gathering[place - 1]! > explanation) place--;
    if (place > 0 && gathering[place - 1] === explanation) return;
    gathering.copyWithin(place + 1, place, this.gathered++);
    gathering[place] = explanation;
  }

  /** The number of the set of what was gathered. */
  private setGathered(): number {
    const { met, sets, gathering, gathered } = this;
    const known = this.numbers.numberOf(gathering, gathered);
    if (known < sets.length) return known;
    // In an order that does not depend on when each was met.
    const texts = Array.from(gathering.subarray(0, gathered), (n) => [met.row(n).join(), n] as const);
    const members = texts.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, n]) => n);
    this.members.push(Int32Array.from(members));
    return sets.push(Int32Array.from(members.flatMap((n) => [...met.row(n)]))) - 1;
  }

  /** Puts an explanation to those to go on with, of which there are `count`, unless it was met before. */
  private meet(explanation: number, count: number): number {
    if (explanation >= this.metIn.length) this.metIn = larger(this.metIn, explanation);
    if (this.metIn[explanation] === this.round) return count;
    this.metIn[explanation] = this.round;
    if (count === this.open.length) this.open = larger(this.open, count);
    this.open[count] = explanation;
    return count + 1;
  }

  private ask(number: number, pending: Int32Array, cpu: number, answer: number): Int32Array {
    const { question } = this;
    question[0] = number;
    question[1] = cpu;
    question[2] = answer;
    question.set(pending, 3);
    return question;
  }
}

/** The same numbers, with room for the one at `index` and as many again. */
function larger(numbers: Int32Array, index: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(2 * (index + 1));
  made.set(numbers);
  return made;
}
