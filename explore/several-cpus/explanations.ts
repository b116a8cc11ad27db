/**
 * What can still explain the answers that commands on several CPUs gave: a set of abstract states, each with
 * the commands under way that have taken effect in it, and how they must be answered therefore.
 *
 * A command takes effect at one moment between its first and its last access. When one ends, all orders in
 * which commands under way may have taken effect by then are followed; those in which its answer is right
 * are left. Where none is, no order explains what was answered: the commands are not linearizable.
 *
 * Each set has a number, and what becomes of it is looked up once it was met.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { answersFrame } from "../../model/words/commands.js";
import { ContractedEffects } from "../systems/contracted-effects.js";
import { ACCEPT, IGNORE, MAY_REFUSE, OTHER_EFFECT, SKIP, VerdictTable } from "../systems/verdict-table.js";
import { Clients } from "./clients.js";

/** A command that has not taken effect. */
export const PENDING = 0;
/** An effect is the answer and one more where it is accepted; minus the slot and one where it is refused. */
const NONE = -1;

/** No client begins such a command, in some order of those under way. */
const MAY_BEGIN = -1;

/** What an answer leaves of a set, and the slot by which it is counted. */
interface Retired {
  readonly left: number;
  readonly outcome: number;
}

/** An explanation on the way: the abstract state, and how each CPU's command took effect. */
export type Explanation = Int32Array;

export class Explanations {
  readonly demands: VerdictTable;
  /** The words of an explanation: those of the abstract state, and one for each CPU. */
  readonly width: number;
  readonly stateWords: number;
  /** The sets met, by number: explanations one after the other, in order. */
  readonly sets: Int32Array[] = [];
  private readonly numbers = new Map<string, number>();
  /** The outcome by which the command that was answered last is counted: that of the first that fits. */
  outcome = NONE;
  private readonly retired: Map<number, Retired>[] = [];
  private readonly begun: Map<number, number>[] = [];
  private readonly effects: ContractedEffects;
  private readonly clients: Clients;
  /** For each command whether there are states in which no client begins it. */
  private readonly isForbidding: Uint8Array;
  private readonly framed: Uint8Array;
  /** Whether what is legal may be refused while another command is under way, and only then. */
  private readonly contended: boolean;

  constructor(
    private readonly specification: Specification,
    contract: Contract,
    private readonly cpus: number,
  ) {
    this.demands = new VerdictTable(specification, contract);
    this.effects = new ContractedEffects(specification, contract);
    this.stateWords = specification.layout.words;
    this.width = this.stateWords + cpus;
    this.framed = Uint8Array.from(specification.commands, ({ kind }) => Number(answersFrame(kind)));
    this.clients = new Clients(specification, this.demands, this.stateWords);
    const { base, asked, names } = this.demands;
    this.isForbidding = Uint8Array.from(specification.commands, ({ kind }, c) => {
      let slot = base[c]!;
      while (names[slot]?.startsWith(`${kind}:`) === true && asked[slot] !== SKIP) slot++;
      return Number(names[slot]?.startsWith(`${kind}:`) === true);
    });
    this.contended = contract.leaveWhile === "contended";
    const first = new Int32Array(this.width);
    first.set(specification.initial);
    this.intern([first]);
  }

  /** The bytes that the sets take. */
  get bytes(): number {
    return this.sets.length * (this.width * 8 + 200);
  }

  /**
   * The set that is left of set `number` once CPU `cpu` has answered its command; -1 for none. `pending` has
   * the number of the command under way on each CPU, and -1 where there is none.
   */
  retire(number: number, pending: Int32Array, cpu: number, answer: number): number {
    const key = (this.keyOf(pending) * this.cpus + cpu) * 256 + (answer + 128);
    const memo = (this.retired[number] ??= new Map());
    const known = memo.get(key);
    if (known !== undefined) {
      this.outcome = known.outcome;
      return known.left;
    }
    const left: Explanation[] = [];
    let outcome = NONE;
    this.follow(number, pending, cpu, (explanation) => {
      const effect = explanation[this.stateWords + cpu]!;
      if (!this.isAnswered(effect, answer)) return;
      if (outcome === NONE) outcome = effect < 0 ? -effect - 1 : this.demands.base[pending[cpu]!]!;
      const rest = explanation.slice();
      rest[this.stateWords + cpu] = PENDING;
      left.push(rest);
    });
    const made = left.length === 0 ? NONE : this.intern(left);
    this.outcome = outcome;
    memo.set(key, { left: made, outcome });
    return made;
  }

  /**
   * Whether a client may begin the command of a CPU, beside those under way: -1 where it may; else the slot
   * that forbids it. It may where no order of them makes one of them what clients do not do.
   */
  forbidden(number: number, pending: Int32Array, cpu: number): number {
    const key = this.keyOf(pending) * this.cpus + cpu;
    const memo = (this.begun[number] ??= new Map());
    const known = memo.get(key);
    if (known !== undefined) return known;
    let slot = MAY_BEGIN;
    const { width } = this;
    const set = this.sets[number]!; // the caller's number of a set
    for (let at = 0; at < set.length && slot === MAY_BEGIN; at += width)
      slot = this.clients.forbids(set.subarray(at, at + width), pending, cpu);
    if (slot === MAY_BEGIN && pending.some((c) => c >= 0 && this.isForbidding[c] === 1))
      this.follow(
        number,
        pending,
        -1,
        () => {},
        (forbidding) => {
          if (slot === MAY_BEGIN) slot = forbidding;
        },
        () => {},
        () => slot !== MAY_BEGIN,
      );
    memo.set(key, slot);
    return slot;
  }

