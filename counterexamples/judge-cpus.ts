/**
 * Judges a recorded trace on several CPUs by the specification alone: from when commands begin and end and
 * how they were answered follows what explains them, and that nothing does in the end where the rule says so.
 */
import { brokenRule } from "../explore/several-cpus/broken-rule.js";
import { Explanations } from "../explore/several-cpus/explanations.js";
import { Misuse } from "../model/basics/misuse.js";
import type { Contract } from "../model/contracts/named.js";
import { Specification } from "../model/specification/specification.js";
import type { CpuCommand, CpuTrace } from "../model/trace/cpu-trace.js";
import { type Counterexample, describeAnswer } from "../model/trace/trace.js";
import { answersFrame, describeCommand, numbersByText } from "../model/words/commands.js";
import { boundIn } from "../model/words/scope.js";
import { HANGS, HIDDEN_STATE, isThrown, NO_ANSWER, PAYLOAD } from "../properties/answers.js";
import { BESIDE_ANSWERS } from "../properties/several-cpus.js";
import { type Judged, unshown } from "./judge.js";
import { numberOf } from "./scripted.js";

/** Rules that only the allocator's accesses can show. */
const OF_ACCESSES: readonly string[] = [...BESIDE_ANSWERS, HANGS, HIDDEN_STATE, NO_ANSWER, PAYLOAD].map(
  ({ id }) => id,
);

/** For each command its number in the specification. Throws a `Misuse` where one is outside the scope. */
export function numbersOnCpus(commands: readonly CpuCommand[], specification: Specification): number[] {
  const numbers = numbersByText(specification.commands);
  const cpus = boundIn(specification.scope, "cpus");
  return commands.map(({ command, cpu }) => {
    const number = numbers.get(describeCommand(command));
    if (number !== undefined && cpu < cpus) return number;
    throw new Misuse(
      "outside-scope",
      `${describeCommand(command)} on CPU ${cpu} is outside the counterexample's scope`,
      "correct it or widen scope in the file",
    );
  });
}

/** Judges it under the contract it was recorded with. Throws a `Misuse` where it does not show that. */
export function judgeOnCpus(
  { scope, rule }: Counterexample,
  { commands, accesses }: CpuTrace,
  contract: Contract,
): Judged {
  const specification = new Specification(scope);
  const numbers = numbersOnCpus(commands, specification);
  const explanations = new Explanations(specification, contract, boundIn(scope, "cpus"));
  const pending = new Int32Array(boundIn(scope, "cpus")).fill(-1);
  const lastOf = commands.map((_, command) => accesses.findLastIndex((access) => access.command === command));
  const begun = new Set<number>();
  let set = 0;
  for (const [i, { command }] of accesses.entries()) {
    const { cpu, answer } = commands[command]!; // the schema has looked at the number
    const c = numbers[command]!;
    const line = `${describeCommand(commands[command]!.command)} on CPU ${cpu}`;
    if (!begun.has(command)) {
      if (pending[cpu] !== -1) throw unshown(`${line} begins before the command before it has ended`);
      begun.add(command);
      pending[cpu] = c;
      if (explanations.forbidden(set, pending, cpu) >= 0) throw unshown(`no client begins ${line} there`);
    }
    if (lastOf[command] !== i || answer.kind === "pending") continue;
    const last = i === accesses.length - 1;
    const given = numberOf(answer);
    if (last && OF_ACCESSES.includes(rule)) break;
    if (last && isThrown(rule)) break;
    if (given === null) throw unshown(`${line} is ${describeAnswer(answer)} before its end`);
    const named = answersFrame(commands[command]!.command.kind) || given < 0 ? given : 0;
    const left = explanations.retire(set, pending, cpu, named);
    if (left < 0) {
      const broken = brokenRule(specification, explanations, set, pending, cpu, named);
      if (last && broken === rule) return { proved: true };
      throw unshown(`${line} -> ${describeAnswer(answer)} breaks ${broken}${last ? "" : " before its end"}`);
    }
    set = left;
    pending[cpu] = -1;
  }
  if (OF_ACCESSES.includes(rule) || isThrown(rule)) return { proved: false };
  throw unshown(`every answer has an explanation, so it does not break ${rule}`);
}
