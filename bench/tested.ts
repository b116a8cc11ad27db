/**
 * A check in a process of its own, with or without the tests of what lies outside an allocator's bytes.
 *
 *     node dist/bench/tested.js ALLOCATOR FRAMES OWNERS SLICES yes|no
 */
import { pathToFileURL } from "node:url";
import { runTo } from "../explore/check/check.js";
import { ALLOCATORS } from "../impl/registry.js";
import { scopeOf } from "../model/words/scope.js";

/** What one check came to. */
export interface TestedCounts {
  readonly states: number;
  readonly tried: number;
  readonly seconds: number;
}

/** Checks an allocator; `tested` as the command line does, else the search alone. */
export function checkTested(
  allocator: string,
  [frames, owners, slices]: readonly [number, number, number],
  tested: boolean,
): TestedCounts {
  const definition = ALLOCATORS.find(({ name }) => name === allocator);
  if (definition === undefined) throw new Error(`no allocator ${allocator}`);
  const begun = performance.now();
  const run = runTo({
    definition,
    scope: scopeOf({ frames, owners, slices }),
    selfTest: tested,
    ...(tested ? {} : { suspicion: 0 }),
  });
  const seconds = (performance.now() - begun) / 1000;
  if (run.verdict !== "holds") throw new Error(`${allocator} is ${run.verdict}`);
  return { states: run.states, tried: run.tried, seconds };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [allocator = "", frames, owners, slices, tested] = process.argv.slice(2);
  const counts = checkTested(allocator, [Number(frames), Number(owners), Number(slices)], tested === "yes");
  process.stdout.write(`${JSON.stringify(counts)}\n`);
}
