/**
 * The windows of a run: the scope explored again inside a larger pool. What one of them breaks is what the
 * run comes to; where all hold they stand beside its verdict.
 */

import type { Misuse } from "../../model/basics/misuse.js";
import { ALL_FREE } from "../../model/words/memory-map.js";
import { boundIn, isWindow, noWindowWith, type Scope, unitsOf } from "../../model/words/scope.js";
import type { Window, WindowSeen } from "../evidence/evidence.js";
import { type Alternatives, type WantedWindows, windowsOf } from "../evidence/standard-windows.js";
import type { Run } from "./verdict.js";

/** Where nobody asked, a run that tries more commands than this is not run again. */
const MOST_TRIED = 1_000_000;

/** Goes from window to window of a run that has ended, for who runs them. */
export class Windowing {
  private readonly left: Alternatives[];
  private tried: Alternatives = [];
  private readonly seen: WindowSeen[] = [];
  private readonly open: (Window & { readonly why: string })[] = [];
  /** The largest of the alternatives, where it could not be made although there can be such a pool. */
  private larger: (Window & { readonly why: string }) | null = null;
  private broken: Run | null = null;
  /** Why there can be none, where some were asked for or tried. */
  private none: string | null;

  constructor(
    private readonly alone: Run,
    private readonly wanted: WantedWindows,
  ) {
    const words = (alone.narrow ?? []).map(({ frames, bits }) => ({ second: frames - 1, bits }));
    const none = unfit(alone);
    this.none = wanted === "one" || wanted === "none" ? null : none;
    this.left = none !== null || isTooMuch(alone, wanted) ? [] : windowsOf(alone.scope, wanted, words);
  }

  /** The scope to explore next; `null` when there is no more to do. */
  next(): Scope | null {
    if (this.broken !== null) return null;
    if (this.tried.length === 0) this.tried = this.left.shift() ?? [];
    const [window] = this.tried;
    if (window === undefined) return null;
    return { ...this.alone.scope, windowAt: window.at, pool: window.pool };
  }

  /** What came of it: a run, or why there can be none. */
  take(outcome: Run | Misuse): void {
    const [window, ...smaller] = this.tried;
    if (window === undefined) throw new Error("internal: no window was asked for");
    if (!("verdict" in outcome)) {
      if (smaller.length === 0) this.cannot(window, outcome.what);
      // That it hands out less than there is may be what is wrong with it in such a pool.
      else if (outcome.code === "no-window") this.larger ??= { ...window, why: outcome.what };
      this.tried = smaller;
      return;
    }
    this.tried = [];
    const untestedAlone = untested(this.alone);
    const lost = untested(outcome).filter((rule) => !untestedAlone.includes(rule));
    if (outcome.verdict === "broken") this.broken = outcome;
    else if (outcome.verdict === "unfinished")
      this.open.push({ ...window, why: `stopped by ${outcome.stoppedBy ?? "nothing"}` });
    else if (lost.length > 0)
      this.cannot(window, `with the others taken these never come to the test: ${lost.join(", ")}`);
    else {
      this.seen.push({ ...window, states: outcome.states });
      if (this.larger !== null) this.open.push(this.larger);
    }
    this.larger = null;
  }

  /** There can be no such window: where nobody asked for it at that place, none at all. */
  private cannot(window: Window, why: string): void {
    if (this.wanted === "one" && this.seen.length === 0) this.none = why;
    else this.open.push({ ...window, why });
  }

  /** The run with what its windows came to. */
  get run(): Run {
    const { alone, seen, open, broken, none } = this;
    if (seen.length + open.length === 0 && broken === null && none === null) return alone;
    const why = none === null ? {} : { none };
    const windows = { kind: "windows", alone: alone.states, seen, ...why, open } as const;
    const evidence = [...(alone.evidence ?? []), windows];
    if (broken === null) return { ...alone, evidence };
    // On the way to a window no search has begun: the figures are of the one that held.
    if (!isWindow(broken.scope))
      return { ...alone, verdict: "broken", counterexamples: broken.counterexamples, evidence };
    const { further, namesNoOwner } = alone;
    return {
      ...broken,
      ...(further === undefined ? {} : { further }),
      ...(namesNoOwner === undefined ? {} : { namesNoOwner }),
      evidence,
    };
  }
}

/** What never came to the test in a run, though it could have: one that lacks it shows less than it seems. */
function untested({ notExercised }: Run): string[] {
  return notExercised.flatMap(({ rule, possible }) => (possible ? [rule] : []));
}

/** Why the scope of a run can be no window; `null` where it can. */
function unfit({ allocator, scope, verdict }: Run): string | null {
  if (allocator === null) return "the specification has no words";
  if (verdict === "broken") return "a rule is broken without one";
  if (isWindow(scope)) return "the scope is one";
  if (scope.initial !== ALL_FREE) return "they go with no map";
  if (unitsOf(scope) > 1) return "they are of whole frames";
  if (boundIn(scope, "cpus") > 1) return "they are of one CPU";
  const none = noWindowWith(scope.modules);
  return none === null ? null : `they do not go with ${none}`;
}

/** Whether nobody asked and the run is too long to be run again. */
function isTooMuch({ closed, tried }: Run, wanted: WantedWindows): boolean {
  return wanted === "one" && (!closed || tried > MOST_TRIED);
}
