/** What each allocator makes of each rule, read off runs under `strict`. */
import type { Run } from "../../explore/check/verdict.js";
import { MODULES } from "../../model/modules/all.js";
import type { ProvenanceRule } from "../../model/provenance-rules.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { CommandKind } from "../../model/words/commands.js";
import { type Scope, unitsOf } from "../../model/words/scope.js";
import type { RuleEntry } from "./entries.js";

/** What became of one rule in the runs of one allocator. */
export type Cell =
  | { readonly kind: "enforced" }
  | { readonly kind: "violated"; readonly counterexample: Counterexample }
  /** The allocator has no such command, or takes no such arguments. */
  | { readonly kind: "not-offered" }
  /** It never came up by itself in the scope. */
  | { readonly kind: "not-exercised" };

/** One rule and its cell for each allocator, in their order. */
export interface ConformanceRow {
  readonly rule: string;
  readonly cells: readonly Cell[];
}

/** One allocator and its runs: one for each scope it is checked in. */
export interface Column {
  readonly allocator: string;
  readonly class: string;
  /** What it is about, as the heading of its table. */
  readonly family: string;
  readonly runs: readonly Run[];
}

/** The matrix of rules and allocators. */
export interface Conformance {
  readonly columns: readonly Column[];
  /** The provenance rules that are checked. */
  readonly provenance: readonly ConformanceRow[];
  /** The rules of the tables. */
  readonly rules: readonly ConformanceRow[];
  /** Rules beyond the tables that some allocator breaks. */
  readonly besides: readonly ConformanceRow[];
}

/** A rule of the tables, as far as a matrix needs it. */
type Known = Pick<RuleEntry, "id" | "kind" | "command" | "module">;

/** The matrix of some columns. */
export function conformanceOf(
  columns: readonly Column[],
  known: readonly Known[],
  above: readonly ProvenanceRule[],
): Conformance {
  const rules = known.map((rule) => ({
    rule: rule.id,
    cells: columns.map((column) => cellOf(column, rule)),
  }));
  const provenance = above.map((rule) => {
    const parts = rules.filter((row) => rule.keys.includes(row.rule));
    // Each row has a cell a column.
    const cells = columns.map((column, i) =>
      together(
        column,
        rule,
        parts.map((part) => part.cells[i]!),
      ),
    );
    return { rule: rule.id, cells };
  });
  const broken = columns.flatMap(({ runs }) => runs.flatMap(({ counterexamples }) => counterexamples));
  const others = new Set(
    broken.map(({ rule }) => rule).filter((rule) => !known.some(({ id }) => id === rule)),
  );
  const besides = [...others].map((rule) => ({
    rule,
    cells: columns.map(({ runs }) => violation(runs, rule) ?? ({ kind: "enforced" } as const)),
  }));
  return { columns, provenance, rules, besides };
}

function cellOf({ runs }: Column, { id, kind, command, module }: Known): Cell {
  const violated = violation(runs, id);
  if (violated !== null) return violated;
  // What a module says of commands of others is about nothing where those are not in force.
  const inForce = runs.filter(({ scope }) => scope.modules.includes(module) && isInForce(command, scope));
  const outcome = kind === "answer" ? `${command}:accepted` : id.replace("/", ":");
  if (inForce.some(({ outcomes }) => (outcomes[outcome] ?? 0) > 0)) return { kind: "enforced" };
  const offered = inForce.some(
    ({ notOffered, notExercised }) =>
      !notOffered.includes(command) && !notExercised.some(({ rule, possible }) => rule === id && !possible),
  );
  return offered ? { kind: "not-exercised" } : { kind: "not-offered" };
}

/** The shortest violation of a rule. */
function violation(runs: readonly Run[], rule: string): Cell | null {
  const [counterexample] = runs
    .flatMap(({ counterexamples }) => counterexamples.filter((found) => found.rule === rule))
    .sort((a, b) => a.steps.length - b.steps.length);
  return counterexample === undefined ? null : { kind: "violated", counterexample };
}

/**
 * What the rules of a provenance rule together come to: the worst of those that are offered. Of rules
 * without cells, such as a property, it is known that they hold where nothing violates them.
 */
function together({ runs }: Column, rule: ProvenanceRule, cells: readonly Cell[]): Cell {
  const able = runs.filter(
    ({ scope, notOffered }) =>
      rule.commands.every((kind) => isInForce(kind, scope) && !notOffered.includes(kind)) &&
      (rule.units !== true || unitsOf(scope) > 1),
  );
  if (able.length === 0) return { kind: "not-offered" };
  const violated = rule.keys.flatMap((key) => violation(able, key) ?? []);
  const offered = cells.filter(({ kind }) => kind !== "not-offered");
  if (cells.length > 0 && offered.length === 0) return { kind: "not-offered" };
  return violated[0] ?? offered.find(({ kind }) => kind === "not-exercised") ?? { kind: "enforced" };
}

/** Whether a scope has the part of the specification that a command is of. */
function isInForce(kind: CommandKind, { modules }: Scope): boolean {
  return modules.some((id) => MODULES[id].rules.some((row) => row.kind === kind));
}

/** The matrix for programs: each cell in words, a violation with its trace. */
export function conformanceJson({ columns, provenance, rules, besides }: Conformance) {
  const row = ({ rule, cells }: ConformanceRow) => ({
    rule,
    ...Object.fromEntries(cells.map((cell, i) => [columns[i]!.allocator, cellJson(cell)])), // a cell a column
  });
  return {
    contract: "strict",
    allocators: columns.map(({ allocator, class: kind, runs }) => ({
      name: allocator,
      class: kind,
      scopes: runs.map(({ scope, states, closed }) => ({ scope, states, closed })),
    })),
    provenance: provenance.map(row),
    rules: [...rules, ...besides].map(row),
  };
}

function cellJson(cell: Cell) {
  if (cell.kind !== "violated") return { cell: cell.kind };
  const { steps, expected, found } = cell.counterexample;
  return { cell: cell.kind, length: steps.length, steps, expected, found };
}
