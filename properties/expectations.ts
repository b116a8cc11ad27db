/**
 * What a state property can have expected of a state, whatever the allocator said.
 *
 * Each question that the property asks is answered wrongly, one at a time, and what it then says it expected
 * is noted. So a record of a wrong belief can be held against the specification without the allocator.
 */
import type { Allocator } from "../model/socket/allocator.js";
import type { Specification } from "../model/specification/specification.js";
import { ALLOCATED, FREE } from "../model/words/frames.js";
import type { StateProperty } from "./property.js";

/** Answers of which one at least is wrong, whatever is right: of ranges none that lie in any pool. */
const WRONG: readonly unknown[] = [-1, FREE, ALLOCATED, [{ start: 1000, count: 1 }]];

/** One question: which observer is asked, and with what. */
const nameOf = (observer: string, given: readonly unknown[]) => `${observer}(${given.join()})`;

/**
 * The sentences with which the property can be broken in the state at `words[at]`; `null` where it asks
 * nothing that the specification knows.
 */
export function expectationsOf(
  { bind }: StateProperty,
  specification: Specification,
  words: Int32Array,
  at: number,
): readonly string[] | null {
  const asked = new Set<string>();
  const told = new Set<string>();
  ask(null, undefined);
  if (asked.size === 0) return null;
  for (const question of asked) for (const wrong of WRONG) ask(question, wrong);
  return [...told];

  function ask(question: string | null, wrong: unknown): void {
    const allocator = observed((name) => {
      asked.add(name);
      return name === question ? wrong : undefined;
    });
    try {
      const violation = bind(allocator, specification)?.(words, at) ?? null;
      if (violation !== null) told.add(violation.expected);
    } catch {
      // This answer is of no kind that the question has.
    }
  }
}

/** An allocator that only has observers, each of which answers what `answer` says to the question. */
function observed(answer: (name: string) => unknown): Allocator {
  const observer =
    (name: string) =>
    (...given: readonly unknown[]) =>
      answer(nameOf(name, given));
  const everything = new Proxy({}, { get: (_, name) => observer(String(name)) });
  const counted = new Proxy({}, { get: (_, name) => answer(nameOf(String(name), [])) });
  const allocator = {
    state: new Uint8Array(0),
    observe: observer("observe"),
    contentsOf: observer("contentsOf"),
    counts: () => counted,
    regions: () => everything,
  };
  return allocator as unknown as Allocator; // the properties look at nothing else
}
