/** In which ways a command under way takes effect in an explanation, or that no client gives it there. */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import { answersFrame } from "../../model/words/commands.js";
import { ContractedEffects } from "../systems/contracted-effects.js";
import {
  ACCEPT,
  IGNORE,
  MAY_REFUSE,
  OTHER_EFFECT,
  SKIP,
  type VerdictTable,
} from "../systems/verdict-table.js";
import type { Explanation } from "./explanations.js";
import { NumberedRows } from "./numbered-rows.js";

/** No slot. */
const NONE = -1;

export class TakingEffect {
  private readonly effects: ContractedEffects;
  private readonly stateWords: number;
  private readonly framed: Uint8Array;
  /** Whether what is legal may be refused while another command is under way, and only then. */
  private readonly contended: boolean;
  /** An explanation, a CPU, its command, and whether that has leave: for each what comes of it. */
  private readonly asked = new NumberedRows();
  private readonly question = new Int32Array(2);
  private readonly ways: Int32Array[] = [];
  private readonly slots: number[] = [];
  /** For each CPU and explanation the one in which its command is over. */
  private readonly over: number[][];

  constructor(
    private readonly specification: Specification,
    private readonly demands: VerdictTable,
    contract: Contract,
    private readonly cpus: number,
    /** The explanations met, by number. */
    private readonly met: NumberedRows,
  ) {
    this.effects = new ContractedEffects(specification, contract);
    this.over = Array.from({ length: cpus }, () => []);
    this.stateWords = specification.layout.words;
    this.framed = Uint8Array.from(specification.commands, ({ kind }) => Number(answersFrame(kind)));
    this.contended = contract.leaveWhile === "contended";
  }

  /** The bytes that it takes, about. */
  get bytes(): number {
    return this.met.bytes + this.asked.bytes + this.ways.length * 120;
  }

  /** The number of what comes of a CPU's command that takes effect in an explanation, itself a number. */
  numberOf(explanation: number, pending: Int32Array, cpu: number): number {
    const { question, asked, ways, slots } = this;
    question[0] = explanation;
    question[1] = (pending[cpu]! * this.cpus + cpu) * 2 + Number(this.hasLeave(pending, cpu));
    const number = asked.numberOf(question);
    if (number < ways.length) return number;
    const after: number[] = [];
    let slot = NONE;
    this.takeEffect(
      this.met.row(explanation).slice(),
      pending,
      cpu,
      (taken) => after.push(this.met.numberOf(taken)),
      (forbidding) => {
        slot = forbidding;
      },
    );
    ways.push(Int32Array.from(after));
    slots.push(slot);
    return number;
  }

  /** The explanations that come of it. */
  after(number: number): Int32Array {
    return this.ways[number]!;
  }

  /** The slot by which no client gives the command there; -1 where one may. */
  forbidding(number: number): number {
    return this.slots[number]!;
  }

  /** The number of an explanation in which the command of a CPU was answered, of which nothing is left. */
  answered(explanation: number, cpu: number): number {
    const over = this.over[cpu]!; // the caller's CPU
    while (over.length <= explanation) over.push(NONE);
    if (over[explanation] !== NONE) return over[explanation]!;
    const rest = this.met.row(explanation).slice();
    rest[this.stateWords + cpu] = 0;
    const number = this.met.numberOf(rest);
    over[explanation] = number;
    return number;
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
    const mask = specification.judgeAlone(c, from, 0);
    const slot = demands.base[c]! + mask;
    const asked = demands.asked[slot]!;
    if (asked === SKIP) {
      forbids(slot);
      return;
    }
    const may = asked === MAY_REFUSE || (asked === OTHER_EFFECT && demands.mayBeRefused(slot));
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

  /** Whether an effect lets a command be answered so. */
  isAnswered(effect: number, answer: number): boolean {
    if (effect > 0) return effect === (answer < 0 ? 0 : answer + 1);
    const slot = -effect - 1;
    if (this.demands.asked[slot] === IGNORE) return true;
    return answer < 0 && this.demands.isRight(slot, answer);
  }

  /** Whether a legal command may be refused, by the contract: under contention alone where it says so. */
  private hasLeave(pending: Int32Array, cpu: number): boolean {
    if (!this.contended) return true;
    for (let other = 0; other < this.cpus; other++) if (other !== cpu && pending[other]! >= 0) return true;
    return false;
  }
}
