/** Turns a state from which a closed search did not go on as it did into a counterexample. */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { answerOf, type Counterexample, describeAnswer, headOf } from "../../model/trace/trace.js";
import { HIDDEN_STATE } from "../../properties/answers.js";
import { FindingLog } from "../search/finding-log.js";
import type { Pulse } from "../search/pulse.js";
import type { PathStep, Search } from "../search/search.js";
import { Deferrals } from "../systems/deferred.js";
import { Lockstep } from "../systems/lockstep.js";
import { adviceFor } from "./advice.js";
import { inOrder } from "./draws.js";
import { InstancePair } from "./instance-pair.js";
import { leastNamed } from "./least-suspect.js";
import type { Difference } from "./second-pass.js";
import { shrink } from "./shrink.js";

/** How one command came out on the instance that was used, and on another. */
interface Ways {
  readonly command: number;
  readonly usual: string;
  readonly other: string;
  readonly answer: number;
}

/** Tells it with the commands that lead there; shorter where two instances part on them by themselves. */
export function describeDifference(
  unlike: Difference,
  search: Search,
  used: Lockstep,
  definition: AllocatorDefinition,
  contract: Contract,
  specification: Specification,
  pulse: Pulse,
): Counterexample {
  const deferrals = new Deferrals();
  const fresh = () => new Lockstep(specification, definition, contract, pulse);
  const twins = () => new InstancePair(definition, contract, specification, pulse, deferrals);
  const witness = used.main.allocator.local === true ? used : fresh();
  const path = search.pathTo(unlike.state, witness);
  const ways =
    unlike.walk.length > 0 ? null : (brokenNow(unlike, used) ?? waysIn(unlike.state, search, witness, used));
  const last = ways === null ? [] : [ways.command];
  const commands = [...path.map(({ command }) => command), ...unlike.walk, ...last];
  const parted = deferrals.during(() => {
    const pair = twins();
    return pair.run(inOrder(commands), { detours: true }) ?? pair.run(inOrder(commands), { littered: true });
  });
  if (parted !== null && !parted.plain)
    return leastNamed(
      deferrals.during(() => shrink(parted, twins, twins())),
      definition,
      contract,
      pulse,
    );
  const step = ({ command, answer }: PathStep) => {
    const given = specification.commands[command]!; // the search's own number
    return { command: given, answer: answerOf(specification.scope, given, answer) };
  };
  return {
    ...headOf(definition, contract, specification.scope),
    steps: [...path, ...(ways === null ? [] : [ways])].map(step),
    rule: HIDDEN_STATE.id,
    expected: ways?.usual ?? "the same commands to lead to the same state",
    found: `${ways?.other ?? "another state"}, on an instance that went through the search; ${adviceFor(used.main.allocator)}`,
  };
}

/** A rule that broke only when the state was expanded again. */
function brokenNow({ found }: Difference, { specification: { scope, commands } }: Lockstep): Ways | null {
  if (found === null || found.command < 0) return null;
  const { command, answer, rule } = found;
  const text = describeAnswer(answerOf(scope, commands[command]!, answer));
  return {
    command,
    answer,
    usual: "no rule broken, as when the search came by",
    other: `${text}, which breaks ${rule}`,
  };
}

/** The first command that comes out in two ways in a state. */
function waysIn(state: number, { visited }: Search, witness: Lockstep, used: Lockstep): Ways | null {
  if (witness === used) return null;
  const { scope, commands } = used.specification;
  const expand = (system: Lockstep) =>
    system.expand(visited.chunkOf(state), visited.offsetOf(state), 0, new FindingLog());
  const counts = [expand(witness), expand(used)] as const;
  const { successors: usual } = witness;
  const { successors: other } = used;
  for (let i = 0; i < Math.min(...counts); i++) {
    const command = usual.commands[i]!;
    const text = (answer: number) => describeAnswer(answerOf(scope, commands[command]!, answer));
    const answer = usual.answers[i]!;
    if (other.commands[i] !== command)
      return { command, answer, usual: text(answer), other: "another answer" };
    if (other.answers[i] !== answer)
      return { command, answer, usual: text(answer), other: text(other.answers[i]!) };
    if (other.find(i + 1, usual.states, i * usual.words) !== i)
      return { command, answer, usual: text(answer), other: `${text(answer)}, with other bytes` };
  }
  return null;
}
