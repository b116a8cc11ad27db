/** Whether what an allocator hands out lies where it may. */

import { blaming } from "../../model/basics/blame.js";
import { Misuse } from "../../model/basics/misuse.js";
import { show } from "../../model/basics/wording.js";
import { ALL_RULES } from "../../model/modules/all.js";
import type { AllocatorDefinition, Candidate, Placement } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { CORE_VIEWS } from "../../model/state/core-views.js";
import { answersFrame, COMMAND_KINDS } from "../../model/words/commands.js";
import { ordersIn } from "../../model/words/fallback.js";
import { zoneOfEach, zonesOf } from "../../model/words/initial-memory.js";
import { LOWEST_FIRST, PREFERRED, PROMISED_END } from "../../properties/answers.js";

/** For each kind of command whether it answers a frame, and the rule of what that frame must be. */
const ANSWERS_FRAME = Uint8Array.from(COMMAND_KINDS, (kind) => (answersFrame(kind) ? 1 : 0));
/** The rules are in the order of the kinds. */
const ANSWER_IDS = ALL_RULES.map(({ kind, answer }) => `${kind}/${answer?.id ?? "none"}`);
const ALLOC_RANGE = COMMAND_KINDS.indexOf("alloc-range");
const REMEDY = "it compares two places, as sort does: a number, negative where the first is preferred";

export class Placed {
  /** For each command whether accepting it answers a frame: 1, or 0. */
  readonly framed: Uint8Array;
  private readonly placement: Placement | undefined;
  private readonly name: string;
  /** For each zone those that serve it, and of which zone each frame is. */
  private readonly orders: readonly (readonly number[])[];
  private readonly zoneOf: readonly number[];

  constructor(
    private readonly specification: Specification,
    { placement, name }: AllocatorDefinition,
  ) {
    this.framed = specification.kinds.map((kind) => ANSWERS_FRAME[kind]!);
    this.placement = placement;
    this.name = name;
    const { scope } = specification;
    this.orders = ordersIn(scope.fallback, zonesOf(scope));
    this.zoneOf = zoneOfEach(scope);
  }

  /** The rule that command number `c` broke by answering a frame in the state last looked at, or `null`. */
  broken(c: number, answer: number): string | null {
    const { specification, placement } = this;
    if (!specification.mayAnswer(c, answer)) return this.unmet(c, answer);
    if (placement === undefined) return null;
    if (placement === "lowest") return specification.lowestAnswer(c) < answer ? LOWEST_FIRST.id : null;
    if (placement !== "directed") return this.preferredTo(c, answer) === null ? null : PREFERRED.id;
    if (specification.kinds[c] !== ALLOC_RANGE) return null;
    return specification.directedAnswer(c) === answer ? null : PROMISED_END.id;
  }

  /** A place that command `c` could answer and that is preferred to its answer most; `null` for none. */
  preferredTo(c: number, answer: number): number | null {
    const { specification, placement } = this;
    if (placement === undefined || placement === "lowest" || placement === "directed") return null;
    let best = answer;
    for (let place = 0; place < specification.answersOf(c); place++)
      if (specification.mayAnswer(c, place) && this.compared(placement, c, place, best) < 0) best = place;
    return best === answer ? null : best;
  }

  private compared(placement: Exclude<Placement, "lowest" | "directed">, c: number, a: number, b: number) {
    if (placement === "highest") return b - a;
    if (placement === "preferred-zone") return this.passed(c, a) - this.passed(c, b);
    const what = `placement of ${this.name}`;
    const [one, other] = [this.candidate(c, a), this.candidate(c, b)];
    const said: unknown = blaming("bad-placement", what, REMEDY, () => placement(one, other));
    if (typeof said === "number" && !Number.isNaN(said)) return said;
    throw new Misuse("bad-placement", `${what} answered ${show(said)}`, REMEDY);
  }

  private candidate(c: number, start: number): Candidate {
    const { specification } = this;
    const command = specification.commands[c]!; // a number of its own
    const free = specification.views.offset(CORE_VIEWS.free);
    const isFree = (frame: number) =>
      frame >= 0 && frame < specification.answersOf(c) && specification.isIn(free, frame);
    let [first, end] = [start, start + 1];
    while (isFree(first - 1)) first--;
    while (isFree(end)) end++;
    return {
      start,
      count: "count" in command ? command.count : 1,
      run: { start: first, count: end - first },
      passed: this.passed(c, start),
    };
  }

  /** How many zones are preferred to that of a frame, where command `c` asks for one. */
  private passed(c: number, frame: number): number {
    const command = this.specification.commands[c]!; // a number of its own
    if (command.kind !== "alloc-zone") return 0;
    return this.orders[command.zone - 1]!.indexOf(this.zoneOf[frame]!); // of a frame that it may answer
  }

  /** The first constraint that an answer does not meet; what is no frame at all meets none. */
  private unmet(c: number, answer: number): string {
    const { specification } = this;
    const { kind } = specification.commands[c]!;
    const none = answer >= specification.answersOf(c);
    const constraint = specification
      .constraintsOf(kind)
      .find((each) => none || !specification.isIn(specification.answerView(each, c), answer));
    return constraint === undefined ? ANSWER_IDS[specification.kinds[c]!]! : `${kind}/${constraint.id}`;
  }
}
