/**
 * Commands on several CPUs once more, as plainly as it can be said: every interleaving of their accesses, and
 * after each answer all orders in which the commands may have taken effect.
 *
 * It shares with the engine the generators of the allocator and nothing else: a command is begun anew for
 * each access and given all that it has read, and a state is text. For the contract `strict` and one owner.
 */
import type { StepProgram } from "../../model/steps/step-program.js";
import type { CoreCommand } from "../../model/words/commands.js";
import { codeOf, type ReasonId, reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import {
  answersTo,
  keyOf,
  type NaiveState,
  naiveAfter,
  naiveCommands,
  naiveInitial,
  reasonsAgainst,
} from "./naive-model.js";

/** How a command took effect: the answers that are right therefore. */
type Effect = readonly number[] | null;

interface Explanation {
  readonly state: NaiveState;
  readonly effects: readonly Effect[];
}

interface Running {
  readonly command: CoreCommand;
  /** What it has read since it began, or began anew, and what it carried over. */
  readonly log: readonly number[];
  readonly carry: number;
}

interface World {
  readonly cells: readonly number[];
  /** Which CPU has each lock; -1 for none. */
  readonly locks: readonly number[];
  readonly cpus: readonly (Running | null)[];
  readonly explained: readonly Explanation[];
  /** The CPU that ran last, or -1, and how often another had run before. */
  readonly last: number;
  readonly switches: number;
}

/** What came of all interleavings with at most so many switches. */
export interface NaiveOutcome {
  readonly states: number;
  /** The accesses of the shortest way to a finding; `null` where there is none. */
  readonly found: number | null;
}

/** With the fewest switches that find something, the fewest accesses; or that up to `most` find nothing. */
export function naiveLeast(
  program: StepProgram,
  scope: Scope,
  kinds: readonly string[],
  most: number,
): NaiveOutcome & { readonly switches: number } {
  for (let switches = 0; ; switches++) {
    const outcome = naiveCpus(program, scope, kinds, switches);
    if (outcome.found !== null || switches === most) return { ...outcome, switches };
  }
}

/** Breadth first over everything; `most` bounds the switches where it is given. */
export function naiveCpus(
  program: StepProgram,
  scope: Scope,
  kinds: readonly string[],
  most?: number,
): NaiveOutcome {
  const commands = naiveCommands(scope.frames, 1).filter(
    (command) => kinds.includes(command.kind) && (!("range" in command) || command.range.count === 1),
  );
  const none = new Array<null>(scope.cpus ?? 1).fill(null);
  const first: World = {
    cells: program.memory.layout.map(({ initial }) => initial),
    locks: program.memory.locks.map(() => -1),
    cpus: none,
    explained: [{ state: naiveInitial(scope.frames), effects: none }],
    last: -1,
    switches: 0,
  };
  const seen = new Set([JSON.stringify(first)]);
  let level = [first];
  for (let length = 1; level.length > 0; length++) {
    const next: World[] = [];
    for (const world of level)
      for (const [cpu, running] of world.cpus.entries()) {
        if (most !== undefined && switchesTo(world, cpu) > most) continue;
        const choices = running === null ? beginnings(world, commands, scope) : [running];
        for (const chosen of choices) {
          const after = stepped(program, world, cpu, chosen, most !== undefined);
          if (after === "found") return { states: seen.size, found: length };
          if (after === "waits") continue;
          const key = JSON.stringify(after);
          if (seen.has(key)) continue;
          seen.add(key);
          next.push(after);
        }
      }
    level = next;
  }
  return { states: seen.size, found: null };
}

/** How many switches there are once a CPU runs next. */
function switchesTo({ last, switches }: World, cpu: number): number {
  return switches + (last === -1 || last === cpu ? 0 : 1);
}

/** What an idle CPU may begin: a borrow only where there is room for all that are alive or under way. */
function beginnings({ explained, cpus }: World, commands: readonly CoreCommand[], scope: Scope): Running[] {
  const borrows = cpus.filter((running) => running?.command.kind === "borrow").length;
  const alive = Math.max(...explained.map(({ state }) => state.slices.length));
  return commands
    .filter(({ kind }) => kind !== "borrow" || alive + borrows < scope.slices)
    .map((command) => ({ command, log: [], carry: 0 }));
}

function stepped(
  program: StepProgram,
  world: World,
  cpu: number,
  running: Running,
  counted: boolean,
): World | "waits" | "found" {
  const { command, log, carry } = running;
  const cells = [...world.cells];
  const locks = [...world.locks];
  const resumed = resume(program, cpu, running, log);
  if (resumed.done === true) throw new Error(`${command.kind} makes no access`);
  const access = resumed.value;
  let read = 0;
  if (access.kind === "lock") {
    if (locks[access.lock] !== -1) return "waits";
    locks[access.lock] = cpu;
  } else if (access.kind === "unlock") {
    if (locks[access.lock] !== cpu) return "found";
    locks[access.lock] = -1;
  } else {
    const before = cells[access.cell] ?? 0;
    const size = 2 ** (program.memory.layout[access.cell]?.bits ?? 32);
    const put = (value: number) => {
      cells[access.cell] = ((value % size) + size) % size;
    };
    if (access.kind !== "store") read = before;
    if (access.kind === "store") put(access.value);
    if (access.kind === "add") put(before + access.value);
    if (access.kind === "cas") {
      read = before === access.value ? 1 : 0;
      if (read === 1) put(access.next);
    }
  }
  const moved = {
    ...world,
    cells,
    locks,
    last: counted ? cpu : -1,
    switches: counted ? switchesTo(world, cpu) : 0,
  };
  const cpus = (now: Running | null) => world.cpus.map((was, i) => (i === cpu ? now : was));
  const ended = resume(program, cpu, running, [...log, read]);
  if (ended.done !== true) return { ...moved, cpus: cpus({ command, log: [...log, read], carry }) };
  const answer = ended.value;
  if (typeof answer !== "number") return { ...moved, cpus: cpus({ command, log: [], carry: answer.again }) };
  const explained = answered(world.explained, cpus(running), cpu, answer);
  if (explained.length === 0 || locks.includes(cpu)) return "found";
  return { ...moved, cpus: cpus(null), explained };
}

/** The command from its beginning, given what it has read: its next access, or its answer. */
function resume(program: StepProgram, cpu: number, { command, carry }: Running, log: readonly number[]) {
  const given = "frame" in command ? [command.frame] : "range" in command ? [command.range.start] : [];
  const steps = program.begin(command.kind, { cpu, carry }, given);
  return log.reduce((_, read) => steps.next(read), steps.next());
}

/** The explanations that are left: of all orders by now, those in which the answer is right. */
function answered(
  explained: readonly Explanation[],
  cpus: readonly (Running | null)[],
  cpu: number,
  answer: number,
): Explanation[] {
  const all = new Map(explained.map((one) => [textOf(one), one]));
  for (const one of all.values())
    for (const [i, running] of cpus.entries())
      if (running !== null && (one.effects[i] ?? null) === null)
        for (const taken of takeEffect(one, i, running.command)) all.set(textOf(taken), taken);
  const left = [...all.values()]
    .filter(({ effects }) => effects[cpu]?.includes(answer))
    .map(({ state, effects }) => ({ state, effects: effects.map((e, i) => (i === cpu ? null : e)) }));
  return [...new Map(left.map((one) => [textOf(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}

function takeEffect({ state, effects }: Explanation, cpu: number, command: CoreCommand): Explanation[] {
  const now = (effect: Effect) => effects.map((was, i) => (i === cpu ? effect : was));
  const against = reasonsAgainst(state, command);
  if (against.length > 0) {
    const codes = against.map((reason) => codeOf(reason as ReasonId)); // the tables name them so
    return [{ state, effects: now([reasons.REFUSED, ...codes]) }];
  }
  return answersTo(state, command).map((answer) => ({
    state: naiveAfter(state, command, answer),
    effects: now([answer]),
  }));
}

function textOf({ state, effects }: Explanation): string {
  return `${keyOf(state)} ${JSON.stringify(effects)}`;
}
