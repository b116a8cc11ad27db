/** The matrix of rules and allocators as Markdown, with the shortest trace of every violation. */

import { grouped } from "../../model/basics/wording.js";
import { PROVENANCE_RULES } from "../../model/provenance-rules.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { describeScope } from "../../model/words/scope.js";
import { PLAIN } from "../lines/style.js";
import type { Cell, Conformance, ConformanceRow } from "../rule-book/conformance.js";
import { anchor } from "../rule-book/entries.js";
import { stepLines } from "../trace/program.js";
import { table } from "./markdown.js";

const HEAD = `# Conformance

What each allocator makes of each rule of [the rule book](provenance.md), under the contract \`strict\`:
whatever has a reason against it is refused. Written by \`allocheck docs conformance\` from runs that explore
every state of a scope; a test holds it to what they give today. \`--json\` gives the same to programs.

- **enforced**: the rule decided by itself somewhere, and was kept everywhere.
- **violated (n)**: it is broken after n commands; the number leads to the shortest trace.
- \`-\`, not offered: the allocator lacks a command that the rule needs, or is not given such arguments. A
  rule that is offered to none of a table is left out of it.
- *not exercised*: in this scope the rule never decided by itself.

An allocator whose own contract promises less than \`strict\` violates what it does not promise, and
\`allocheck explain NAME\` of the contract says what that is. Those that end in \`-as-is\` are originals, as
they behave. Allocators of single frames (\`bitmap\`, \`free-list\`) take their arguments for granted, so
they are given those of the pool alone. The rules of memory as regions, which are of \`memblock\` alone, are
left out.
`;

/** The page. */
export function conformancePage(conformance: Conformance): string {
  const { columns } = conformance;
  const families = [...new Set(columns.map(({ family }) => family))];
  return [
    HEAD,
    ...families.flatMap((family) => familyTables(family, conformance)),
    "## Runs",
    "",
    ...table(
      ["allocator", "scope", "states", "commands tried"],
      columns.flatMap(({ allocator, runs }) =>
        runs.map(({ scope, states, tried }) => [
          `\`${allocator}\``,
          describeScope(scope),
          grouped(states),
          grouped(tried),
        ]),
      ),
    ),
    "",
    "## Violations",
    "",
    ...violations(conformance).flatMap(section),
  ].join("\n");
}

/** The tables of the allocators of one family. */
function familyTables(family: string, { columns, provenance, rules, besides }: Conformance): string[] {
  const own = columns.flatMap((column, i) => (column.family === family ? [i] : []));
  const rows = (some: readonly ConformanceRow[], name: (rule: string) => string) =>
    some
      .map(({ rule, cells }) => ({ rule, cells: own.map((i) => cells[i]!) })) // a cell a column
      .filter(({ cells }) => cells.some(({ kind }) => kind !== "not-offered"))
      .map(({ rule, cells }) => [name(rule), ...cells.map(cellText)]);
  const isBroken = ({ cells }: ConformanceRow) => own.some((i) => cells[i]?.kind === "violated");
  const named = new Map(PROVENANCE_RULES.map(({ id, name }) => [id, `${id} ${name}`]));
  const all = [
    ...rows(provenance, (id) => `[${named.get(id)}](provenance.md#${anchor(named.get(id) ?? id)})`),
    ...rows(rules, (id) => `[${id}](provenance.md#${anchor(id)})`),
    ...rows(besides.filter(isBroken), (id) => `\`${id}\``),
  ];
  return [
    `## ${family}`,
    "",
    ...table(["rule", ...own.map((i) => columns[i]!.allocator)], all), // an index a column
    "",
  ];
}

function cellText(cell: Cell): string {
  switch (cell.kind) {
    case "enforced":
      return "enforced";
    case "violated": {
      const { counterexample } = cell;
      return `**[violated (${counterexample.steps.length})](#${anchor(headingOf(counterexample))})**`;
    }
    case "not-offered":
      return "-";
    case "not-exercised":
      return "*not exercised*";
  }
}

/** Each violation that a cell leads to, allocator by allocator. */
function violations({ columns, rules, besides }: Conformance): Counterexample[] {
  return columns.flatMap((_, i) =>
    [...rules, ...besides].flatMap(({ cells }) => {
      const cell = cells[i];
      return cell?.kind === "violated" ? [cell.counterexample] : [];
    }),
  );
}

function headingOf({ allocator, rule }: Counterexample): string {
  return `${allocator} ${rule}`;
}

function section(counterexample: Counterexample): string[] {
  const { expected, found } = counterexample;
  return [
    `### ${headingOf(counterexample)}`,
    "",
    "```",
    ...stepLines(counterexample, PLAIN),
    `    expected ${expected}`,
    `    found    ${found}`,
    "```",
    "",
  ];
}
