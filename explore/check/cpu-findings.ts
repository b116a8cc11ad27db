/** What several CPUs broke, each told by the trace with the fewest context switches where one is found. */
import type { Counterexample } from "../../model/trace/trace.js";
import { toldOnCpus } from "../replay/told-cpus.js";
import { LEAST, WALK } from "../search/pulse.js";
import type { Search } from "../search/search.js";
import { type Broken, LeastSwitches } from "../several-cpus/least-switches.js";
import { SeveralCpus } from "../several-cpus/several-cpus.js";
import { isStepped, type SteppedDefinition } from "../several-cpus/stepped-definition.js";
import type { Prepared } from "./prepared.js";

export class CpuFindings {
  /** What searches with fewer switches; none where a command hangs: that would hang again in each of them. */
  private readonly least: LeastSwitches | null;

  private constructor(
    private readonly prepared: Prepared,
    private readonly search: Search,
    private readonly definition: SteppedDefinition,
  ) {
    const { contract, specification, pulse, keep } = prepared;
    const { found } = search.log;
    const hangs = search.metHang || pulse.last(LEAST) !== null;
    const { states } = search.complete;
    const budget = () => prepared.budget;
    this.least = hangs
      ? null
      : new LeastSwitches({ definition, contract, specification, states, budget, pulse }, found, keep);
    pulse.begin(LEAST);
  }

  /** Those of a search that has ended; `null` where it found none, or was not one of several CPUs. */
  static of(prepared: Prepared, search: Search): CpuFindings | null {
    const { definition } = prepared.request;
    const several = prepared.system instanceof SeveralCpus && search.log.found.length > 0;
    return several && definition !== null && isStepped(definition)
      ? new CpuFindings(prepared, search, definition)
      : null;
  }

  /** Looks at some states; false once there is no more to do. */
  advance(states: number): boolean {
    return this.least?.advance(states) === true;
  }

  /** The rules whose traces have the fewest accesses: that they have the fewest switches is not known. */
  get byAccesses(): readonly string[] {
    const { broken, told } = this;
    const rules = new Set(told.map(({ rule }) => rule));
    return [...rules].filter((rule) => broken.every((least) => least.rule !== rule));
  }

  counterexamples(): Counterexample[] {
    const { contract, specification, pulse } = this.prepared;
    const { told } = this;
    pulse.begin(WALK);
    return told.map(({ rule, path }) =>
      toldOnCpus(this.definition, contract, specification, path, rule, pulse),
    );
  }

  private get broken(): readonly Broken[] {
    return this.least?.broken ?? [];
  }

  private get told(): readonly Broken[] {
    const { broken, search, prepared } = this;
    if (prepared.keep === "first" && broken.length > 0) return broken;
    // A rule that several commands break is told once, by its least trace.
    const { found } = search.log;
    const each = found.filter(({ rule }, i) => found.findIndex((other) => other.rule === rule) === i);
    return each.map((finding) => {
      const least = broken.find(({ rule }) => rule === finding.rule);
      return least ?? { rule: finding.rule, path: search.traceOf(finding) };
    });
  }
}
