/** What is warned of, and changes no verdict: a sentence each, and the traces of two accesses. */
import type { LockWarning, Run } from "../../explore/check/verdict.js";
import { plural } from "../../model/basics/wording.js";
import { hanging } from "../lines/wrap.js";
import { cpuColumns } from "../trace/cpu-columns.js";

/** A cell, its lock, and who takes it there and who does not, in one sentence. */
export function warningText({ cell, alike, lock, under, without }: LockWarning): string {
  const more = alike === 0 ? "" : ` (and ${plural(alike, "more cell")} alike)`;
  const does = (writes: boolean) => (writes ? "write" : "read");
  return (
    `${without.commands.join(", ")} may ${does(without.writes)} ${cell}${more} without ${lock}, ` +
    `under which ${under.commands.join(", ")} may ${does(under.writes)} it`
  );
}

/** The two traces of a warning. */
export function warningTraces({ lock, under, without }: LockWarning, width: number): string[] {
  return [
    `under ${lock}:`,
    ...cpuColumns(under.trace, width - 2).map((line) => `  ${line}`),
    `without ${lock}:`,
    ...cpuColumns(without.trace, width - 2).map((line) => `  ${line}`),
  ];
}

/** The lines of all that a run warns of. */
export function warningLines({ warnings = [] }: Run, width: number, traces = true): string[] {
  return warnings.flatMap((warning) => [
    ...hanging("warning: ", warningText(warning), { width }),
    ...(traces ? warningTraces(warning, width - 2).map((line) => `  ${line}`) : []),
  ]);
}
