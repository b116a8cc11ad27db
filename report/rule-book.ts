/** What the rule book tells, gathered from runs, before it is set as a page or for a terminal. */
import type { KnockOut } from "../explore/knock-out.js";
import type { LifeEdge } from "../explore/life.js";
import type { ProvenanceRule } from "../model/rule-book.js";
import type { ModuleId } from "../model/scope.js";
import type { Counterexample } from "../model/trace.js";
import type { CommandKind } from "../model/vocabulary.js";

/** One rule of the tables with all that is known of it. */
export interface RuleEntry {
  /** Its key, such as `release/live-slice`. */
  readonly id: string;
  readonly kind: "reason" | "answer";
  readonly command: CommandKind;
  readonly module: ModuleId;
  readonly statement: string;
  readonly because: string;
  /** When it is true, as it is checked. */
  readonly guard: string;
  /** The sound allocators in which it decided alone, and how often. */
  readonly keptBy: readonly { readonly allocator: string; readonly times: number }[];
  /** The shortest trace of the first of them that exercises it. */
  readonly witness: Counterexample | null;
  readonly knockOut: KnockOut | null;
}

/** One faulty version that breaks a rule beyond the tables. */
export interface OtherFault {
  readonly allocator: string;
  readonly rule: string;
  readonly counterexample: Counterexample;
}

/** The whole book. */
export interface RuleBook {
  readonly entries: readonly RuleEntry[];
  readonly provenance: readonly ProvenanceRule[];
  readonly life: readonly LifeEdge[];
  readonly others: readonly OtherFault[];
}

/** What still objects when the rules that make up a provenance rule are taken out one at a time. */
export function backstopsOf({ keys }: ProvenanceRule, entries: readonly RuleEntry[]): string[] {
  const all = entries
    .filter(({ id }) => keys.includes(id))
    .flatMap(({ knockOut }) => knockOut?.backstops ?? []);
  return [...new Set(all)].filter((id) => !keys.includes(id));
}

/** The anchor that code hosts give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** The book for programs. */
export function ruleBookJson({ entries, provenance, life, others }: RuleBook) {
  return {
    life,
    provenance: provenance.map((rule) => ({ ...rule, backstops: backstopsOf(rule, entries) })),
    rules: entries,
    others,
  };
}
