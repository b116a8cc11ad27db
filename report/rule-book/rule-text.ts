/** Every rule there is, whatever table it stands in, as one list. */

import { ALL_RULES, CLAUSES } from "../../model/modules/all.js";
import { ANSWER_RULES } from "../../properties/answers.js";
import { ALWAYS_RULES } from "../../properties/can-always.js";
import { INVARIANTS } from "../../properties/invariants.js";
import { SEVERAL_CPUS_RULES } from "../../properties/several-cpus.js";
import { STATE_PROPERTIES } from "../../properties/state-properties.js";

/** A rule as people read it. */
export interface RuleText {
  readonly id: string;
  /**
   * What sort of rule: a reason to refuse, a constraint on answers, an effect, a property of states, one of
   * all that can follow them, an invariant.
   */
  readonly kind: "reason" | "answer" | "effect" | "property" | "always" | "invariant";
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
];

const BY_ID = new Map(RULE_TEXTS.map((rule) => [rule.id, rule]));

/** The text of one rule. A rule of another version reads as unknown. */
export function ruleText(id: string): Pick<RuleText, "statement" | "because"> {
  return BY_ID.get(id) ?? { statement: "this version knows no such rule", because: "the file is of another" };
}

function pick({ statement, because }: { readonly statement: string; readonly because: string }) {
  return { statement, because };
}
