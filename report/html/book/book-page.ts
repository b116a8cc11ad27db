/** The rule book as a page to look at: each rule with its witness and its knock-out to step through. */
import { CLAUSES, MODULES } from "../../../model/modules/all.js";
import { isPartOf } from "../../../model/provenance-rules.js";
import type { Counterexample } from "../../../model/trace/trace.js";
import { COMMAND_KINDS } from "../../../model/words/commands.js";
import { MODULE_IDS, type ModuleId } from "../../../model/words/scope.js";
import { capital } from "../../pages/markdown.js";
import { backstopsOf, type ProvenanceEntry, type RuleBook, type RuleEntry } from "../../rule-book/entries.js";
import { GLOSSARY } from "../../rule-book/glossary.js";
import { ruleText } from "../../rule-book/rule-text.js";
import type { Page } from "../document.js";
import { html, type Markup } from "../markup.js";
import { BookTraces } from "./traces.js";

/** How many allocators are named that keep a rule. */
const SHOWN = 3;

/** The page of a book. */
export function bookPage(book: RuleBook, version: string): Page {
  const traces = new BookTraces();
  const body = html`<p>Every rule an allocator is held to. A rule comes with its guard as it is checked,
a <b>witness</b>, which is the shortest trace that exercises the rule, and a <b>knock-out</b>, which is the
shortest trace of a faulty version that breaks this rule and no other. Its backstops are what still objects to
that version when the rule is taken out of the table. Where a step has no answer here, it was accepted.
<code>npx allocheck explain RULE</code> prints a rule.</p>
${contents(book)}
<details class="words"><summary>The words</summary><dl>${GLOSSARY.map(
    ([word, meaning]) => html`<dt>${word}<dd>${plain(meaning)}`,
  )}</dl></details>
<div class="rules">
<h2 id="provenance">Provenance rules</h2>
<p class="about">When bytes that were handed out as a slice may be given back, and to whom; each is made of
rules further down.</p>
${book.provenance.map((entry) => provenanceMarkup(entry, book, traces))}
${MODULE_IDS.map((module) => chapter(module, book, traces))}
${clausesMarkup(book, traces)}
${othersMarkup(book, traces)}
</div>`;
  return {
    title: "allocheck: the rule book",
    heading: html`The rule book`,
    body,
    traces: traces.all(),
    version,
  };
}

