/** Turns what a search suspects into a counterexample: the first place where a close look sees it too. */
import type { AllocatorDefinition } from "../model/allocator.js";
import { describeCommand } from "../model/command-text.js";
import type { Contract } from "../model/contracts.js";
import type { Scope } from "../model/scope.js";
import { Specification } from "../model/specification.js";
import { answerOf, type Counterexample, headOf } from "../model/trace.js";
import { ABOUT_STATE, HIDDEN_STATE } from "../properties/answers.js";
import { confirm } from "./confirm.js";
import { examine } from "./examine.js";
import { Lockstep } from "./lockstep.js";
import type { Pulse } from "./pulse.js";
import { type PathStep, Search } from "./search.js";
import { ADVICE } from "./self-test.js";
import { CLOSELY } from "./suspicion.js";

/** About how many commands a close look may give: a second's work where the allocator is its bytes. */
const MOST_COMPARISONS = 1_000_000;
/** And where it was found already, perhaps with an ordinary class, which takes a hundred times as long. */
const A_FEW_COMPARISONS = 100_000;

/** A path whose last command broke a rule, or is suspected to. */
interface Lead {
  readonly path: readonly PathStep[];
  readonly rule: string;
}

/**
 * The counterexample for what sampling came upon. The search has seen a few commands of each state run
 * again; now all are, from the initial state on, so that the trace does not depend on what was drawn.
 */
export function lookClosely(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  sampled: Lead,
  pulse: Pulse,
): Counterexample {
  const head = headOf(definition, contract, scope);
  for (const lead of [firstLead(definition, contract, scope, MOST_COMPARISONS, pulse), sampled]) {
    if (lead === null) continue;
    if (!ABOUT_STATE.includes(lead.rule))
      return confirm(definition, contract, new Specification(scope), lead.path, lead.rule);
    const commands = lead.path.map(({ command }) => command);
    const examined = examine(definition, contract, scope, commands, pulse);
    if (examined !== null) return { ...head, ...examined };
  }
  const { commands } = new Specification(scope);
  const steps = sampled.path.map(({ command, answer }) => {
    const given = commands[command]!; // the search's own number
    return { command: given, answer: answerOf(scope, given, answer) };
  });
  const expected = "the same from the same bytes, whatever an instance went through before";
  const found = `another answer, or other bytes, on a second instance with another past; ${ADVICE}`;
  return { ...head, steps, rule: sampled.rule, expected, found };
}

/** The first command, in the order of a search, that comes out in two ways or breaks a rule outright. */
function firstLead(
  definition: AllocatorDefinition,
  contract: Contract,
  scope: Scope,
  comparisons: number,
  pulse: Pulse,
): Lead | null {
  const system = new Lockstep(new Specification(scope), definition, contract, pulse, CLOSELY);
  const search = new Search(system);
  const states = Math.ceil(comparisons / system.offered.length ** 2);
  for (let n = 0; n < states && !search.log.any && search.advance(1); n++);
  const [found] = search.log.found;
  return found === undefined ? null : { path: search.traceOf(found), rule: found.rule };
}

/**
 * What the self-test found as hidden state, with the least trace on which a close look sees it, and by
 * the name it then has. As the self-test told it where no close look sees it.
 */
export function nameOf(
  hidden: Counterexample,
  definition: AllocatorDefinition,
  contract: Contract,
  pulse: Pulse,
): Counterexample {
  const { scope, steps } = hidden;
  const lead = firstLead(definition, contract, scope, A_FEW_COMPARISONS, pulse);
  const lines = new Specification(scope).commands.map(describeCommand);
  const told = steps.map(({ command }) => lines.indexOf(describeCommand(command)));
  const seen = lead !== null && ABOUT_STATE.includes(lead.rule) ? lead.path.map((step) => step.command) : [];
  const examined =
    examine(definition, contract, scope, seen, pulse) ?? examine(definition, contract, scope, told, pulse);
  if (examined === null) return hidden;
  const found = examined.rule === HIDDEN_STATE.id ? `${examined.found}; ${ADVICE}` : examined.found;
  return { ...hidden, ...examined, found };
}
