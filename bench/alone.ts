/**
 * The specification of one scope searched to its end, in a process of its own: seconds and memory.
 *
 *     node --expose-gc dist/bench/alone.js FRAMES OWNERS SLICES STATES
 */
import { pathToFileURL } from "node:url";
import { Check } from "../explore/check/check.js";
import { scopeOf } from "../model/words/scope.js";

/** What one search came to. */
export interface AloneCounts {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly seconds: number;
  /** What the visited set holds: states, parents and table. */
  readonly setBytes: number;
  /** What the whole process held at most. */
  readonly peakBytes: number;
  /** How the heap of small objects grew from a tenth of the states on, for a million transitions. */
  readonly heapBytesPerMillion: number;
}

/** Where the heap stood. */
interface Sample {
  readonly transitions: number;
  readonly heap: number;
}

/** Searches a scope of about so many states. Without `--expose-gc` the heap is measured with its garbage. */
export function searchAlone(frames: number, owners: number, slices: number, states: number): AloneCounts {
  const check = new Check({ definition: null, scope: scopeOf({ frames, owners, slices }) });
  const { search } = check;
  let begun = performance.now();
  let early: Sample | null = null;
  while (check.advance(4096)) {
    if (early !== null || search.visited.count < states / 10) continue;
    const paused = performance.now();
    early = sampleOf(search.system.tally.transitions);
    begun += performance.now() - paused; // the garbage collected here is not the search's to pay for
  }
  const seconds = (performance.now() - begun) / 1000;
  const run = check.run();
  if (run.verdict !== "holds") throw new Error(`the specification alone is ${run.verdict}`);
  const late = sampleOf(run.transitions);
  const grown = early === null ? 0 : (late.heap - early.heap) / (late.transitions - early.transitions);
  return {
    states: run.states,
    tried: run.tried,
    transitions: run.transitions,
    seconds,
    setBytes: search.visited.bytes,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    heapBytesPerMillion: grown * 1e6,
  };
}

function sampleOf(transitions: number): Sample {
  globalThis.gc?.();
  return { transitions, heap: process.memoryUsage().heapUsed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [frames = 0, owners = 0, slices = 0, states = 0] = process.argv.slice(2).map(Number);
  process.stdout.write(`${JSON.stringify(searchAlone(frames, owners, slices, states))}\n`);
}