/** What Markdown marks in a text of the glossary is plain here. */
function plain(text: string): string {
  return text.replace(/\*\*|`/g, "");
}

/** For each command its reasons, each a link to its rule. */
function contents({ entries }: RuleBook): Markup {
  const kinds = COMMAND_KINDS.filter((kind) => entries.some(({ command }) => command === kind));
  const links = (kind: string, what: RuleEntry["kind"]) =>
    entries
      .filter((entry) => entry.command === kind && entry.kind === what)
      .map(({ id }) => html`<a href="#${id}">${id.slice(kind.length + 1)}</a> `);
  return html`<nav aria-label="the rules"><table><thead><tr><th scope="col">command</th>
<th scope="col">is refused for</th><th scope="col">answers a</th></tr></thead><tbody>${kinds.map(
    (kind) => html`<tr><th scope="row">${kind}<td>${links(kind, "reason")}<td>${links(kind, "answer")}`,
  )}</tbody></table></nav>`;
}

function provenanceMarkup(entry: ProvenanceEntry, { entries }: RuleBook, traces: BookTraces): Markup {
  const { id, name, statement, because, source, keys, inABoot = [], enforcedBy, seenAs } = entry.rule;
  const head = html`<h3 id="${id}">${id} ${name}</h3><p>${statement} Why: ${because}.
<span class="why">Source: ${source}.</span></p>`;
  const links = (ids: readonly string[]) => ids.map((key) => html`<a href="#${key}">${key}</a> `);
  const broken = entry.knockOuts.flatMap(({ counterexample }) => counterexample ?? []);
  const isAtItsRule = ({ allocator, rule }: Counterexample) =>
    entries.some((known) => known.id === rule && known.knockOut?.allocator === allocator);
  const atRules = broken
    .filter(isAtItsRule)
    .map(({ allocator, rule }) => html`${allocator}, under <a href="#${rule}">${rule}</a> `);
  const others = broken.filter((one) => !isAtItsRule(one));
  return html`<section>${head}${list([
    ["made of", links(keys)],
    ["in a boot", links(inABoot)],
    ["enforced by", enforcedBy],
    ["seen as", seenAs],
    ["backstops", backstopsOf(entry).join(", ")],
    ["knock-outs", atRules],
  ])}${others.map((one) => traces.told(`Knock-out, under ${one.rule}`, one))}</section>
`;
}

function chapter(module: ModuleId, book: RuleBook, traces: BookTraces): Markup | null {
  const { entries } = book;
  const own = entries.filter((entry) => entry.module === module);
  if (own.length === 0) return null;
  return html`<h2 id="module-${module}">Module ${module}</h2>
<p class="about">Where it is in force, ${MODULES[module].statement}.</p>
${COMMAND_KINDS.map((kind) => {
  const rules = own.filter(({ command }) => command === kind);
  if (rules.length === 0) return null;
  const isOwn = MODULES[module].rules.some((rule) => rule.kind === kind);
  return html`<h3>${kind}</h3>${isOwn ? html`<p>${capital(ruleText(`${kind}/effect`).statement)}.</p>` : null}
${rules.map((rule) => ruleMarkup(rule, book, traces))}`;
})}`;
}

function ruleMarkup(entry: RuleEntry, { provenance, others }: RuleBook, traces: BookTraces): Markup {
  const { id, kind, statement, because, guard, keptBy, witness, knockOut } = entry;
  const parts = provenance.filter(({ rule }) => isPartOf(id, rule));
  const isAlone = keptBy.length === 1 && keptBy[0]!.allocator === witness?.allocator; // which is named below
  const kept = isAlone ? [] : keptBy.slice(0, SHOWN).map(({ allocator }) => allocator);
  const more = keptBy.length > SHOWN ? ` and ${keptBy.length - SHOWN} more` : "";
  const broken = knockOut?.counterexample ?? null;
  const also = others.filter(({ rule }) => rule === id).map(({ allocator }) => allocator);
  return html`<section><h4 id="${id}">${id}</h4>
<p>${capital(statement)}: ${because}.</p>${list([
    [kind === "answer" ? "accepted only where" : "refused while", statement.includes(guard) ? "" : guard],
    ["part of", parts.map(({ rule }) => html`<a href="#${rule.id}">${rule.id}</a> `)],
    ["kept by", keptBy.length === 0 ? "no sound allocator shows it" : `${kept.join(", ")}${more}`],
    ["broken by", broken === null ? "no faulty version yet" : ""],
    ["also by", also.join(", ")],
    ["backstops", knockOut?.backstops.join(", ") ?? ""],
  ])}${witness === null ? null : traces.told("Witness", witness)}${
    broken === null ? null : traces.told("Knock-out", broken, witness)
  }</section>
`;
}

/** What stands in a list; in HTML the next entry ends the one before, and there are many. */
function list(rows: readonly (readonly [string, string | readonly Markup[]])[]): Markup | null {
  const said = rows.filter(([, what]) => what.length > 0);
  return said.length === 0
    ? null
    : html`<dl>${said.map(([name, what]) => html`<dt>${name}<dd>${what}`)}</dl>`;
}

/** What commands also do, and by which property that shows. */
function clausesMarkup({ clauses }: RuleBook, traces: BookTraces): Markup {
  return html`<h2 id="clauses">What commands also do</h2>
<p class="about">No command is refused for the sake of a clause, so a version that breaks one is found under
another rule.</p>
${clauses
  .filter(({ id }) => CLAUSES.some((clause) => clause.id === id))
  .map(({ id, statement, because, knockOut, needed }) => {
    const broken = knockOut?.counterexample ?? null;
    const objecting = needed?.rules.join(", ") ?? "";
    return html`<section><h3 id="${id}"><code>${id}</code></h3>
<p>${capital(statement)}: ${because}.</p>${list([
      ["without it", knockOut?.backstops.join(", ") ?? ""],
      ["needed by", needed === null ? "" : `${needed.allocator}; without it objects ${objecting}`],
    ])}${broken === null ? null : traces.told(`Knock-out, under ${broken.rule}`, broken)}</section>
`;
  })}`;
}

/** What faulty versions break beyond the rules of the tables. */
function othersMarkup({ entries, others }: RuleBook, traces: BookTraces): Markup {
  const isTold = (rule: string) => entries.some(({ id }) => id === rule);
  const rules = [...new Set(others.map(({ rule }) => rule))].filter((rule) => !isTold(rule));
  return html`<h2 id="others">What holds besides</h2>
<p class="about">Rules of every answer and of every state of an allocator, with the versions that break
them.</p>
${rules.map((rule) => {
  const { statement, because } = ruleText(rule);
  const breaking = others.filter((other) => other.rule === rule);
  const told = breaking.map(({ counterexample }) => traces.told("Broken", counterexample));
  return html`<section><h3><code>${rule}</code></h3>
<p>${capital(statement)}: ${because}.</p>${told}</section>
`;
})}`;
}
