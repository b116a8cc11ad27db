/** The packed specification taken through the steps of a naive model: each of its states is one of that. */
import { Specification } from "../model/specification/specification.js";
import { type Command, describeCommand } from "../model/words/commands.js";
import type { Scope } from "../model/words/scope.js";
import { numbersOf } from "./commands.js";
import type { Beside } from "./oracle/naive-enumeration.js";

/** How many steps are told of. */
const TOLD = 5;

/** Counts say how many states there are; this says that they are the same ones. */
export class PackedBeside implements Beside {
  /** Steps after which the two are in different states. */
  readonly apart: string[] = [];
  private readonly packed = new Map<string, Int32Array>();
  private readonly keys = new Map<string, string>();
  private readonly specification: Specification;
  private readonly numberOf: (command: Command) => number;

  constructor(scope: Scope) {
    this.specification = new Specification(scope);
    this.numberOf = numbersOf(this.specification);
  }

  step(from: string, command: Command, answer: number, to: string): void {
    const { specification, packed, keys } = this;
    // The first step of all is from the state in which all words are 0.
    if (packed.size === 0) this.meet(from, new Int32Array(specification.layout.words));
    const after = new Int32Array(specification.layout.words);
    specification.look(packed.get(from)!, 0); // breadth first: every state was met as a successor
    specification.effects.apply(this.numberOf(command), answer, after, 0);
    if (!packed.has(to) && !keys.has(after.join())) this.meet(to, after);
    else if (keys.get(after.join()) !== to || packed.get(to)?.join() !== after.join())
      if (this.apart.length < TOLD) this.apart.push(`${from}: ${describeCommand(command)}`);
    if (!packed.has(to)) packed.set(to, after);
  }

  private meet(key: string, state: Int32Array): void {
    this.packed.set(key, state);
    this.keys.set(state.join(), key);
  }
}
