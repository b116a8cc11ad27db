/** The rule book as Markdown. */
import { fileText } from "../../counterexamples/file-text.js";
import type { Mistake } from "../../counterexamples/history.js";
import { plural } from "../../model/basics/wording.js";
import { ALL_RULES, CLAUSES, MODULES } from "../../model/modules/all.js";
import { COMMAND_KINDS } from "../../model/words/commands.js";
import { MODULE_IDS, type ModuleId } from "../../model/words/scope.js";
import {
  anchor,
  backstopsOf,
  type ProvenanceEntry,
  type RuleBook,
  type RuleEntry,
} from "../rule-book/entries.js";
import { GLOSSARY } from "../rule-book/glossary.js";
import { RULE_TEXTS, type RuleText, ruleText } from "../rule-book/rule-text.js";
import { lifeDiagram } from "./life-diagram.js";
import { capital, codes, firstOf, list, paragraph, ruleLink, table } from "./markdown.js";
import { faultLink, faultLinks, ruleSection, witnessPath } from "./rule-section.js";

const HEAD = `# The rule book

Every rule an allocator is held to. Written by \`allocheck docs rules\` from the tables of the specification
and from runs; a test holds it to what they give today. A rule comes with its **guard** as it is checked, a
**witness**, which is the shortest trace that exercises the rule, and a **knock-out**, which is the shortest
trace of a faulty version that breaks this rule and no other. Its **backstops** are what still objects to that
version when the rule is taken out of the table. What a rule is **needed for** are the invariants that a step
of a pool of some size can break once the rule is left out and all others are kept; a solver finds them, and a
state before such a step, which need not be one that a run comes to. \`npx allocheck explain RULE\` prints a
rule, and \`npx allocheck replay FILE\` runs a witness or a knock-out again. What each allocator makes of the
rules is in [conformance](conformance.md).
`;

const CLAUSES_HEADING = "What commands also do";
const BESIDES_HEADING = "What holds besides";

/** How many rules are named that another is a backstop of. */
const SHOWN = 6;

/** The page. */
export function rulesPage(book: RuleBook): string {
  const { entries } = book;
  return [
    HEAD,
    "## Words",
    "",
    ...GLOSSARY.map(([word, meaning]) => `- **${word}**: ${meaning}.`),
    "",
    "## The life of a frame",
    "",
    ...paragraph(
      "What a frame can be, and by which commands it becomes that, found by exploring the specification. A " +
        "frame that is quarantined is free, and a stale handle on it keeps it from being handed out. How a frame " +
        "is kept in two ways at once, such as borrowed and protected, is left out.",
    ),
    "",
    ...lifeDiagram(book.life),
    "",
    "## Why a command is refused",
    "",
    ...reasonTable(entries),
    "",
    "## Provenance rules",
    "",
    ...paragraph(
      "When bytes that were handed out as a slice may be given back, and to whom. A provenance rule is made " +
        "of rules further down; where it is about what a command does, not about when it is refused, it is made " +
        "of a clause, or of the property that compares every frame. Its knock-outs are versions that break it, " +
        "its backstops what still objects to them when all that it is made of is taken out.",
    ),
    "",
    ...book.provenance.flatMap((entry) => provenance(entry, entries)),
    ...MODULE_IDS.flatMap((module) => chapter(module, book)),
    ...clauses(book),
    ...besides(book),
    ...elsewhere(book),
  ].join("\n");
}

/** The witnesses as files, by their paths from the page on. */
export function witnessFiles({ entries }: RuleBook): Map<string, string> {
  return new Map(
    entries.flatMap((entry) =>
      entry.witness === null ? [] : [[witnessPath(entry), fileText(entry.witness)] as const],
    ),
  );
}

/** For each command its reasons, each a link to its rule. */
function reasonTable(entries: readonly RuleEntry[]): string[] {
  const kinds = COMMAND_KINDS.filter((kind) => entries.some(({ command }) => command === kind));
  const links = (kind: string, what: RuleEntry["kind"]) =>
    entries
      .filter((entry) => entry.command === kind && entry.kind === what)
      .map(({ id }) => `[${id.slice(kind.length + 1)}](#${anchor(id)})`)
      .join(", ");
  return table(
    ["command", "is refused for", "answers a"],
    kinds.map((kind) => [`\`${kind}\``, links(kind, "reason"), links(kind, "answer")]),
  );
}

function provenance(entry: ProvenanceEntry, entries: readonly RuleEntry[]): string[] {
  const { id, name, statement, because, source, keys, inABoot = [], enforcedBy, seenAs } = entry.rule;
  const head = [
    `### ${id} ${name}`,
    "",
    ...paragraph(`${statement} Why: ${because}. Source: ${source}.`),
    "",
  ];
  const part = (key: string) =>
    entries.some((known) => known.id === key) ? ruleLink(key) : `[${key}](#${anchor(sectionOf(key))})`;
  return [
    ...head,
    ...list([
      ["made of", keys.map(part).join(", ")],
      ...(inABoot.length === 0 ? [] : [["in a boot", inABoot.map(part).join(", ")] as const]),
      ["enforced by", enforcedBy],
      ["seen as", seenAs],
      ["knock-outs", knockOutLinks(entry)],
      ...(entry.history.length === 0 ? [] : [["as it happened", historyLinks(entry.history)] as const]),
      ["backstops", codes(backstopsOf(entry))],
    ]),
    "",
  ];
}

