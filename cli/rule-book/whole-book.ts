/** Gathers the whole rule book: the rules of the tables, what stands above them and what goes beside them. */
import { HISTORY } from "../../counterexamples/history.js";
import { frameLifecycle } from "../../explore/rule-book/frame-lifecycle.js";
import { rulesBroken } from "../../explore/rule-book/knock-out.js";
import { ruleScope } from "../../explore/rule-book/rule-scope.js";
import { CLAUSE_KNOCK_OUTS, PROVENANCE_KNOCK_OUTS } from "../../impl/faulty/knock-outs.js";
import { ALLOCATORS } from "../../impl/registry.js";
import { once } from "../../model/basics/once.js";
import { PROVENANCE_RULES, type ProvenanceRule } from "../../model/provenance-rules.js";
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import type { ClauseEntry, ProvenanceEntry, RuleBook } from "../../report/rule-book/entries.js";
import { RULE_TEXTS } from "../../report/rule-book/rule-text.js";
import {
  allSurveys,
  ELSEWHERE,
  entryOf,
  isElsewhere,
  knockOutBy,
  otherFaults,
  ROWS,
  SOUND,
} from "./rules.js";

/** The whole book. It takes half a minute, so a process makes it once. */
export const ruleBook = once(async (): Promise<RuleBook> => {
  const surveyed = allSurveys();
  return {
    entries: ROWS.map((row) => entryOf(row, surveyed)),
    provenance: PROVENANCE_RULES.map(provenanceEntry),
    clauses: clauseEntries(),
    life: frameLifecycle(),
    others: await otherFaults(),
    elsewhere: { modules: ELSEWHERE, allocators: SOUND.filter(isOfElsewhere).map(({ name }) => name) },
  };
});

/** Whether an allocator offers commands of the parts that are left out. */
function isOfElsewhere({ offers }: AllocatorDefinition): boolean {
  return COMMAND_KINDS.some((kind) => offers[kind] !== undefined && isElsewhere(kind));
}

/** A provenance rule with its knock-outs, and with what real systems got wrong about it. */
export function provenanceEntry(rule: ProvenanceRule): ProvenanceEntry {
  const names = PROVENANCE_KNOCK_OUTS[rule.id] ?? [];
  return {
    rule,
    knockOuts: names.flatMap((name) => knockOutBy(name, rule.keys) ?? []),
    history: HISTORY.filter(({ partOf }) => partOf === rule.id),
  };
}

/** A sound allocator for each clause that gives leave: what it does is right only because of the clause. */
const GIVES_LEAVE: Readonly<Record<string, string>> = {
  "release-spares-protected": "zeroing",
  "handles-lapse": "capabilities",
  "contents-end": "zeroing",
};

const CLAUSES = [...Object.keys(CLAUSE_KNOCK_OUTS), ...Object.keys(GIVES_LEAVE)];

/** What commands also do, and the properties by which that shows: all of them, or some by their ids. */
export function clauseEntries(some: readonly string[] = CLAUSES): ClauseEntry[] {
  const ids = CLAUSES.filter((id) => some.includes(id));
  return RULE_TEXTS.filter(({ id }) => ids.includes(id)).map(({ id, statement, because }) => {
    const sound = ALLOCATORS.find(({ name }) => name === GIVES_LEAVE[id]);
    return {
      id,
      statement,
      because,
      knockOut: knockOutBy(CLAUSE_KNOCK_OUTS[id], [id]),
      needed:
        sound === undefined
          ? null
          : {
              allocator: sound.name,
              rules: rulesBroken({ definition: sound, scope: ruleScope(sound), without: [id] }),
            },
    };
  });
}
