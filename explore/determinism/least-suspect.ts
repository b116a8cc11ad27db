/** A close look at the states near the start: every command of each, after every other. */

import type { Contract } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Specification } from "../../model/specification/specification.js";
import { answerOf, type Counterexample, headOf } from "../../model/trace/trace.js";
import { ABOUT_STATE, HIDDEN_STATE } from "../../properties/answers.js";
import { confirm } from "../replay/confirm.js";
import type { Pulse } from "../search/pulse.js";
import { type PathStep, Search } from "../search/search.js";
import { Lockstep } from "../systems/lockstep.js";
import { EXHAUSTIVE, SUSPECTED } from "../systems/resampling.js";
import { adviceFor } from "./advice.js";
import type { Divergence } from "./instance-pair.js";
import { probe } from "./probe.js";

/** About how many commands a close look may give where the search came upon something: a second's work. */
const MOST_COMPARISONS = 1_000_000;
/** And before every search. An ordinary class takes a hundred times as long for each. */
const USUAL_COMPARISONS = 40_000;
const LOCAL_COMPARISONS = 12_000;
/** Of more commands than this not all are given after all others: so many are drawn of them in a state. */
const MOST_COMMANDS = 2000;

/** A path whose last command broke a rule, or is suspected to. */
interface Lead {
  readonly path: readonly PathStep[];
  readonly rule: string;
}

/** Looks before every search, state by state. */
export class CloseLook {
  constructor(
    private readonly definition: AllocatorDefinition,
    private readonly contract: Contract,
    private readonly specification: Specification,
    private readonly pulse: Pulse,
    /** How many commands the allocator offers. */
    private readonly offered: number,
  ) {}

  /** One state after the other; what is found comes last. */
  *parts(): Generator<Divergence | Counterexample | null> {
    const { definition, contract, specification, pulse } = this;
    const rate = this.offered > MOST_COMMANDS ? MOST_COMMANDS : EXHAUSTIVE;
    const system = new Lockstep(specification, definition, contract, pulse, rate);
    const local = system.main.allocator.local === true;
    const search = new Search(system);
    const comparisons = local ? LOCAL_COMPARISONS : USUAL_COMPARISONS;
    const each = rate === EXHAUSTIVE ? this.offered ** 2 : this.offered + rate;
    const lead = yield* leads(search, Math.ceil(comparisons / each));
    if (lead === null) return;
    if (SUSPECTED.includes(lead.rule))
      yield advised(tell(definition, contract, specification, lead, pulse), definition);
  }
}

/**
 * The counterexample for what sampling came upon. The search has seen a few commands of each state run
 * again; now all are, from the initial state on, so that the trace does not depend on what was drawn.
 */
export function leastWitness(
  definition: AllocatorDefinition,
  contract: Contract,
  specification: Specification,
  sampled: Lead,
  pulse: Pulse,
): Counterexample {
  const system = new Lockstep(specification, definition, contract, pulse, EXHAUSTIVE);
  const commands = system.offered.length;
  const states = commands > MOST_COMMANDS ? 0 : Math.ceil(MOST_COMPARISONS / commands ** 2);
  const all = leads(new Search(system), states);
  let next = all.next();
  while (next.done !== true) next = all.next();
  const lead = next.value;
  if (lead !== null && !ABOUT_STATE.includes(lead.rule))
    return confirm(definition, contract, specification, lead.path, lead.rule);
  const named = lead === null ? null : examined(definition, contract, specification, lead, pulse);
  return named ?? tell(definition, contract, specification, sampled, pulse);
}

/** Yields after each state; returns the first command that comes out in two ways, or breaks a rule. */
function* leads(search: Search, states: number): Generator<null, Lead | null> {
  for (let n = 0; n < states && !search.log.any && search.advance(1); n++) yield null;
  const [found] = search.log.found;
  return found === undefined ? null : { path: search.traceOf(found), rule: found.rule };
}

/** A lead by the rule it breaks; as it was come upon where no trial of its own shows which. */
function tell(
  definition: AllocatorDefinition,
  contract: Contract,
  specification: Specification,
  lead: Lead,
  pulse: Pulse,
): Counterexample {
  const steps = lead.path.map(({ command, answer }) => {
    const given = specification.commands[command]!; // the search's own number
    return { command: given, answer: answerOf(specification.scope, given, answer) };
  });
  const expected = "the same from the same bytes, whatever an instance went through before";
  const found = "another answer, or other bytes, on a second instance with another past";
  const head = headOf(definition, contract, specification.scope);
  return (
    examined(definition, contract, specification, lead, pulse) ??
    advised({ ...head, steps, rule: lead.rule, expected, found }, definition)
  );
}

function examined(
  definition: AllocatorDefinition,
  contract: Contract,
  { scope }: Specification,
  { path }: Lead,
  pulse: Pulse,
): Counterexample | null {
  const commands = path.map(({ command }) => command);
  const found = probe(definition, contract, scope, commands, pulse);
  return found === null ? null : { ...headOf(definition, contract, scope), ...found };
}

/**
 * What two instances parted on, by the rule that a close look at its last command names, if it names one.
 */
export function leastNamed(
  { commands, counterexample }: Divergence,
  definition: AllocatorDefinition,
  contract: Contract,
  pulse: Pulse,
): Counterexample {
  if (!ABOUT_STATE.includes(counterexample.rule)) return counterexample;
  const found = probe(definition, contract, counterexample.scope, commands, pulse);
  return found === null ? counterexample : advised({ ...counterexample, ...found }, definition);
}

/** With what to do about it. */
function advised(counterexample: Counterexample, definition: AllocatorDefinition): Counterexample {
  const { rule, found, scope } = counterexample;
  if (rule !== HIDDEN_STATE.id) return counterexample;
  const advice = adviceFor(definition.make(scope));
  return found.includes(advice) ? counterexample : { ...counterexample, found: `${found}; ${advice}` };
}
