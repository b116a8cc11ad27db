/** Whether what an allocator hands out lies where it may. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { LOWEST_FIRST, PROMISED_END } from "../../properties/answers.js";
import { ANSWER_IDS, ANSWERS_FRAME } from "./answer-tables.js";

const ALLOC_RANGE = COMMAND_KINDS.indexOf("alloc-range");

export class Placement {
  /** For each command whether accepting it answers a frame: 1, or 0. */
  readonly framed: Uint8Array;
  private readonly lowest: boolean;
  private readonly directed: boolean;

  constructor(
    private readonly specification: Specification,
    { placement }: AllocatorDefinition,
  ) {
    this.framed = specification.kinds.map((kind) => ANSWERS_FRAME[kind]!);
    this.lowest = placement === "lowest";
    this.directed = placement === "directed";
  }

  /** The rule that command number `c` broke by answering a frame in the state last looked at, or `null`. */
  broken(c: number, answer: number): string | null {
    const { specification } = this;
    if (!specification.mayAnswer(c, answer)) return this.unmet(c, answer);
    if (this.directed && specification.kinds[c] === ALLOC_RANGE)
      return specification.directedAnswer(c) === answer ? null : PROMISED_END.id;
    return this.lowest && specification.lowestAnswer(c) < answer ? LOWEST_FIRST.id : null;
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
