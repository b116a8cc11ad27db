/** What a search of several CPUs warns of, each with the traces of two accesses, and of no more. */
import type { CpuTrace } from "../../model/trace/cpu-trace.js";
import type { CommandKind } from "../../model/words/commands.js";
import { ABOUT_STATE, HANGS } from "../../properties/answers.js";
import { CLOSE_LOOK } from "../search/pulse.js";
import type { Search } from "../search/search.js";
import { CpuWalk } from "../several-cpus/cpu-walk.js";
import * as L from "../several-cpus/locals.js";
import type { SeenAccess, Unguarded } from "../several-cpus/lock-watch.js";
import { SeveralCpus } from "../several-cpus/several-cpus.js";
import { isStepped, type SteppedDefinition } from "../several-cpus/stepped-definition.js";
import type { Prepared } from "./prepared.js";
import type { LockWarning, WarnedAccess } from "./verdict.js";

/** Nothing is warned of where a finding shows that what was seen need not come again. */
const NO_WARNINGS: readonly string[] = [...ABOUT_STATE, HANGS.id];

/** The warnings of a search, one of each array of cells and lock. */
export function lockWarnings(prepared: Prepared, search: Search, broken: readonly string[]): LockWarning[] {
  const { system, pulse, request } = prepared;
  const { definition } = request;
  if (!(system instanceof SeveralCpus) || definition === null || !isStepped(definition)) return [];
  if (broken.some((rule) => NO_WARNINGS.includes(rule)) || pulse.last(CLOSE_LOOK) !== null) return [];
  const unguarded = system.watch?.unguarded() ?? [];
  const keyOf = ({ cell, lock }: Unguarded) => `${arrayOf(system.memory.layout[cell]!.name)} ${lock}`;
  const keys = unguarded.map(keyOf);
  pulse.begin(CLOSE_LOOK);
  return unguarded.flatMap((one, i) => {
    const key = keys[i]!; // one of each
    if (keys.indexOf(key) !== i) return [];
    const { layout, locks } = system.memory;
    const under = told(prepared, definition, search, system, one.under);
    const without = told(prepared, definition, search, system, one.without);
    if (under === null || without === null) return [];
    const alike = keys.filter((other) => other === key).length - 1;
    return [{ cell: layout[one.cell]!.name, alike, lock: locks[one.lock]!, under, without }];
  });
}

/** The name of an array of which a cell is one: `status` for `status[1]`. */
function arrayOf(cell: string): string {
  return cell.replace(/\[\d+\]$/, "");
}

/** Accesses as they are told: who makes them, and the shortest trace to the first. */
function told(
  { contract, specification, pulse }: Prepared,
  definition: SteppedDefinition,
  search: Search,
  { locals, commands: size }: SeveralCpus,
  accesses: readonly SeenAccess[],
): WarnedAccess | null {
  const first = accesses.reduce((least, each) => (each.state < least.state ? each : least));
  const path = [...search.pathTo(first.state), first];
  const walk = new CpuWalk(specification, definition, contract, pulse);
  for (const { command } of path) {
    const { kind } = walk.take(Math.floor(command / size), command % size);
    // The last may break a rule, and is made all the same.
    if (kind !== "went" && kind !== "broke") return null;
  }
  const kinds = accesses.map(({ command }) => specification.commands[command % size]!.kind);
  const trace: CpuTrace = { commands: walk.commands, accesses: walk.accesses, order: [] };
  return {
    commands: [...new Set<CommandKind>(kinds)],
    writes: accesses.some(({ local }) => locals.kind[local] !== L.LOAD),
    trace,
  };
}
