/** One rule of the tables as a section of the rule book. */

import { plural } from "../../model/basics/wording.js";
import { isPartOf } from "../../model/provenance-rules.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { anchor, type OtherFault, type RuleBook, type RuleEntry } from "../rule-book/entries.js";
import { neededText } from "../rule-book/guard-text.js";
import { capital, codes, counterexamplePath, firstOf, list, paragraph, trace } from "./markdown.js";

/** Where the witness of a rule is kept, from the page on. */
export function witnessPath({ id }: Pick<RuleEntry, "id">): string {
  return `witnesses/${id.replace("/", "-")}.json`;
}

/** How many allocators are named; conformance has all of them. */
const SHOWN = 5;

/** The section of one rule of a book. */
export function ruleSection(entry: RuleEntry, { provenance, others }: RuleBook): string[] {
  const { id, statement, because, guard, keptBy, witness, knockOut } = entry;
  const partOf = provenance.map(({ rule }) => rule).filter((rule) => isPartOf(id, rule));
  const broken = knockOut?.counterexample ?? null;
  const needed = neededText(entry);
  const also = others.filter(({ rule }) => rule === id);
  return [
    `#### ${id}`,
    "",
    ...paragraph(`${capital(statement)}: ${because}.`),
    "",
    ...list([
      [entry.kind === "answer" ? "accepted only where" : "refused while", guard],
      ...(partOf.length === 0
        ? []
        : [
            [
              "part of",
              partOf.map((rule) => `[${rule.id}](#${anchor(`${rule.id} ${rule.name}`)})`).join(", "),
            ] as const,
          ]),
      [
        "kept by",
        firstOf(
          keptBy.map(({ allocator }) => `\`${allocator}\``),
          SHOWN,
        ) || "no sound allocator shows it",
      ],
      ["broken by", knockOut === null ? "no faulty version yet" : `\`${knockOut.allocator}\``],
      ...(also.length === 0 ? [] : [["also by", faultLinks(also)] as const]),
      ...(needed === null ? [] : [["needed for", needed] as const]),
      ["backstops", codes(knockOut?.backstops ?? [])],
    ]),
    "",
    ...(witness === null ? [] : trace("Witness", witness, witnessPath(entry))),
    ...(broken === null ? [] : trace("Knock-out", broken, counterexamplePath(broken))),
  ];
}

/** Faulty versions, each with the file of its trace and in how many commands it breaks a rule. */
export function faultLinks(faults: readonly Pick<OtherFault, "allocator" | "counterexample">[]): string {
  return faults.map(({ allocator, counterexample }) => faultLink(allocator, counterexample)).join(", ");
}

/** One of them. */
export function faultLink(allocator: string, counterexample: Counterexample): string {
  const length = plural(counterexample.steps.length, "command");
  return `[\`${allocator}\`](${counterexamplePath(counterexample)}) after ${length}`;
}
