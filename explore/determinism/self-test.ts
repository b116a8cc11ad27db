/**
 * Looks, before a search, whether an allocator really is its bytes.
 *
 * Every command near the start is given after every other; then two instances get the same commands, of
 * which one runs straight on (`instance-pair.ts`): all sequences of two commands (many, where too many),
 * each command ten times over, and walks of which half of the commands are legal, so that they get far.
 * How much is tried is counted in commands: it is the same at any speed.
 */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { HANGS } from "../../properties/answers.js";
import { now } from "../search/clock.js";
import { CLOSE_LOOK, Pulse, SELF_TEST } from "../search/pulse.js";
import { Deferrals } from "../systems/deferred.js";
import { Draws, inOrder } from "./draws.js";
import { type Divergence, InstancePair, type PairOptions } from "./instance-pair.js";
import { CloseLook, leastNamed } from "./least-suspect.js";
import { shrink } from "./shrink.js";

/** How often each command is given in a row: what counts its calls shows itself. */
const REPEATS = 10;
/** A state is looked at for all commands at once: of very many, the fewer are repeated the more there are. */
const MOST_REPEATS = 4_000_000;
/** With more pairs of commands than this, so many are drawn. */
const MOST_PAIRS = 1000;
/** So many sequences are one piece of work. */
const AT_ONCE = 16;
/** A slice lasts about so long: between two the clock of the budget is looked at, and signals are heard. */
const SLICE_MILLISECONDS = 50;
/** Many short walks, since what is hidden mostly shows near the start, and some long ones. */
const WALKS = [
  { count: 48, length: 48 },
  { count: 12, length: 400 },
] as const;
/** In turn: what happens on a walk besides its commands. */
const WAYS: readonly PairOptions[] = [
  { detours: true },
  { littered: true },
  { detours: true, looked: true },
  { detours: true, littered: true },
];

/** What the self-test found. */
export interface SelfTestResult {
  /** The trace on which the bytes do not decide. */
  readonly hidden: Counterexample | null;
  /** A trace that broke a rule. Where the search then breaks none, something is hidden from it. */
  readonly broke: Counterexample | null;
}

export class SelfTest {
  private found: Counterexample | null = null;
  private broken: Divergence | null = null;
  /** A call did not return: each such call costs a worker, and the search comes to the first. */
  private hung = false;
  private readonly deferrals = new Deferrals();
  private readonly twins: InstancePair;
  private readonly work: Iterator<Divergence | Counterexample | null>;

  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    private readonly specification: Specification,
    private readonly pulse: Pulse = new Pulse(),
  ) {
    pulse.begin(SELF_TEST);
    this.twins = this.fresh();
    this.work = this.parts();
  }

  /** Goes on by some sequences, fewer where they take long; false once there is no more to do. */
  advance(): boolean {
    return this.deferrals.during(() => {
      const end = now() + SLICE_MILLISECONDS;
      for (let n = 0; n < AT_ONCE && now() < end; n++) if (!this.next()) return false;
      return true;
    });
  }

  private next(): boolean {
    const { done, value } = this.work.next();
    if (done === true) return false;
    if (value === null) return true;
    if (!("plain" in value)) this.found = value;
    else if (value.plain) {
      this.broken ??= value;
      this.hung ||= value.counterexample.rule === HANGS.id;
    } else this.found = this.named(shrink(value, () => this.fresh(), this.twins));
    return this.found === null && !this.hung;
  }

  get result(): SelfTestResult {
    return { hidden: this.found, broke: this.broken?.counterexample ?? null };
  }

  private named(parted: Divergence): Counterexample {
    return leastNamed(parted, this.definition, this.contract, this.pulse);
  }

  private fresh(): InstancePair {
    return new InstancePair(this.definition, this.contract, this.specification, this.pulse, this.deferrals);
  }

  private *parts(): Generator<Divergence | Counterexample | null> {
    const { definition, contract, specification, pulse } = this;
    // Where a call hung in it before, the search comes to that call as well.
    if (pulse.last(CLOSE_LOOK) === null) {
      pulse.begin(CLOSE_LOOK);
      const offered = this.twins.restored.offered.length;
      yield* new CloseLook(definition, contract, specification, pulse, offered).parts();
      pulse.begin(SELF_TEST);
    }
    yield* this.sequences();
    const draws = new Draws(this.twins);
    let n = 0;
    for (const { count, length } of WALKS)
      for (let walk = 0; walk < count; walk++)
        yield this.twins.run(draws.walk(n + 1, length), WAYS[n++ % WAYS.length]!);
  }

  private *sequences(): Generator<Divergence | null> {
    const commands = Array.from(this.twins.restored.offered);
    const few = commands.length ** 2 <= MOST_PAIRS;
    const draws = new Draws(this.twins);
    for (let pair = 0; pair < (few ? commands.length ** 2 : MOST_PAIRS); pair++) {
      const first = few ? commands[Math.floor(pair / commands.length)]! : draws.any();
      yield this.give([first, few ? commands[pair % commands.length]! : draws.any()], {});
    }
    const repeats = Math.floor(MOST_REPEATS / commands.length);
    const repeated =
      commands.length <= repeats ? commands : Array.from({ length: repeats }, () => draws.any());
    for (const command of repeated)
      yield this.give(new Array<number>(REPEATS).fill(command), { detours: true });
  }

  private give(commands: readonly number[], way: PairOptions): Divergence | null {
    return this.twins.run(inOrder(commands), way);
  }
}

/** Runs a self-test to its end. */
export function selfTest(
  definition: AllocatorDefinition,
  contract: Contract,
  specification: Specification,
  pulse?: Pulse,
): SelfTestResult {
  const test = new SelfTest(definition, contract, specification, pulse);
  while (test.advance());
  return test.result;
}
