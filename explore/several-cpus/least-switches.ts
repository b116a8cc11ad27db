/**
 * The least traces of findings on several CPUs: by context switches, and then by accesses.
 *
 * With at most 0, 1, 2, ... switches the search is done again until it comes upon the same rule. Breadth
 * first within a bound is least in accesses.
 */
import type { Contract } from "../../model/contracts/named.js";
import type { Specification } from "../../model/specification/specification.js";
import type { Found, Keep } from "../search/finding-log.js";
import { type PathStep, Search } from "../search/search.js";
import { SeveralCpus } from "./several-cpus.js";
import type { SteppedDefinition } from "./stepped-definition.js";

/** Traces with more switches than this are told as they were found: by the least accesses. */
const MOST_SWITCHES = 12;
/** So many times the states of the first search may be looked at, and at least these. */
const TIMES_THE_STATES = 4;
const LEAST_STATES = 200_000;
const STATES_AT_ONCE = 4096;

/** What was found, and in how large a search. */
export interface Bounded {
  readonly definition: SteppedDefinition;
  readonly contract: Contract;
  readonly specification: Specification;
  readonly states: number;
}

/** The least finding of all: its rule and path; `null` where the searches become too large. */
export function leastOfAll(
  bounded: Bounded,
): { readonly path: readonly PathStep[]; readonly rule: string } | null {
  for (let switches = 0; switches <= MOST_SWITCHES; switches++) {
    const search = withAtMost(switches, bounded, "first");
    while (search.advance(STATES_AT_ONCE));
    const [found] = search.log.found;
    if (found !== undefined) return { path: search.traceOf(found), rule: found.rule };
    if (search.stoppedBy === "max-states") return null;
  }
  return null;
}

/** For each rule the path that breaks it with the least switches, as far as one is found. */
export function leastOfEach(
  bounded: Bounded,
  found: readonly Found[],
): ReadonlyMap<string, readonly PathStep[]> {
  const open = new Set(found.filter(({ command }) => command >= 0).map(({ rule }) => rule));
  const paths = new Map<string, readonly PathStep[]>();
  for (let switches = 0; switches <= MOST_SWITCHES && open.size > 0; switches++) {
    const search = withAtMost(switches, bounded, "all");
    searchFor(search, open);
    for (const finding of search.log.found) {
      if (!open.delete(finding.rule)) continue;
      paths.set(finding.rule, search.traceOf(finding));
    }
    if (search.stoppedBy === "max-states") break;
  }
  return paths;
}

function withAtMost(
  switches: number,
  { definition, contract, specification, states }: Bounded,
  keep: Keep,
): Search {
  const system = new SeveralCpus(specification, definition, contract, switches);
  return new Search(system, { maxStates: Math.max(LEAST_STATES, TIMES_THE_STATES * states) }, keep);
}

/** Searches to the end of the level in which the last of some rules is found, or of all. */
function searchFor(search: Search, rules: ReadonlySet<string>): void {
  const isDone = () => [...rules].every((rule) => search.log.has([rule]));
  while (!isDone()) if (!search.advance(STATES_AT_ONCE)) return;
  const { complete } = search;
  while (search.complete === complete && search.advance(STATES_AT_ONCE));
}
