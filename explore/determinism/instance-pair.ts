/**
 * Two instances that get the same commands, and may not part.
 *
 * One is restored before each command, as in the search, often after another command in the same state.
 * The other runs straight on: it is never restored, and never scrubbed. Where the two part, something that
 * matters lies outside the saved state, or `scrub` repairs what stays broken without a checker.
 */

import { isMisuse } from "../../model/basics/misuse.js";
import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import {
  type Answer,
  answerOf,
  type Counterexample,
  describeAnswer,
  headOf,
  threw,
} from "../../model/trace/trace.js";
import { DEFERRED, HANGS, HIDDEN_STATE, isThrown } from "../../properties/answers.js";
import { GIVE, INSPECT, MAKE, type Place, type Pulse, SCRUB } from "../search/pulse.js";
import { Deferrals, explainDeferred } from "../systems/deferred.js";
import { Instance } from "../systems/instance.js";
import { Lockstep } from "../systems/lockstep.js";
import { BROKE, MOVED } from "../systems/outcome.js";
import { Random } from "../systems/random.js";
import { adviceFor } from "./advice.js";
import { Garbage } from "./garbage.js";

/** What happens on the way besides the commands; none of it may make a difference. */
export interface PairOptions {
  /** The restored one is given other commands in between, whose effect is then written over. */
  readonly detours?: boolean;
  /** What `scrub` clears is filled with garbage in the straight one. */
  readonly littered?: boolean;
  /** The straight one is scrubbed and looked at after each command. */
  readonly looked?: boolean;
}

/** Where two instances begin: a state of the search and the commands that lead there. */
export interface Start {
  readonly state: Int32Array;
  readonly commands: readonly number[];
  readonly answers: readonly Answer[];
}

/** A sequence on which something came to light. */
export interface Divergence {
  readonly commands: readonly number[];
  readonly counterexample: Counterexample;
  /** Whether it is a rule that the restored one broke: the search finds it too, unless it is kept from it. */
  readonly plain: boolean;
}

/** A call that is known not to return. */
class KnownToHang extends Error {
  constructor(readonly place: Place) {
    super("internal: a call that hangs was not passed over");
  }
}

export class InstancePair {
  readonly restored: Lockstep;
  readonly start: Start;
  private readonly random = new Random();
  private readonly garbage: Garbage;
  private readonly specWords: number;
  /** The sequence under way. */
  private state = new Int32Array(0);
  private commands: number[] = [];
  private answers: Answer[] = [];

  constructor(
    definition: AllocatorDefinition,
    private readonly contract: Contract,
    readonly specification: Specification,
    private readonly pulse: Pulse,
    private readonly deferrals: Deferrals = new Deferrals(),
  ) {
    this.restored = new Lockstep(specification, definition, contract, pulse);
    this.restored.initial();
    this.specWords = specification.layout.words;
    this.garbage = new Garbage(this.restored);
    const state = this.restored.successors.states.slice(0, this.restored.words);
    this.start = { state, commands: [], answers: [] };
  }

  /** Whether the contract has a client give command `c` in the state last looked at. */
  isTried(c: number): boolean {
    return this.restored.demands.isTried(c);
  }

  /**
   * Gives both the commands that `next` names, until it gives -1 or they part. `next` is asked when the
   * specification has looked at the state; what the contract leaves to the client is passed over. Work left
   * for later is seen where the deferrals are watched meanwhile.
   */
  run(next: () => number, way: PairOptions, start: Start = this.start): Divergence | null {
    this.state = start.state.slice();
    this.commands = [...start.commands];
    this.answers = [...start.answers];
    this.random.begin(1);
    try {
      return this.follow(next, way, start);
    } catch (error) {
      if (!(error instanceof KnownToHang)) throw error;
      return this.hangs(error.place);
    }
  }

  private follow(next: () => number, way: PairOptions, start: Start): Divergence | null {
    const { specification, state } = this;
    const { restored } = this;
    this.deferrals.taken(); // what others left
    const straight = new Instance(restored.definition, specification, this.pulse, restored.main, "twin");
    if (start !== this.start) straight.image.load(state, this.specWords);
    const made = this.deferrals.taken();
    if (made !== null) return this.deferred(made, MAKE);
    for (;;) {
      specification.look(state, 0);
      const c = next();
      if (c < 0) break;
      if (!this.isTried(c)) continue;
      if (way.detours === true) this.detour();
      if (way.littered === true) this.scatter(straight);
      const parted = this.take(c, straight) ?? (way.looked === true ? this.look(straight) : null);
      if (parted !== null) return parted;
    }
    return this.compareBytes(straight);
  }

