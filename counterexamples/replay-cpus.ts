/** What has become of a counterexample on several CPUs: its accesses are made again in their order. */
import { endOf } from "../explore/replay/told-cpus.js";
import { CpuWalk } from "../explore/several-cpus/cpu-walk.js";
import { isStepped } from "../explore/several-cpus/stepped-definition.js";
import type { Contract } from "../model/contracts/named.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { Specification } from "../model/specification/specification.js";
import type { CpuTrace } from "../model/trace/cpu-trace.js";
import { type Counterexample, describeAnswer, sameAnswer } from "../model/trace/trace.js";
import { describeCommand } from "../model/words/commands.js";
import { HIDDEN_STATE } from "../properties/answers.js";
import type { Replayed } from "./fate.js";
import { numbersOnCpus } from "./judge-cpus.js";

/** What became of it: each access is made by the CPU that made it, whatever it is now. */
export function replayOnCpus(
  { rule, scope, ...counterexample }: Counterexample,
  { commands, accesses }: CpuTrace,
  definition: AllocatorDefinition,
  contract: Contract,
): Replayed {
  const decided = (
    fate: Replayed["fate"],
    step: number,
    detail: string,
    broken: string | null = null,
  ): Replayed => ({
    fate,
    step,
    detail,
    rule: broken,
  });
  if (!isStepped(definition))
    return decided("inapplicable", 0, `${definition.name} no longer says how it takes its steps`);
  const specification = new Specification(scope);
  const numbers = numbersOnCpus(commands, specification);
  const walk = new CpuWalk(specification, definition, contract);
  let differing: Replayed | null = null;
  for (const [i, recorded] of accesses.entries()) {
    const { cpu, command } = commands[recorded.command]!; // the schema has looked at the number
    const step = i + 1;
    const line = `access ${step}, ${describeCommand(command)} on CPU ${cpu}`;
    const c = numbers[recorded.command]!;
    const under = walk.busyWith(cpu);
    if (under >= 0 && under !== recorded.command)
      return differing ?? decided("differs", step, `${line}: its CPU is still at another command`);
    const outcome = walk.take(cpu, c);
    switch (outcome.kind) {
      case "not-offered":
        return decided(
          "inapplicable",
          step,
          `${definition.name} no longer offers ${describeCommand(command)}`,
        );
      case "not-tried":
        return decided(
          "inapplicable",
          step,
          `${line}: no client begins it here under contract ${contract.id}`,
        );
      case "waits":
        if (differing !== null) return differing;
        return i === accesses.length - 1
          ? decided("fixed", step, `${rule} is no longer broken: CPU ${cpu} waits for a lock`)
          : decided("differs", step, `${line}: it waits for a lock now`);
      case "broke": {
        const { expected, found } = endOf(walk, cpu, c, outcome.rule);
        return decided("breaks", step, `${line}: expected ${expected}; found ${found}`, outcome.rule);
      }
      case "went": {
        const now = walk.accesses.at(-1);
        const read = now?.read === undefined ? "" : ` (reads ${now.read})`;
        if (now?.access !== recorded.access || now.read !== recorded.read)
          differing ??= decided(
            "differs",
            step,
            `${line}: recorded ${recorded.access}, now ${now?.access}${read}`,
          );
      }
    }
  }
  if (walk.unlike !== null) return decided("breaks", accesses.length, walk.unlike, HIDDEN_STATE.id);
  if (differing !== null) return differing;
  const changed = commands.findIndex(({ answer }, i) => {
    const now = walk.commands[i]?.answer;
    return now !== undefined && answer.kind !== "pending" && !sameAnswer(answer, now);
  });
  const last = counterexample.steps.at(-1);
  const detail =
    changed < 0 || last === undefined
      ? `${rule} is no longer broken`
      : `${rule} is no longer broken: ${describeCommand(commands[changed]!.command)} is ${describeAnswer(walk.commands[changed]!.answer)}`;
  return decided("fixed", accesses.length, detail);
}
