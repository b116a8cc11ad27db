/** The chores of an ordinary class: functions under names, of which the socket knows the numbers. */
import type { Call, Calls, PlainCalls } from "./object-door.js";

/** Calls of which each is a function. */
export function plainCalls<T extends object>({ neutral, ...calls }: Calls<T>): PlainCalls<T> {
  const plain = calls as PlainCalls<T>; // each is given calls of its own kind
  if (neutral === undefined) return plain;
  const chores = Object.values(neutral);
  return { ...plain, neutral: (object, { command }: Call) => chores[numberIn(command)]!(object) };
}

/** The names of the chores, in the order of their numbers. */
export function choreNames<T extends object>({ neutral }: Calls<T>): readonly string[] | undefined {
  return neutral === undefined ? undefined : Object.keys(neutral);
}

function numberIn(command: Call["command"]): number {
  if (command.kind !== "neutral") throw new Error(`internal: ${command.kind} is no chore`);
  return command.chore.number;
}
