/** How a command ends that does not answer: what a door noticed while it ran. */

import { Told } from "../basics/blame.js";

/** The rules that are broken by a command that ends so. */
export const FAULT_RULES = ["trap", "assert", "out-of-fuel", "wild-write", "payload"] as const;
export type FaultRule = (typeof FAULT_RULES)[number];

/** A command has ended without an answer, or has written where it may not. A door throws it. */
export class Fault extends Told {
  override readonly name = "Fault";

  constructor(
    readonly rule: FaultRule,
    message: string,
  ) {
    super(message);
  }

  get told(): string {
    return `${this.rule}: ${this.message}`;
  }
}
