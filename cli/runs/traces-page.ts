/** A page of recorded traces, with who answers along each. */
import type { Recorded } from "../../counterexamples/files.js";
import { isMisuse } from "../../model/basics/misuse.js";
import type { Answering, Modules } from "../../report/html/data.js";
import type { Page } from "../../report/html/document.js";
import { pageOf } from "../../report/html/page-of.js";
import { VERSION } from "../output/version.js";
import type { Target } from "../targets/target.js";
import { nameOf } from "../workers/death.js";
import type { Interrupt } from "../workers/interrupt.js";
import { answerersOf } from "./answerers.js";

/** A trace, what is to be said of it, and the allocator that is beside it in the page. */
export interface Shown extends Recorded {
  readonly note?: string;
  /** Throws a `Misuse`, which says why there is none. */
  readonly target: () => Target;
}

/** The page of some traces. Those of one target are asked together. */
export async function tracesPage(shown: readonly Shown[], interrupt: Interrupt): Promise<Page> {
  const answering = new Map<Shown, Answering>();
  let modules: Modules = {};
  for (const [target, of] of byTarget(shown, answering)) {
    const traces = of.map(({ counterexample }) => counterexample);
    const answerers = await answerersOf(target, traces, interrupt);
    for (const [i, one] of of.entries()) answering.set(one, answerers.answering[i]!); // one a trace
    modules = { ...modules, ...answerers.modules };
  }
  // Each has a target, or why it has none.
  return pageOf(
    shown.map((one) => ({ ...one, answering: answering.get(one)! })),
    VERSION,
    modules,
  );
}

/** The traces of each target; why one has none is noted. */
function byTarget(shown: readonly Shown[], answering: Map<Shown, Answering>): Map<Target, Shown[]> {
  const named = new Map<string, [Target, Shown[]]>();
  for (const one of shown) {
    try {
      const target = one.target();
      const name = `${target.kind} ${nameOf(target)}`;
      const known = named.get(name) ?? [target, []];
      known[1].push(one);
      named.set(name, known);
    } catch (error) {
      if (!isMisuse(error)) throw error;
      answering.set(one, { none: error.what });
    }
  }
  return new Map(named.values());
}
