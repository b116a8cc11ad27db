/**
 * What clients do among several CPUs, where the contract leaves something to them: they give back and use
 * what they were given. A command that is under way has given nothing yet, whatever others have seen of it.
 */
import type { Specification } from "../../model/specification/specification.js";
import { answersFrame, type Command, handedOut } from "../../model/words/commands.js";
import { hasRole, TAKING } from "../../model/words/roles.js";
import { SKIP, type VerdictTable } from "../systems/verdict-table.js";
import type { Explanation } from "./explanations.js";

/** What no slot forbids. */
const MAY = -1;

export class Clients {
  /** For each command the first slot by which it is left to the client not to give it; -1 for none. */
  private readonly slots: Int32Array;

  constructor(
    private readonly specification: Specification,
    { base, asked, leftToClient, names }: VerdictTable,
    private readonly stateWords: number,
  ) {
    const { commands, kinds } = specification;
    this.slots = Int32Array.from(commands, ({ kind }, c) => {
      const first = base[c]!;
      const next = commands.findIndex((_, other) => kinds[other]! > kinds[c]!);
      const end = next < 0 ? names.length : base[next]!;
      for (let slot = first; slot < end && names[slot]!.startsWith(`${kind}:`); slot++)
        if (asked[slot] === SKIP && leftToClient[slot] === 1) return slot;
      return MAY;
    });
  }

  /** The slot that forbids a CPU's command in an explanation: it is about what nobody was given; or -1. */
  forbids(explanation: Explanation, pending: Int32Array, cpu: number): number {
    const c = pending[cpu]!;
    if (this.slots[c] === MAY) return MAY;
    const { commands } = this.specification;
    for (let other = 0; other < pending.length; other++) {
      const effect = explanation[this.stateWords + other]!;
      const p = pending[other]!;
      if (other === cpu || p < 0 || effect <= 0) continue;
      if (isAbout(commands[c]!, commands[p]!, effect - 1)) return this.slots[c]!;
    }
    return MAY;
  }
}

/** Whether a command is about what another gives to a client: a frame it answers, a range, or a slice. */
export function isAbout(command: Command, giving: Command, answer: number): boolean {
  if (answersFrame(giving.kind)) return covers(command, answer, handedOut(giving));
  if (giving.kind === "borrow")
    return command.kind !== "release" && "range" in command && isSame(command.range, giving.range);
  return hasRole(giving.kind, ...TAKING) && "range" in giving
    ? covers(command, giving.range.start, giving.range.count)
    : false;
}

function covers(command: Command, start: number, count: number): boolean {
  if ("frame" in command) return command.frame >= start && command.frame < start + count;
  if (!("range" in command)) return false;
  const { range } = command;
  return range.start < start + count && start < range.start + range.count;
}

function isSame(one: { readonly start: number; readonly count: number }, other: typeof one): boolean {
  return one.start === other.start && one.count === other.count;
}
