/** The specification under a contract, driven by hand: from any state, by any command. */
import { ContractedEffects } from "../../explore/systems/contracted-effects.js";
import { ACCEPT, MAY_REFUSE, OTHER_EFFECT, VerdictTable } from "../../explore/systems/verdict-table.js";
import type { Contract } from "../../model/contracts/named.js";
import { givenIn } from "../../model/modules/growth/rules.js";
import { type Growth, growthOf } from "../../model/specification/growth-moves.js";
import { Specification } from "../../model/specification/specification.js";
import { type Answer, numberInScope } from "../../model/trace/trace.js";
import { type Command, describeCommand, numbersByText } from "../../model/words/commands.js";

/** What is said of one command in one state: its true reasons as a mask, and what is asked of the answer. */
export interface Judged {
  readonly mask: number;
  readonly asked: number;
}

export class AbstractMachine {
  readonly specification: Specification;
  private readonly demands: VerdictTable;
  private readonly effects: ContractedEffects;
  private readonly growth: Growth | null;
  private readonly numbers: ReadonlyMap<string, number>;

  /** `commands` are those it is asked about; all of the scope when absent. */
  constructor(scope: Specification["scope"], contract: Contract, commands?: readonly Command[]) {
    this.specification = new Specification(scope, commands === undefined ? {} : { commands });
    this.demands = new VerdictTable(this.specification, contract);
    this.effects = new ContractedEffects(this.specification, contract);
    this.growth = growthOf(this.specification);
    this.numbers = numbersByText(this.specification.commands);
  }

  /** The state in which every run begins. */
  start(): Int32Array {
    return this.specification.initial.slice();
  }

  /** The number of a command, where it is one of the scope. */
  numberOf(command: Command): number | undefined {
    return this.numbers.get(describeCommand(command));
  }

  /** What is said of command number `c` in a state. */
  judge(c: number, state: Int32Array): Judged {
    this.specification.look(state, 0);
    return this.judgeHere(c);
  }

  /** What is said of every command in a state, by their numbers. */
  judgeAll(state: Int32Array): Judged[] {
    this.specification.look(state, 0);
    return this.specification.commands.map((_, c) => this.judgeHere(c));
  }

  /**
   * The state after command number `c` was accepted with an answer. What is accepted against the rules
   * changes nothing, unless it is `lawless`: then it does what the rule that is left out forbids.
   */
  accept(c: number, answer: Answer & { readonly kind: "accepted" }, state: Int32Array, lawless = false) {
    const { asked } = this.judge(c, state);
    const goes = asked === ACCEPT || asked === MAY_REFUSE || asked === OTHER_EFFECT;
    if (!goes && !lawless) return state;
    const next = this.start();
    this.effects.apply(
      c,
      numberInScope(this.specification.scope, answer),
      goes ? asked : ACCEPT,
      state,
      0,
      next,
      0,
    );
    this.growth?.move(givenIn(answer), next, 0);
    return next;
  }

  private judgeHere(c: number): Judged {
    const mask = this.specification.judge(c);
    return { mask, asked: this.demands.demand(c, mask) };
  }
}
