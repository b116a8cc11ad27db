/** Tries sequences of commands in one pool, by the step of the search, and says which break the rule. */
import { Specification } from "../../model/specification/specification.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { type Command, describeCommand, numbersByText } from "../../model/words/commands.js";
import type { Scope } from "../../model/words/scope.js";
import { confirm } from "../replay/confirm.js";
import { GIVE, INSPECT, WALK } from "../search/pulse.js";
import { Lockstep } from "../systems/lockstep.js";
import { BROKE, MOVED } from "../systems/outcome.js";
import { Checkpoints } from "./checkpoints.js";
import type { Subject } from "./subject.js";

export class Trial {
  private readonly specification: Specification;
  private readonly lockstep: Lockstep;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly offered: ReadonlySet<number>;
  private readonly state: Int32Array;
  private readonly initial: Int32Array;
  /** The commands of the sequence tried last that changed something, and what they were answered. */
  private readonly effective: number[] = [];
  private readonly answers: number[] = [];
  private readonly checkpoints = new Checkpoints();

  /** `commands` are all that will be tried. Throws a `Misuse` where nothing of it is offered. */
  constructor(
    private readonly subject: Subject,
    scope: Scope,
    commands: readonly Command[],
  ) {
    const named = [...new Map(commands.map((command) => [describeCommand(command), command])).values()];
    this.specification = new Specification(scope, { commands: named });
    this.lockstep = new Lockstep(this.specification, subject.definition, subject.contract, subject.pulse);
    this.numbers = numbersByText(this.specification.commands);
    this.offered = new Set(this.lockstep.offered);
    this.lockstep.initial();
    this.initial = this.lockstep.successors.states.slice(0, this.lockstep.words);
    this.state = this.initial.slice();
  }

  /** How many commands are laid out. */
  get size(): number {
    return this.specification.commands.length;
  }

  /** The number of a command for `breaks`. */
  numberOf(command: Command): number {
    const number = this.numbers.get(describeCommand(command));
    if (number === undefined) throw new Error("internal: a command that is not tried");
    return number;
  }

  commandOf(number: number): Command {
    return this.specification.commands[number]!; // numbers come from `numberOf`
  }

  /**
   * The commands of a sequence that changed something, up to the one that breaks the rule; `null` where none
   * does, or where another rule is broken before. What is refused, not offered or not tried is left out.
   */
  breaks(numbers: readonly number[]): number[] | null {
    const broke = this.run(numbers);
    return broke !== null && broke.rule === this.subject.rule ? broke.effective : null;
  }

  /** The first rule that a sequence breaks, whichever it is, and the commands that lead there. */
  run(numbers: readonly number[]): { readonly rule: string; readonly effective: number[] } | null {
    const { lockstep, specification, state, subject, checkpoints, effective } = this;
    const { successors } = lockstep;
    const known = checkpoints.resume(numbers);
    effective.length = known?.effective ?? 0;
    this.answers.length = effective.length;
    state.set(known?.state ?? this.initial);
    const first = known === null ? this.inspect() : null;
    if (first !== null) return { rule: first, effective: [] };
    for (let at = known?.at ?? 0; at < numbers.length; at++) {
      checkpoints.note(at, effective.length, state);
      const c = numbers[at]!;
      if (!this.offered.has(c)) continue;
      const mask = specification.judgeAlone(c, state, 0);
      lockstep.restore(state, 0);
      subject.pulse.enter(GIVE);
      const outcome = lockstep.step(c, mask, state, 0, 0);
      subject.pulse.leave();
      if (outcome !== MOVED && outcome !== BROKE) continue;
      effective.push(c);
      this.answers.push(lockstep.answer);
      if (outcome === BROKE) return { rule: lockstep.rule, effective: effective.slice() };
      state.set(successors.states.subarray(0, lockstep.words));
      const rule = this.inspect();
      if (rule !== null) return { rule, effective: effective.slice() };
    }
    return null;
  }

  /**
   * The trace of these commands as it is told, after it was seen to break again; `null` where it does not.
   */
  told(numbers: readonly number[]): Counterexample | null {
    const { definition, contract, rule, pulse } = this.subject;
    const effective = this.breaks(numbers);
    if (effective === null) return null;
    const path = effective.map((command, i) => ({ command, answer: this.answers[i]! })); // as many
    pulse.begin(WALK);
    return confirm(definition, contract, this.specification, path, rule, pulse);
  }

  private inspect(): string | null {
    const { lockstep, state, subject } = this;
    subject.pulse.enter(INSPECT);
    const rule = lockstep.inspect(state, 0, subject.pulse.number);
    subject.pulse.leave();
    return rule;
  }
}
