/**
 * What has become of a counterexample on several CPUs: its accesses are made again in their order. Where they
 * break nothing, or are others now, every interleaving of its commands is tried: one broke a rule, so it is
 * fixed where none does.
 */
import { endOf, toldOnCpus } from "../explore/replay/told-cpus.js";
import { CLOSE_LOOK, type Pulse, SEARCH } from "../explore/search/pulse.js";
import { Search } from "../explore/search/search.js";
import { CpuWalk } from "../explore/several-cpus/cpu-walk.js";
import { MOST_SCRIPTED, ScriptedCpus } from "../explore/several-cpus/scripted-cpus.js";
import { isStepped, type SteppedDefinition } from "../explore/several-cpus/stepped-definition.js";
import { plural } from "../model/basics/wording.js";
import type { Contract } from "../model/contracts/named.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { Specification } from "../model/specification/specification.js";
import type { CpuTrace } from "../model/trace/cpu-trace.js";
import type { Counterexample } from "../model/trace/trace.js";
import { describeCommand } from "../model/words/commands.js";
import { HIDDEN_STATE } from "../properties/answers.js";
import type { Replayed } from "./fate.js";
import { numbersOnCpus } from "./judge-cpus.js";

/** The interleavings of a trace's commands are followed up to so many states. */
const MOST_STATES = 1_000_000;
const STATES_AT_ONCE = 4096;

/** What became of it: each access is made by the CPU that made it, whatever it is now. */
export function replayOnCpus(
  counterexample: Counterexample,
  cpus: CpuTrace,
  definition: AllocatorDefinition,
  contract: Contract,
  pulse: Pulse,
): Replayed {
  const { scope } = counterexample;
  const { commands, accesses } = cpus;
  const decided = (fate: Replayed["fate"], step: number, detail: string, rule: string | null = null) => ({
    fate,
    step,
    detail,
    rule,
  });
  if (!isStepped(definition))
    return decided("inapplicable", 0, `${definition.name} no longer says how it takes its steps`);
  const specification = new Specification(scope);
  const numbers = numbersOnCpus(commands, specification);
  const walk = new CpuWalk(specification, definition, contract, pulse);
  /** Why the interleaving that was recorded says nothing more, where it is another now. */
  let differing: string | null = null;
  for (const [i, recorded] of accesses.entries()) {
    const { cpu, command } = commands[recorded.command]!; // the schema has looked at the number
    const step = i + 1;
    const line = lineOf(step, commands[recorded.command]!);
    const c = numbers[recorded.command]!;
    const under = walk.busyWith(cpu);
    if (under >= 0 && under !== recorded.command) {
      differing ??= `${line}: its CPU is still at another command`;
      break;
    }
    const outcome = walk.take(cpu, c);
    if (outcome.kind === "not-offered")
      return decided("inapplicable", step, `${definition.name} no longer offers ${describeCommand(command)}`);
    if (outcome.kind === "not-tried") {
      if (differing !== null) break;
      return decided("inapplicable", step, `${line}: no client begins it here under contract ${contract.id}`);
    }
    if (outcome.kind === "waits") {
      differing ??= `${line}: it waits for a lock now`;
      break;
    }
    if (outcome.kind === "broke") {
      const { expected, found } = endOf(walk, cpu, c, outcome.rule);
      return decided("breaks", step, `${line}: expected ${expected}; found ${found}`, outcome.rule);
    }
    const now = walk.accesses.at(-1);
    const read = now?.read === undefined ? "" : ` (reads ${now.read})`;
    if (now?.access !== recorded.access || now.read !== recorded.read)
      differing ??= `${line}: recorded ${recorded.access}, now ${now?.access}${read}`;
  }
  if (walk.unlike !== null) return decided("breaks", accesses.length, walk.unlike, HIDDEN_STATE.id);
  return interleaved(
    counterexample,
    cpus,
    numbers,
    { definition, contract, specification },
    pulse,
    differing,
  );
}

interface Replaying {
  readonly definition: SteppedDefinition;
  readonly contract: Contract;
  readonly specification: Specification;
}

/** What every interleaving of the commands of a trace comes to, each CPU giving its own in their order. */
function interleaved(
  { rule }: Counterexample,
  cpuTrace: CpuTrace,
  numbers: readonly number[],
  { definition, contract, specification }: Replaying,
  pulse: Pulse,
  differing: string | null,
): Replayed {
  const { commands, accesses } = cpuTrace;
  const cpus = Math.max(...commands.map(({ cpu }) => cpu)) + 1;
  const script = Array.from({ length: cpus }, (_, cpu) =>
    numbers.filter((_number, i) => commands[i]?.cpu === cpu),
  );
  const undecided: Replayed = {
    fate: "differs",
    step: accesses.length,
    detail: `${differing ?? "its accesses break nothing"}; not all interleavings of its commands were tried`,
    rule: null,
  };
  if (script.some((own) => own.length > MOST_SCRIPTED)) return undecided;
  pulse.begin(SEARCH);
  const system = new ScriptedCpus(specification, definition, contract, script, pulse);
  const missing = numbers.findIndex((c) => !system.offered.includes(c));
  if (missing >= 0) {
    const step = firstAccess(cpuTrace, missing);
    const detail = `${definition.name} no longer offers ${describeCommand(commands[missing]!.command)}`;
    return { fate: "inapplicable", step, detail, rule: null };
  }
  const search = new Search(system, { maxStates: MOST_STATES }, "first", pulse.last(SEARCH));
  while (search.advance(STATES_AT_ONCE));
  const [found] = search.log.found;
  const these = `the same ${plural(commands.length, "command")}`;
  if (found !== undefined) {
    const path = search.traceOf(found);
    pulse.begin(CLOSE_LOOK); // the accesses that were recorded were the walk
    const now = toldOnCpus(definition, contract, specification, path, found.rule, pulse);
    const detail = `another interleaving of ${these} breaks it: expected ${now.expected}; found ${now.found}`;
    return { fate: "breaks", step: now.cpus?.accesses.length ?? 0, detail, rule: now.rule, now };
  }
  if (search.stoppedBy !== null) return undecided;
  if (!system.hasBegunAll)
    return { fate: "inapplicable", ...notGiven(system.most, cpuTrace, contract), rule: null };
  const states = plural(search.visited.count, "state");
  const detail = `${rule} is no longer broken: no interleaving of ${these} breaks a rule (${states})`;
  return { fate: "fixed", step: accesses.length, detail, rule: null };
}

/** The first command that no interleaving begins, if there is one; `most` is how many each CPU began. */
function notGiven(
  most: readonly number[],
  cpuTrace: CpuTrace,
  { id }: Contract,
): Pick<Replayed, "step" | "detail"> {
  const { commands, accesses } = cpuTrace;
  const begun = most.map(() => 0);
  const first = commands.findIndex(({ cpu }) => ++begun[cpu]! > most[cpu]!);
  const named = commands[first];
  if (named === undefined)
    return { step: accesses.length, detail: `no interleaving gives all its commands under contract ${id}` };
  const step = firstAccess(cpuTrace, first);
  return {
    step,
    detail: `${lineOf(step, named)}: no client begins it in any interleaving under contract ${id}`,
  };
}

/** An access, by its number from 1 on and the command that makes it. */
function lineOf(step: number, { cpu, command }: CpuTrace["commands"][number]): string {
  return `access ${step}, ${describeCommand(command)} on CPU ${cpu}`;
}

/** The number of the first access of a command. */
function firstAccess({ accesses }: CpuTrace, number: number): number {
  return accesses.findIndex(({ command }) => command === number) + 1;
}
