/** The rule book as Markdown. */
import { fileName, fileText } from "../counterexamples/files.js";
import { MODULES } from "../model/modules.js";
import type { ProvenanceRule } from "../model/rule-book.js";
import { MODULE_IDS } from "../model/scope.js";
import type { Counterexample } from "../model/trace.js";
import { COMMAND_KINDS, REASON_IDS } from "../model/vocabulary.js";
import { plural } from "../model/wording.js";
import { GLOSSARY } from "./glossary.js";
import { lifeDiagram } from "./life-diagram.js";
import { stepLines } from "./program.js";
import { anchor, backstopsOf, type RuleBook, type RuleEntry } from "./rule-book.js";
import { RULE_TEXTS, type RuleText, ruleText } from "./rule-text.js";
import { PLAIN } from "./style.js";
import { wrap } from "./wrap.js";

const HEAD = `# The rule book

Every rule an allocator is held to. Written by \`allocheck docs rules\` from the tables of the specification and
from runs; a test holds it to what they give today. A rule comes with its **guard** as it is checked, a
**witness**, which is the shortest trace that exercises the rule, and a **knock-out**, which is the shortest
trace of a faulty version that breaks this rule and no other. Its **backstops** are what still objects to that
version when the rule is taken out of the table. \`npx allocheck explain RULE\` prints a rule, and
\`npx allocheck replay FILE\` runs a witness or a knock-out again.
`;

/** Where the witness of a rule is kept, from the page on. */
export function witnessPath({ id }: Pick<RuleEntry, "id">): string {
  return `witnesses/${id.replace("/", "-")}.json`;
}

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
  return table(["reason", ...kinds], rows.filter(([, ...cells]) => cells.some((cell) => cell !== "")));
}

function provenance(rule: ProvenanceRule, entries: readonly RuleEntry[]): string[] {
  const { id, name, statement, because, source, keys, enforcedBy, seenAs, status } = rule;
  const head = [`### ${id} ${name}`, "", ...paragraph(`${statement} Why: ${because}. Source: ${source}.`), ""];
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

function chapter(module: (typeof MODULE_IDS)[number], { entries, provenance: above }: RuleBook): string[] {
  const own = entries.filter((entry) => entry.module === module);
  if (own.length === 0) return [];
  return [
    `## Module ${module}`,
    "",
    ...paragraph(`Where it is in force, ${MODULES[module].statement}.`),
    "",
    ...COMMAND_KINDS.flatMap((kind) => {
      const rules = own.filter(({ command }) => command === kind);
      const { statement } = ruleText(`${kind}/effect`);
      return rules.length === 0
        ? []
        : [`### ${kind} (${module})`, "", ...paragraph(`${capital(statement)}.`), "", ...rules.flatMap((rule) => section(rule, above))];
    }),
  ];
}

function section(entry: RuleEntry, above: readonly ProvenanceRule[]): string[] {
  const { id, statement, because, guard, keptBy, witness, knockOut } = entry;
  const partOf = above.filter(({ keys }) => keys.includes(id));
  const broken = knockOut?.counterexample ?? null;
  return [
    `#### ${id}`,
    "",
    ...paragraph(`${capital(statement)}: ${because}.`),
    "",
    ...list([
      [entry.kind === "answer" ? "accepted only where" : "refused while", guard],
      ...(partOf.length === 0
        ? []
        : [["part of", partOf.map((rule) => `[${rule.id}](#${anchor(`${rule.id} ${rule.name}`)})`).join(", ")] as const]),
      ["kept by", keptBy.map(({ allocator }) => `\`${allocator}\``).join(", ") || "no sound allocator shows it"],
      ["broken by", knockOut === null ? "no faulty version yet" : `\`${knockOut.allocator}\``],
      ["backstops", codes(knockOut?.backstops ?? [])],
    ]),
    "",
    ...(witness === null ? [] : trace("Witness", witness, witnessPath(entry))),
    ...(broken === null ? [] : trace("Knock-out", broken, counterexamplePath(broken))),
  ];
}

/** Where a counterexample of an allocator that comes with the tool is recorded, from the page on. */
export function counterexamplePath(counterexample: Counterexample): string {
  return `../counterexamples/${fileName(counterexample)}.json`;
}

/** A trace with its strips, and the file that replays it. */
export function trace(what: string, told: Counterexample, path: string): string[] {
  const length = plural(told.steps.length, "command");
  return [
    `${what}, [${length} of \`${told.allocator}\`](${path}):`,
    "",
    "```",
    ...stepLines(told, PLAIN),
    ...(told.expected === told.found ? [] : [`    expected ${told.expected}`]),
    "```",
    "",
  ];
}

/** Rules that no table of commands has: of every answer, of every state, of the specification itself. */
function besides({ entries, others }: RuleBook): string[] {
  const rows = rulesBesides(entries).map(({ id, statement, because }) => {
    const isIt = (rule: string) => rule === id || (id.startsWith("*/") && rule.endsWith(id.slice(1)));
    const broken = others
      .filter(({ rule }) => isIt(rule))
      .map(({ allocator, counterexample }) => {
        return `[\`${allocator}\`](${counterexamplePath(counterexample)}) in ${counterexample.steps.length}`;
      });
    const backs = entries.filter(({ knockOut }) => knockOut?.backstops.some(isIt)).map(({ id: backed }) => backed);
    return [`\`${id}\``, statement, because, broken.join(", "), backs.map(ruleLink).join(", ")];
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

/** The rules that are not of the tables; what is said of each command alike is said once. */
function rulesBesides(entries: readonly RuleEntry[]): RuleText[] {
  const rest = RULE_TEXTS.filter(
    ({ id, kind }) => kind !== "effect" && !entries.some((entry) => entry.id === id),
  );
  const alike = rest.map((rule): RuleText => {
    const [kind = "", name] = rule.id.split("/");
    if (name === undefined) return rule;
    return { ...rule, id: `*/${name}`, statement: rule.statement.replace(kind, "a command") };
  });
  return alike.filter(({ id }, i) => alike.findIndex((other) => other.id === id) === i);
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

function list(items: readonly (readonly [name: string, text: string])[]): string[] {
  return items.map(([name, text]) => `- ${name}: ${text}`);
}

function codes(ids: readonly string[]): string {
  return ids.length === 0 ? "none: without this rule nothing objects" : ids.map((id) => `\`${id}\``).join(", ");
}

function ruleLink(id: string): string {
  return `[${id}](#${anchor(id)})`;
}

function paragraph(text: string): string[] {
  return wrap(text, 110);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