  /** Gives one command to both. */
  private take(c: number, straight: Instance): Divergence | null {
    const { restored, specification, state, commands, answers } = this;
    const command = specification.commands[c]!; // an offered command's own number
    commands.push(c);
    restored.restore(state, 0);
    this.enter(GIVE);
    const outcome = restored.step(c, specification.judge(c), state, 0, 0);
    this.pulse.leave();
    const thrown = outcome === BROKE && isThrown(restored.rule);
    const answer = thrown ? threw(restored.thrown) : answerOf(specification.scope, command, restored.answer);
    answers.push(answer);
    const left = this.deferrals.taken();
    if (outcome === BROKE) return this.broken(restored.rule);
    if (left !== null) return this.deferred(left, GIVE);
    const other = this.give(straight, c);
    const leftByOther = this.deferrals.taken();
    if (leftByOther !== null) return this.deferred(leftByOther, GIVE);
    if (outcome === MOVED) state.set(restored.successors.states.subarray(0, restored.words));
    const usual = describeAnswer(answer);
    const straightly = describeAnswer(other);
    return usual === straightly ? null : this.parted(usual, straightly);
  }

  private give({ calls }: Instance, c: number): Answer {
    const { scope, commands } = this.specification;
    this.enter(GIVE);
    try {
      return answerOf(scope, commands[c]!, calls.give(c));
    } catch (error) {
      if (isMisuse(error)) throw error;
      return threw(error);
    } finally {
      this.pulse.leave();
    }
  }

  /** Another command for the restored one, in the state in which it is given the next. */
  private detour(): void {
    const { restored, random } = this;
    const { offered, main } = restored;
    const c = offered[random.draw() % offered.length]!;
    if (!this.isTried(c)) return;
    restored.restore(this.state, 0);
    this.give(main, c);
    if (!main.whole) restored.renew();
    this.deferrals.taken(); // it is seen where the command is given in its turn
  }

  private scatter(straight: Instance): void {
    this.enter(SCRUB);
    this.garbage.scatter(straight, this.state, this.random.draw());
    this.pulse.leave();
  }

  /** Both are looked at; the straight one must still be fit for it. */
  private look(straight: Instance): Divergence | null {
    const { restored, state, pulse, specWords } = this;
    this.enter(INSPECT);
    const rule = restored.inspect(state, 0, pulse.number);
    if (rule !== null) return this.broken(rule);
    this.scrub(straight);
    this.enter(INSPECT);
    const looked = straight.lookAt(state, 0, specWords, pulse.number);
    pulse.leave();
    return looked === null ? null : this.parted("no rule broken by the state", `${looked.rule} broken by it`);
  }

  /** Only now scrubbed: until here the straight one may have run on bytes that nobody cleaned. */
  private compareBytes(straight: Instance): Divergence | null {
    this.scrub(straight);
    return straight.image.differs(this.state, this.specWords)
      ? this.parted("one content of the state", "another content after the same commands")
      : null;
  }

  private scrub({ allocator }: Instance): void {
    this.enter(SCRUB);
    try {
      allocator.scrub?.();
    } catch {
      // The restored one was scrubbed after each command; where it threw, that is the finding.
    }
    this.pulse.leave();
  }

  private enter(call: number): void {
    const hang = this.pulse.enter(call);
    if (hang !== null) throw new KnownToHang(hang);
  }

  private hangs({ call }: Place): Divergence {
    const given = this.answers.length < this.commands.length;
    if (given) this.answers.push({ kind: "hangs" });
    const last = this.commands.at(-1);
    const after = last === undefined ? "the last command" : this.specification.commands[last]!.kind;
    const found = this.pulse.late(call === SCRUB ? `scrub after ${after}` : after);
    return this.tell(HANGS.id, "an answer", found, true);
  }

  private deferred(what: string, call: number): Divergence {
    const { expected, found } = explainDeferred(what, call === MAKE ? "make" : "the command");
    return this.tell(DEFERRED.id, expected, found);
  }

  private broken(rule: string): Divergence {
    const found = `${rule} is broken, on one that was used before; ${adviceFor(this.restored.main.allocator)}`;
    return this.tell(HIDDEN_STATE.id, "nothing is broken, as in the search", found, true);
  }

  private parted(restored: string, straight: string): Divergence {
    return this.tell(
      HIDDEN_STATE.id,
      `${straight}, as on a fresh allocator`,
      `${restored}, on one that was used before and whose saved state was written back; ${adviceFor(this.restored.main.allocator)}`,
    );
  }

  private tell(rule: string, expected: string, found: string, plain = false): Divergence {
    const { commands, answers, specification } = this;
    const steps = answers.map((answer, i) => ({ command: specification.commands[commands[i]!]!, answer }));
    const head = headOf(this.restored.definition, this.contract, specification.scope);
    return { commands, counterexample: { ...head, steps, rule, expected, found }, plain };
  }
}
