/** The bytes of an allocator of the house along a recorded trace. */
import { giveByValue } from "../../explore/systems/calls.js";
import { makeAllocator } from "../../explore/systems/make-allocator.js";
import { NAMED } from "../../impl/registry.js";
import { answerOf, type Counterexample, sameAnswer, threw } from "../../model/trace/trace.js";

/** Longer traces are shown without. */
const MOST_STEPS = 500;

/**
 * The bytes before the first step and after each, in hex; `null` for an allocator that is not of the house,
 * and where it does not answer what is recorded.
 */
export function bytesAlong({ allocator: name, module, scope, steps }: Counterexample): string[] | null {
  const definition = NAMED.find((known) => known.name === name);
  if (definition === undefined || module !== undefined || steps.length > MOST_STEPS) return null;
  if (steps.some(({ answer }) => answer.kind === "hangs")) return null;
  const allocator = makeAllocator(definition, scope);
  const hex = () => Buffer.from(allocator.state).toString("hex");
  const bytes = [hex()];
  for (const { command, answer } of steps) {
    let given: ReturnType<typeof answerOf>;
    try {
      given = answerOf(scope, command, giveByValue(allocator, command));
      allocator.scrub?.();
    } catch (error) {
      given = threw(error);
    }
    if (!sameAnswer(given, answer)) return null;
    bytes.push(hex());
  }
  return bytes;
}
