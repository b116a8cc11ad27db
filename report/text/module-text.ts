/** Modules of the specification: what each is about, and what it brings. */
import { MODULES } from "../../model/modules/all.js";
import { ALL_WORDS, type ListedWords } from "../../model/words/all-words.js";
import type { ModuleId } from "../../model/words/scope.js";
import type { Style } from "../lines/style.js";
import { hanging, wrap } from "../lines/wrap.js";

/** A module as a list shows it: its words, and the clauses that say what else commands do to it. */
export interface ModuleRow {
  readonly id: ModuleId;
  readonly statement: string;
  readonly needs: readonly ModuleId[];
  readonly commands: readonly string[];
  readonly reasons: readonly string[];
  readonly bounds: readonly string[];
  readonly clauses: readonly string[];
}

/** Every module, in their order. */
export const MODULE_ROWS: readonly ModuleRow[] = ALL_WORDS.map(rowOf);

function rowOf({ id, needs = [], commands = {}, reasons = {}, bounds = {} }: ListedWords): ModuleRow {
  const { statement, clauses = [] } = MODULES[id];
  return {
    id,
    statement,
    needs,
    commands: Object.keys(commands),
    reasons: Object.keys(reasons),
    bounds: Object.keys(bounds),
    clauses: clauses.map((clause) => clause.id),
  };
}

/** What a module brings, each under a name that says what it is. */
const PARTS = [
  ["builds on", "needs"],
  ["commands", "commands"],
  ["reasons", "reasons"],
  ["bounds", "bounds"],
  ["clauses", "clauses"],
] as const satisfies readonly (readonly [string, keyof ModuleRow])[];

/** A module in full. */
export function moduleLines(row: ModuleRow, style: Style): string[] {
  const { width } = style;
  return [
    style.strong(`module ${row.id}`),
    ...wrap(row.statement, width - 2).map((line) => `  ${line}`),
    "",
    ...PARTS.filter(([, part]) => row[part].length > 0).flatMap(([name, part]) =>
      hanging(`  ${name.padEnd(10)}  `, row[part].join(", "), { width }),
    ),
    ...hanging(`  in a check  `, `--modules ${row.id}`, { width }),
  ];
}
