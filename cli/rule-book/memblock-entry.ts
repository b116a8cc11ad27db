/** Runs memblock for its page: its own scopes, under `strict`, and its faulty versions. */
import { runTo } from "../../explore/check/check.js";
import { ownScopes } from "../../explore/check/own-scope.js";
import type { Run } from "../../explore/check/verdict.js";
import { API } from "../../impl/memblock/api.js";
import { memblock } from "../../impl/memblock/definition.js";
import { DIFFERENCES } from "../../impl/memblock/differences.js";
import { LEFT_OUT, LINUX_VERSION } from "../../impl/memblock/left-out.js";
import { SUITE } from "../../impl/memblock/suite.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { once } from "../../model/basics/once.js";
import { STRICT } from "../../model/contracts/named.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { MemblockEntry } from "../../report/pages/memblock-page.js";

/** No deviation takes more commands: searches to their end have shown no other. */
const UP_TO = 5;

/** What the page says, from runs. */
export function memblockEntry(): MemblockEntry {
  return {
    definition: memblock,
    linux: LINUX_VERSION,
    calls: API,
    leftOut: LEFT_OUT,
    runs: memblockRuns(),
    deviations: deviations(),
    upTo: UP_TO,
    faulty: ALLOCATORS.filter(isFaultyMemblock).map((definition) => ({
      definition,
      found: firstOf(definition),
    })),
    suite: SUITE,
    differences: DIFFERENCES,
  };
}

/** memblock in each of its own scopes: runs of some seconds, made once a process. */
export const memblockRuns = once((): readonly Run[] =>
  ownScopes(memblock).map((scope) => runTo({ definition: memblock, scope })),
);

/** For each rule of `strict` that memblock breaks the shortest trace of all scopes, the commands in order. */
function deviations(): Counterexample[] {
  const shortest = new Map<string, Counterexample>();
  const budget = { maxDepth: UP_TO };
  for (const scope of ownScopes(memblock))
    for (const found of runTo({ definition: memblock, scope, contract: STRICT, keep: "all", budget })
      .counterexamples) {
      const known = shortest.get(found.rule);
      if (known === undefined || found.steps.length < known.steps.length) shortest.set(found.rule, found);
    }
  return [...shortest.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function isFaultyMemblock({ name, class: kind }: AllocatorDefinition): boolean {
  return kind === "faulty" && name.startsWith(`${memblock.name}-`);
}

function firstOf(definition: AllocatorDefinition): Counterexample {
  const [found] = ownScopes(definition).flatMap((scope) => runTo({ definition, scope }).counterexamples);
  if (found === undefined) throw new Error(`internal: ${definition.name} is not caught`);
  return found;
}
