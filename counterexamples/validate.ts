/** Reads the text of a counterexample; whatever is wrong with it is a `Misuse` that says what and where. */

import { isMisuse, Misuse } from "../model/basics/misuse.js";
import { clipped, shown } from "../model/basics/wording.js";
import { requireContract } from "../model/contracts/contract-checks.js";
import { commandsFor } from "../model/specification/named-commands.js";
import type { LayingOut, Specification } from "../model/specification/specification.js";
import { type Counterexample, TRACE_FORMATS, TRACE_VERSION } from "../model/trace/trace.js";
import { counterexampleSchema, foreignCounterexampleSchema } from "../model/trace/trace-schema.js";
import { describeCommand, numbersByText } from "../model/words/commands.js";
import { issueText, jsonStart } from "./issue-text.js";

const RECORD_AGAIN = "record it again with: allocheck check TARGET --save DIR";

/** The counterexample in a text; `source` names where the text comes from. */
export function parseCounterexample(text: string, source: string): Counterexample {
  if (text.trim() === "") throw new Misuse("empty-file", `${source} is empty`, RECORD_AGAIN);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = clipped(error instanceof Error ? error.message : String(error));
    throw new Misuse("not-json", `${source} is not JSON: ${why}`, RECORD_AGAIN);
  }
  return validCounterexample(value, source);
}

/** A value as a counterexample; `source` names where it comes from. Throws a `Misuse`. */
export function validCounterexample(value: unknown, source: string): Counterexample {
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (!TRACE_FORMATS.some((known) => known === format))
    throw new Misuse(
      "not-a-counterexample",
      `${source} is ${isObject(value) ? "" : `${shown(value)}, and `}not a counterexample of allocheck`,
      isObject(value) && "counterexamples" in value ? "give one of its counterexamples" : RECORD_AGAIN,
    );
  if (version !== TRACE_VERSION)
    throw new Misuse(
      "unknown-version",
      `${source} has version ${jsonStart(version)}, this allocheck reads version ${TRACE_VERSION}`,
      "use the allocheck that wrote it, or record it again",
    );
  const { scope } = value as { scope?: { modules?: unknown } };
  const foreign = Array.isArray(scope?.modules) && scope.modules.includes("foreign");
  const schema = foreign ? foreignCounterexampleSchema() : counterexampleSchema();
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = issue === undefined ? "" : issueText(issue);
    throw new Misuse("bad-counterexample", `${source} is not a whole counterexample${what}`, RECORD_AGAIN);
  }
  const counterexample = parsed.data as unknown as Counterexample; // the schema's type, but for the terms
  return withTerms(counterexample, source);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The counterexample with the terms of its contract whole. Throws a `Misuse` where they are none. */
function withTerms(counterexample: Counterexample, source: string): Counterexample {
  const { contract, terms } = counterexample;
  if (terms === undefined) return counterexample;
  try {
    const { id: _, ...whole } = requireContract({ ...terms, id: contract });
    return { ...counterexample, terms: whole };
  } catch (error) {
    if (!isMisuse(error)) throw error;
    throw new Misuse("bad-counterexample", `${source}: ${error.what}`, error.remedy);
  }
}

/** How the specification of a trace is laid out: whole, or in a large pool with the trace's own commands. */
export function layingOutOf({ scope, steps }: Counterexample): LayingOut {
  const commands = commandsFor(
    scope,
    steps.map(({ command }) => command),
  );
  return commands === undefined ? {} : { commands };
}

/** For each step the number of its command in the specification. Throws when one is outside the scope. */
export function commandNumbers(counterexample: Counterexample, specification: Specification): number[] {
  const numbers = numbersByText(specification.commands);
  return counterexample.steps.map(({ command }, i) => {
    const number = numbers.get(describeCommand(command));
    if (number !== undefined) return number;
    throw new Misuse(
      "outside-scope",
      `step ${i + 1}, ${describeCommand(command)}, is outside the counterexample's scope`,
      "correct the step or widen scope in the file",
    );
  });
}
