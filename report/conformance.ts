/** What each allocator makes of each rule, read off runs under `strict`. */
import type { Run } from "../explore/verdict.js";
import type { ProvenanceRule } from "../model/rule-book.js";
import type { Counterexample } from "../model/trace.js";
import type { RuleEntry } from "./rule-book.js";

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
  const provenance = above
    .filter(({ status }) => status.kind === "checked")
    .map(({ id, keys }) => {
      const parts = rules.filter(({ rule }) => keys.includes(rule));
      // Each row has a cell a column.
      return { rule: id, cells: columns.map((_, i) => together(parts.map(({ cells }) => cells[i]!))) };
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
  const outcome = kind === "answer" ? `${command}:accepted` : id.replace("/", ":");
  if (runs.some(({ outcomes }) => (outcomes[outcome] ?? 0) > 0)) return { kind: "enforced" };
  const offered = runs.some(
    ({ scope, notOffered, notExercised }) =>
      scope.modules.includes(module) &&
      !notOffered.includes(command) &&
      !notExercised.some(({ rule, possible }) => rule === id && !possible),
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

/** What several rules together come to: the gravest of their cells, and enforced only where all are. */
function together(cells: readonly Cell[]): Cell {
  for (const kind of ["violated", "not-offered", "not-exercised"] as const) {
    const cell = cells.find((candidate) => candidate.kind === kind);
    if (cell !== undefined) return cell;
  }
  return { kind: "enforced" };
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