  /** Whether an effect lets a command be answered so. */
  isAnswered(effect: number, answer: number): boolean {
    if (effect > 0) return effect === (answer < 0 ? 0 : answer + 1);
    const slot = -effect - 1;
    if (this.demands.asked[slot] === IGNORE) return true;
    return answer < 0 && ((this.demands.rightCodes[slot]! >>> -answer) & 1) === 1;
  }

  /**
   * Follows all orders in which the commands under way can take effect, until that of CPU `until` has (all of
   * them for -1): `reached` gets each explanation at its end, `forbids` each slot that no client brings
   * about, `visit` each explanation on the way; it ends where `isDone` says so.
   */
  follow(
    number: number,
    pending: Int32Array,
    until: number,
    reached: (explanation: Explanation) => void,
    forbids: (slot: number) => void = () => {},
    visit: (explanation: Explanation) => void = () => {},
    isDone: () => boolean = () => false,
  ): void {
    const { width, stateWords, cpus } = this;
    // They are few: to look through them takes less time than to make a key of each.
    const met: Explanation[] = [];
    const open: Explanation[] = [];
    const meet = (explanation: Explanation) => {
      for (let i = 0; i < met.length; i++) if (isSame(met[i]!, explanation, width)) return;
      met.push(explanation);
      open.push(explanation);
    };
    const set = this.sets[number]!; // the caller's number of a set
    for (let at = 0; at < set.length; at += width) meet(set.slice(at, at + width));
    for (let next = open.pop(); next !== undefined && !isDone(); next = open.pop()) {
      visit(next);
      if (until >= 0 && next[stateWords + until] !== PENDING) {
        reached(next);
        continue;
      }
      for (let cpu = 0; cpu < cpus; cpu++)
        if (pending[cpu]! >= 0 && next[stateWords + cpu] === PENDING)
          this.takeEffect(next, pending, cpu, meet, forbids);
    }
  }

  /** All ways in which the command of a CPU can take effect in an explanation. */
  takeEffect(
    from: Explanation,
    pending: Int32Array,
    cpu: number,
    meet: (explanation: Explanation) => void,
    forbids: (slot: number) => void,
  ): void {
    const { specification, demands, stateWords } = this;
    const c = pending[cpu]!;
    specification.look(from, 0);
    const mask = specification.judge(c);
    const slot = demands.base[c]! + mask;
    const asked = demands.asked[slot]!;
    if (asked === SKIP) {
      forbids(slot);
      return;
    }
    const may = asked === MAY_REFUSE || (asked === OTHER_EFFECT && demands.rightCodes[slot] !== 0);
    const refuses = may ? this.hasLeave(pending, cpu) : asked !== ACCEPT && asked !== OTHER_EFFECT;
    if (refuses) {
      const refused = from.slice();
      refused[stateWords + cpu] = -slot - 1;
      meet(refused);
    }
    if (asked !== ACCEPT && asked !== MAY_REFUSE && asked !== OTHER_EFFECT) return;
    const answers = this.framed[c] === 1 ? specification.answersOf(c) : 1;
    for (let answer = 0; answer < answers; answer++) {
      if (this.framed[c] === 1 && !specification.mayAnswer(c, answer)) continue;
      const taken = from.slice();
      specification.look(from, 0);
      this.effects.apply(c, answer, asked, from, 0, taken, 0);
      taken[stateWords + cpu] = answer + 1;
      meet(taken);
    }
  }

  /** Whether a legal command may be refused, by the contract: under contention alone where it says so. */
  private hasLeave(pending: Int32Array, cpu: number): boolean {
    if (!this.contended) return true;
    for (let other = 0; other < this.cpus; other++) if (other !== cpu && pending[other]! >= 0) return true;
    return false;
  }

  /** A number for the commands under way. */
  keyOf(pending: Int32Array): number {
    const radix = this.specification.commands.length + 1;
    let key = 0;
    for (let cpu = 0; cpu < this.cpus; cpu++) key = key * radix + pending[cpu]! + 1;
    return key;
  }

  /** The number of a set of explanations. */
  intern(explanations: readonly Explanation[]): number {
    const texts = new Map(explanations.map((explanation) => [explanation.join(), explanation]));
    const sorted = [...texts.keys()].sort();
    const key = sorted.join(";");
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const { width } = this;
    const set = new Int32Array(sorted.length * width);
    sorted.forEach((text, i) => {
      set.set(texts.get(text)!, i * width); // it is one of its keys
    });
    this.numbers.set(key, this.sets.length);
    return this.sets.push(set) - 1;
  }
}

function isSame(one: Explanation, other: Explanation, width: number): boolean {
  for (let w = width - 1; w >= 0; w--) if (one[w] !== other[w]) return false;
  return true;
}
