/** The rule book as Markdown. */
import { fileText } from "../counterexamples/files.js";
import { ALL_RULES, MODULES } from "../model/modules.js";
import type { ProvenanceRule } from "../model/rule-book.js";
import { MODULE_IDS, type ModuleId } from "../model/scope.js";
import { COMMAND_KINDS, REASON_IDS } from "../model/vocabulary.js";
import { GLOSSARY } from "./glossary.js";
import { lifeDiagram } from "./life-diagram.js";
import { capital, codes, list, paragraph, ruleLink, table } from "./markdown.js";
import { anchor, backstopsOf, type RuleBook, type RuleEntry } from "./rule-book.js";
import { faultLinks, ruleSection, witnessPath } from "./rule-section.js";
import { RULE_TEXTS, type RuleText, ruleText } from "./rule-text.js";

const HEAD = `# The rule book

Every rule an allocator is held to. Written by \`allocheck docs rules\` from the tables of the specification
and from runs; a test holds it to what they give today. A rule comes with its **guard** as it is checked, a
**witness**, which is the shortest trace that exercises the rule, and a **knock-out**, which is the shortest
trace of a faulty version that breaks this rule and no other. Its **backstops** are what still objects to that
version when the rule is taken out of the table. \`npx allocheck explain RULE\` prints a rule, and
\`npx allocheck replay FILE\` runs a witness or a knock-out again. What each allocator makes of the rules is
in [conformance](conformance.md).
`;

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
        "of rules further down; those that no rule holds yet say why.",
    ),
    "",
    ...book.provenance.flatMap((rule) => provenance(rule, entries)),
    ...MODULE_IDS.flatMap((module) => chapter(module, book)),
    ...besides(book),
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

/** Reasons down, commands across; each cell leads to its rule. */
function reasonTable(entries: readonly RuleEntry[]): string[] {
  const kinds = COMMAND_KINDS.filter((kind) => entries.some(({ command }) => command === kind));
  const rows = REASON_IDS.map((reason) => [
    reason,
    ...kinds.map((kind) => {
      const id = `${kind}/${reason}`;
      return entries.some((entry) => entry.id === id) ? `[x](#${anchor(id)})` : "";
    }),
  ]);
  return table(
    ["reason", ...kinds],
    rows.filter(([, ...cells]) => cells.some((cell) => cell !== "")),
  );
}

function provenance(rule: ProvenanceRule, entries: readonly RuleEntry[]): string[] {
  const { id, name, statement, because, source, keys, enforcedBy, seenAs, status } = rule;
  const head = [
    `### ${id} ${name}`,
    "",
    ...paragraph(`${statement} Why: ${because}. Source: ${source}.`),
    "",
  ];
  if (status.kind === "not-checked") return [...head, ...paragraph(`Not checked: ${status.why}.`), ""];
  return [
    ...head,
    ...list([
      ["made of", keys.map(ruleLink).join(", ")],
      ["enforced by", enforcedBy],
      ["seen as", seenAs],
      ["backstops", codes(backstopsOf(rule, entries))],
    ]),
    "",
  ];
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

/** Rules that no table of commands has: of every answer, of every state, of the specification itself. */
function besides({ entries, others }: RuleBook): string[] {
  const rows = rulesBesides().map(({ id, statement, because }) => {
    const isIt = (rule: string) => rule === id || (id.startsWith("*/") && rule.endsWith(id.slice(1)));
    const broken = faultLinks(others.filter(({ rule }) => isIt(rule)));
    const backs = entries
      .filter(({ knockOut }) => knockOut?.backstops.some(isIt))
      .map(({ id: backed }) => backed);
    return [`\`${id}\``, statement, because, broken, backs.map(ruleLink).join(", ")];
  });
  return [
    "## What holds besides",
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

const OF_TABLES = new Set(
  ALL_RULES.flatMap(({ kind, reasons, answer }) =>
    [...reasons, ...(answer === null ? [] : [answer])].map(({ id }) => `${kind}/${id}`),
  ),
);

/** The rules that are not of the tables; what is said of each command alike is said once. */
function rulesBesides(): RuleText[] {
  const rest = RULE_TEXTS.filter(({ id, kind }) => kind !== "effect" && !OF_TABLES.has(id));
  const alike = rest.map((rule): RuleText => {
    const [kind = "", name] = rule.id.split("/");
    if (name === undefined) return rule;
    return { ...rule, id: `*/${name}`, statement: rule.statement.replace(kind, "a command") };
  });
  return alike.filter(({ id }, i) => alike.findIndex((other) => other.id === id) === i);
}
