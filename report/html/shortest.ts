/** The shortest way, by the specification, to where an outcome comes up alone. */
import { ACCEPT, MAY_REFUSE, OTHER_EFFECT, SKIP } from "../../explore/systems/verdict-table.js";
import type { TraceStep } from "../../model/trace/trace.js";
import { COMMAND_KINDS, type CommandKind } from "../../model/words/commands.js";
import type { AbstractMachine } from "../trace/machine.js";
import { answersTo, type Choice, choicesAt } from "./what-if.js";

/** So many states are looked at: more would keep a reader waiting. */
const MOST_STATES = 20_000;

interface Visited {
  readonly state: Int32Array;
  readonly from: Visited | null;
  readonly step: TraceStep | null;
}

/**
 * Steps whose last one is a command of this kind with this outcome: a reason that alone is true, `accepted`,
 * or `refused` where the contract gives leave. `null` where none is near enough.
 */
export function shortestTo(machine: AbstractMachine, kind: CommandKind, outcome: string): TraceStep[] | null {
  const { specification } = machine;
  const k = COMMAND_KINDS.indexOf(kind);
  const first = specification.kinds.indexOf(k);
  const end = specification.kinds.lastIndexOf(k) + 1;
  if (first < 0) return null;
  const seen = new Set<string>();
  const queue: Visited[] = [];
  const add = (visited: Visited) => {
    const key = visited.state.join();
    if (!seen.has(key)) queue.push(visited);
    seen.add(key);
  };
  add({ state: machine.start(), from: null, step: null });
  for (let at = 0; at < queue.length && at < MOST_STATES; at++) {
    const here = queue[at]!; // within its length
    const choices = choicesAt(machine, here.state);
    for (const choice of choices.slice(first, end)) {
      if (!isSo(choice, outcome)) continue;
      const answers = answersTo(machine, choice, here.state);
      const answer = outcome === "refused" ? answers.at(-1) : answers[0]; // what leave allows comes last
      if (answer === undefined) continue;
      return [...pathTo(here), { command: specification.commands[choice.c]!, answer }];
    }
    for (const choice of choices) {
      if (choice.asked !== ACCEPT && choice.asked !== MAY_REFUSE && choice.asked !== OTHER_EFFECT) continue;
      for (const answer of answersTo(machine, choice, here.state)) {
        if (answer.kind !== "accepted") continue;
        const step = { command: specification.commands[choice.c]!, answer };
        add({ state: machine.accept(choice.c, answer, here.state), from: here, step });
      }
    }
  }
  return null;
}

function isSo({ asked, reasons }: Choice, outcome: string): boolean {
  if (asked === SKIP) return false;
  if (outcome === "refused") return asked === MAY_REFUSE;
  if (outcome === "accepted") return reasons.length === 0;
  return reasons.length === 1 && reasons[0] === outcome;
}

function pathTo(visited: Visited): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at: Visited | null = visited; at !== null; at = at.from) if (at.step !== null) steps.push(at.step);
  return steps.reverse();
}
