/** What an allocator that a page cannot run does along traces, and how much of that a page carries. */
import type { Pulse } from "../../explore/search/pulse.js";
import { isMisuse } from "../../model/basics/misuse.js";
import { plural } from "../../model/basics/wording.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { toldAlong } from "../../report/html/along.js";
import { type Answering, answeringOf } from "../../report/html/data.js";
import { packed } from "../../report/html/packed.js";

/** What takes more characters than so many is not carried: a page of one trace stays below 150 kB. */
const MOST_PACKED = 20_000;

/** Who answers along each trace; where a trace does not fit the allocator, that is why nobody does. */
export function along(
  definition: AllocatorDefinition | null,
  traces: readonly Counterexample[],
  pulse: Pulse,
): Answering[] {
  if (definition === null) throw new Error("internal: the specification alone is no allocator");
  return traces.map((trace) => {
    if (trace.cpus !== undefined) return answeringOf(trace);
    try {
      const answering = { name: definition.name, along: toldAlong(trace, definition, pulse) };
      if (packed(JSON.stringify(answering)).length <= MOST_PACKED) return answering;
      const many = plural(trace.steps.length, "step");
      return { none: `what ${definition.name} did along ${many} is more than a page carries` };
    } catch (error) {
      if (!isMisuse(error)) throw error;
      return { none: error.what };
    }
  });
}
