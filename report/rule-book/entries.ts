/** What the rule book tells, gathered from runs, before it is set as a page or for a terminal. */
import type { Mistake } from "../../counterexamples/history.js";
import type { LifecycleEdge } from "../../explore/rule-book/frame-lifecycle.js";
import type { KnockOut } from "../../explore/rule-book/knock-out.js";
import type { ProvenanceRule } from "../../model/provenance-rules.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { CommandKind } from "../../model/words/commands.js";
import type { ModuleId } from "../../model/words/scope.js";

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
  /** The invariants that are lost without it at any size; `null` where that is not on record. */
  readonly neededFor: readonly string[] | null;
  /** A state from which the first of them is lost; no trace leads there. */
  readonly neededFrom: string | null;
  /** The sound allocators in which it decided alone, and how often. */
  readonly keptBy: readonly { readonly allocator: string; readonly times: number }[];
  /** The shortest trace of the first of them that exercises it. */
  readonly witness: Counterexample | null;
  readonly knockOut: KnockOut | null;
}

/** A provenance rule with the versions that break it, each with all of its rules taken out. */
export interface ProvenanceEntry {
  readonly rule: ProvenanceRule;
  readonly knockOuts: readonly KnockOut[];
  /** The same mistake as real systems made it. */
  readonly history: readonly Mistake[];
}

/** What commands also do, or a property that goes with it: rules that no command is refused by. */
export interface ClauseEntry {
  readonly id: string;
  readonly statement: string;
  readonly because: string;
  /** A version that breaks it, which is found under another rule. */
  readonly knockOut: KnockOut | null;
  /** A sound allocator that without it is held to too much, and the rules that object to that one then. */
  readonly needed: { readonly allocator: string; readonly rules: readonly string[] } | null;
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
  readonly provenance: readonly ProvenanceEntry[];
  readonly clauses: readonly ClauseEntry[];
  readonly life: readonly LifecycleEdge[];
  readonly others: readonly OtherFault[];
  /** The parts whose rules the book leaves out, and the allocators they are the world of. */
  readonly elsewhere: { readonly modules: readonly ModuleId[]; readonly allocators: readonly string[] };
}

/** What still objects to the versions that break a provenance rule when all that makes it up is taken out. */
export function backstopsOf({ knockOuts }: Pick<ProvenanceEntry, "knockOuts">): string[] {
  return [...new Set(knockOuts.flatMap(({ backstops }) => backstops))];
}

/** The anchor that code hosts give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** The book for programs. */
export function ruleBookJson({ entries, provenance, clauses, life, others }: RuleBook) {
  return { life, provenance: provenance.map(provenanceJson), rules: entries, clauses, others };
}

/** A provenance rule for programs. */
export function provenanceJson({ rule, knockOuts, history }: ProvenanceEntry) {
  return { ...rule, backstops: backstopsOf({ knockOuts }), knockOuts, history };
}
