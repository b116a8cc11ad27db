/** Every rule there is, whatever table it stands in, as one list. */

import { STRICT } from "../../model/contracts/named.js";
import { ALL_RULES, CLAUSES } from "../../model/modules/all.js";
import { ANSWER_RULES } from "../../properties/answers.js";
import { ALWAYS_RULES } from "../../properties/can-always.js";
import { sometimes } from "../../properties/exercised.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { SEVERAL_CPUS_RULES, UNLOCKED_ACCESS } from "../../properties/several-cpus.js";
import { STATE_PROPERTIES } from "../../properties/state-properties.js";

/** A rule as people read it. */
export interface RuleText {
  readonly id: string;
  /**
   * What sort of rule: a reason to refuse, a constraint on answers, an effect, a property of states, one of
   * all that can follow them, an invariant, or what is only warned of.
   */
  readonly kind: "reason" | "answer" | "effect" | "property" | "always" | "invariant" | "warning";
  readonly statement: string;
  readonly because: string;
}

/** All rules, in the order of the tables. */
export const RULE_TEXTS: readonly RuleText[] = [
  ...ALL_RULES.flatMap(({ kind, reasons, constraints, statement, because }): RuleText[] => {
    return [
      ...reasons.map(
        (reason): RuleText => ({
          id: `${kind}/${reason.id}`,
          kind: "reason",
          statement: reason.statement,
          because: reason.because,
        }),
      ),
      ...constraints.map((each): RuleText => ({ ...pick(each), id: `${kind}/${each.id}`, kind: "answer" })),
      { id: `${kind}/effect`, kind: "effect", statement: `when ${kind} is accepted, ${statement}`, because },
    ];
  }),
  ...CLAUSES.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "effect" })),
  ...ANSWER_RULES.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "answer" })),
  ...SEVERAL_CPUS_RULES.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "answer" })),
  ...STATE_PROPERTIES.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "property" })),
  ...ALWAYS_RULES.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "always" })),
  ...INVARIANTS.map((rule): RuleText => ({ ...pick(rule), id: rule.id, kind: "invariant" })),
  { ...pick(UNLOCKED_ACCESS), id: UNLOCKED_ACCESS.id, kind: "warning" },
];

/** The statement of a rule, and the reason for it. */
type Said = Pick<RuleText, "statement" | "because">;

const BY_ID = new Map<string, Said>(RULE_TEXTS.map((rule) => [rule.id, rule]));

/** The names under which formats tell whether a search came to its end, and the same of what was drawn. */
export const SEARCH_CASE = "every command sequence is tried";
export const SAMPLE_CASE = "random sequences break no rule";

const NO_TEST = "what never comes about was put to no test";

/** What is told like a rule, and no allocator breaks: what a run came to, and what it is to have seen. */
const CASES: ReadonlyMap<string, Said> = new Map([
  [SEARCH_CASE, { statement: SEARCH_CASE, because: "what was not tried may break a rule" }],
  [SAMPLE_CASE, { statement: SAMPLE_CASE, because: "what was not drawn may break a rule" }],
  ...ALL_RULES.map(({ kind }): [string, Said] => [
    `${kind}/offered`,
    { statement: `${kind} is offered`, because: "what is not offered is not tried" },
  ]),
  ...sometimes(STRICT, ALL_RULES).map(({ id, statement }): [string, Said] => [
    id,
    { statement, because: NO_TEST },
  ]),
]);

/** The text of one rule, or of what is told like one. A rule of another version reads as unknown. */
export function ruleText(id: string): Said {
  return (
    BY_ID.get(id) ??
    CASES.get(id) ?? { statement: "this version knows no such rule", because: "the file is of another" }
  );
}

function pick({ statement, because }: { readonly statement: string; readonly because: string }) {
  return { statement, because };
}
