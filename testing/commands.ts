/** Short ways to write commands down in tests, and to read them back from a trace. */

import type { Specification } from "../model/specification/specification.js";
import { type Counterexample, describeAnswer } from "../model/trace/trace.js";
import type { Command, CoreCommand } from "../model/words/commands.js";
import { describeCommand, numbersByText } from "../model/words/commands.js";

export const reserve = (start: number, count: number, owner = 1): CoreCommand => ({
  kind: "reserve",
  range: { start, count },
  owner,
});
export const release = (start: number, count: number, owner = 1): CoreCommand => ({
  kind: "release",
  range: { start, count },
  owner,
});
export const borrow = (start: number, count: number): CoreCommand => ({
  kind: "borrow",
  range: { start, count },
});
export const drop = (start: number, count: number): CoreCommand => ({
  kind: "drop",
  range: { start, count },
});
export const alloc: CoreCommand = { kind: "alloc" };
export const free = (frame: number): CoreCommand => ({ kind: "free", frame });

/** The number a specification gives each command, by the command's description. */
export function numbersOf({ commands }: Specification): (command: Command) => number {
  const numbers = numbersByText(commands);
  return (command) => {
    const number = numbers.get(describeCommand(command));
    if (number === undefined) throw new Error(`${describeCommand(command)} is outside the scope`);
    return number;
  };
}

/** The commands of a trace, one a line. */
export function programOf({ steps }: Counterexample): string[] {
  return steps.map(({ command }) => describeCommand(command));
}

/** The answers of a trace, in words. */
export function answersOf({ steps }: Counterexample): string[] {
  return steps.map(({ answer }) => describeAnswer(answer));
}