function isClause(key: string): boolean {
  return CLAUSES.some(({ id }) => id === key);
}

/** Where a rule is told that has no section of its own. */
function sectionOf(key: string): string {
  return isClause(key) ? CLAUSES_HEADING : BESIDES_HEADING;
}

function knockOutLinks({ knockOuts }: ProvenanceEntry): string[] {
  return knockOuts.flatMap(({ allocator, counterexample }) =>
    counterexample === null
      ? []
      : [`${faultLink(allocator, counterexample)}, under \`${counterexample.rule}\``],
  );
}

function historyLinks(history: readonly Mistake[]): string[] {
  return history.map(
    ({ origin, file, length }) =>
      `[${origin}](../counterexamples/history/${file}.json), after ${plural(length, "command")}`,
  );
}

function chapter(module: ModuleId, book: RuleBook): string[] {
  const { entries } = book;
  const own = entries.filter((entry) => entry.module === module);
  if (own.length === 0) return [];
  return [
    `## Module ${module}`,
    "",
    ...paragraph(`Where it is in force, ${MODULES[module].statement}.`),
    "",
    ...COMMAND_KINDS.flatMap((kind) => {
      const rules = own.filter(({ command }) => command === kind);
      // What a command does is said where it comes from.
      const isOwn = MODULES[module].rules.some((rule) => rule.kind === kind);
      const effect = isOwn ? [...paragraph(`${capital(ruleText(`${kind}/effect`).statement)}.`), ""] : [];
      return rules.length === 0
        ? []
        : [`### ${kind} (${module})`, "", ...effect, ...rules.flatMap((rule) => ruleSection(rule, book))];
    }),
  ];
}

/** What commands also do, and by which property that shows. */
function clauses({ clauses: told }: RuleBook): string[] {
  return [
    `## ${CLAUSES_HEADING}`,
    "",
    ...paragraph(
      "No command is refused for the sake of a clause, so a version that breaks one is found under another " +
        "rule, and the last column says what objects when the clause is taken out. Some clauses give leave: " +
        "without them even the sound allocator that is named is objected to.",
    ),
    "",
    ...table(
      ["rule", "it says", "because", "broken by", "found under", "without it"],
      told
        .filter(({ id }) => isClause(id))
        .map(({ id, statement, because, knockOut, needed }) => [
          `\`${id}\``,
          statement,
          because,
          knockOut?.counterexample ? faultLink(knockOut.allocator, knockOut.counterexample) : "",
          knockOut?.counterexample ? `\`${knockOut.counterexample.rule}\`` : "",
          [
            ...(knockOut === null ? [] : [codes(knockOut.backstops)]),
            ...(needed === null ? [] : [`even \`${needed.allocator}\`: ${codes(needed.rules)}`]),
          ].join("; "),
        ]),
    ),
    "",
  ];
}

/** Rules that no table of commands has: of every answer, of every state, of the specification itself. */
function besides({ entries, others }: RuleBook): string[] {
  const rows = rulesBesides().map(({ id, statement, because }) => {
    const isIt = (rule: string) => rule === id || (id.startsWith("*/") && rule.endsWith(id.slice(1)));
    const broken = faultLinks(others.filter(({ rule }) => isIt(rule)));
    const backs = entries
      .filter(({ knockOut }) => knockOut?.backstops.some(isIt))
      .map(({ id: backed }) => ruleLink(backed));
    return [`\`${id}\``, statement, because, broken, firstOf(backs, SHOWN)];
  });
  return [
    `## ${BESIDES_HEADING}`,
    "",
    ...paragraph(
      "Rules of every answer, of every state of an allocator, and (the invariants) of the specification by " +
        "itself; `*` stands for any command. The last two columns have the faulty versions that break a rule " +
        "first, and in how many commands, and the rules that it is a backstop of.",
    ),
    "",
    ...table(["rule", "it says", "because", "broken by", "a backstop of"], rows),
    "",
  ];
}

/** What the book leaves out. */
function elsewhere({ entries, others, elsewhere: { modules, allocators } }: RuleBook): string[] {
  const isTold = (id: string) => !OF_TABLES.has(id) || entries.some((entry) => entry.id === id);
  const untold = others.filter(({ rule }) => !isTold(rule));
  return [
    "## What is not in this book",
    "",
    ...paragraph(
      `The rules of the modules ${codes(modules)} are of memory that comes and goes, which is the world of ` +
        `${codes(allocators)} alone: \`npx allocheck list rules\` has them. They are broken by versions of it:`,
    ),
    "",
    ...untold.map((fault) => `- ${faultLinks([fault])}, under \`${fault.rule}\``),
    "",
  ];
}

const OF_TABLES = new Set(
  ALL_RULES.flatMap(({ kind, reasons, constraints }) =>
    [...reasons, ...constraints].map(({ id }) => `${kind}/${id}`),
  ),
);

/** The rules that are not of the tables; what is said of each command alike is said once. */
function rulesBesides(): RuleText[] {
  const rest = RULE_TEXTS.filter(({ id, kind }) => !/effect|warning/.test(kind) && !OF_TABLES.has(id));
  const alike = rest.map((rule): RuleText => {
    const [kind = "", name] = rule.id.split("/");
    if (name === undefined) return rule;
    return { ...rule, id: `*/${name}`, statement: rule.statement.replace(kind, "a command") };
  });
  return alike.filter(({ id }, i) => alike.findIndex((other) => other.id === id) === i);
}
