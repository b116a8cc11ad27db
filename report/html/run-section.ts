/** One run as a section of a page: its verdict, what came out how often, and how the levels grew. */
import type { Run } from "../../explore/check/verdict.js";
import { grouped, plural } from "../../model/basics/wording.js";
import { describeScope } from "../../model/words/scope.js";
import { claim } from "../text/claim-text.js";
import { evidenceLines } from "../text/evidence-text.js";
import { gapLines } from "../text/gap-text.js";
import { adviceLines, figures, outcomeRows } from "../text/run-text.js";
import { warningText, warningTraces } from "../text/warning-text.js";
import { html, type Markup } from "./markup.js";

/** Lines are not broken in a page but by the page. */
const ENDLESS = 1_000_000;

/** A verdict as a word that stands out. */
export function verdictMarkup(verdict: Run["verdict"]): Markup {
  return html`<strong class="verdict ${verdict}">${verdict}</strong>`;
}

/** Where a run stands in a page: its number, what shows it again, and the trace of its beginning. */
export interface RunPlace {
  readonly number: number;
  readonly again: string;
  readonly explored: number;
}

/** The section of a run, with its findings, and what lets a reader go on by hand. */
export function runSection(run: Run, place: RunPlace, found: Markup, byHand: Markup): Markup {
  const { number, again, explored } = place;
  const { allocator, contract, scope, verdict, counterexamples } = run;
  const rules = counterexamples.length > 1 ? `, ${counterexamples.length} rules` : "";
  return html`<section class="run" id="run-${number}" aria-labelledby="run-${number}-name">
<h2 id="run-${number}-name">${allocator ?? "the specification alone"} ${verdictMarkup(verdict)}${rules}</h2>
<p class="about">contract ${contract}; ${describeScope(scope)}</p>
<p>${figures(run).join(" ")}, ${grouped(Math.round(run.measured.statesPerSecond))} states a second</p>
<p>${claim(run)}</p>
${adviceLines(run).map((line) => html`<p>${line}</p>`)}${evidenceMarkup(run)}
${warningMarkup(run)}${gapMarkup(run)}
<p class="about">to see it again: <code>${again}</code></p>
${found}
<div class="figures">${outcomesMarkup(run, explored)}${levelsMarkup(run.levels)}</div>
<details class="by-hand"><summary>go on by hand from the beginning of this run</summary>${byHand}</details>
</section>
`;
}

/** What is known beside the verdict, a line a kind. */
function evidenceMarkup(run: Run): Markup[] {
  return evidenceLines(run, ENDLESS).map((line) => html`<p class="evidence">${line}</p>`);
}

/** What is warned of, each with its two traces. */
function warningMarkup({ warnings = [] }: Run): Markup[] {
  return warnings.map((warning) => {
    const traces = warningTraces(warning, ENDLESS).join("\n");
    return html`<details class="gaps"><summary>warning: ${warningText(warning)}</summary><pre>${traces}</pre></details>`;
  });
}

function gapMarkup(run: Run): Markup | null {
  const lines = gapLines(run, ENDLESS);
  if (lines.length === 0) return null;
  return html`<details class="gaps"><summary>what it says nothing of</summary><pre>${lines.join("\n")}</pre></details>`;
}

/** Command by outcome as a heat map; the figures stand in it, so the shades only help. */
function outcomesMarkup(run: Run, explored: number): Markup | null {
  const rows = outcomeRows(run);
  if (rows.length === 0) return null;
  const counts = rows.flatMap(({ alone, among }) => [alone, among ?? 0]).filter((count) => count > 0);
  const span = [Math.min(...counts), Math.max(...counts)] as const;
  const lines = rows.map(({ kind, outcome, text, alone, among }, i) => {
    const height = rows.filter((row) => row.kind === kind).length;
    const head = html`<th scope="rowgroup" rowspan="${height}">${kind}</th>`;
    return html`<tr>${rows[i - 1]?.kind === kind ? null : head}<td>${text}</td>
<td class="n h${heat(alone, span)}" data-kind="${kind}" data-outcome="${outcome}">${grouped(alone)}</td>
<td class="n h${heat(among ?? 0, span)}">${among === null ? "" : grouped(among)}</td></tr>
`;
  });
  return html`<table class="outcomes" data-trace="${explored}">
<caption>how often each outcome came up</caption>
<thead><tr><th scope="col">command</th><th scope="col">outcome</th><th scope="col">alone</th>
<th scope="col">among several</th></tr></thead>
<tbody>${lines}</tbody></table>`;
}

/** From 0 for none to 5 for the most, by magnitude. */
function heat(count: number, [least, most]: readonly [number, number]): number {
  if (count === 0) return 0;
  return most === least ? 3 : 1 + Math.round((4 * Math.log(count / least)) / Math.log(most / least));
}

/** The width of a bar, and how high the highest is. */
const WIDTH = 18;
const HEIGHT = 100;

/** How many states each level has, as bars. */
function levelsMarkup(levels: readonly number[]): Markup | null {
  if (levels.length < 2) return null;
  const most = Math.max(...levels);
  const label = levels.map((count, level) => `level ${level}: ${count}`).join(", ");
  const bars = levels.map((count, level) => {
    const high = Math.max(1, Math.round((HEIGHT * count) / most));
    const [left, middle] = [level * WIDTH + 1, level * WIDTH + WIDTH / 2];
    return html`<rect x="${left}" y="${HEIGHT - high}" width="${WIDTH - 2}" height="${high}"></rect>
<text x="${middle}" y="${HEIGHT + 11}">${level}</text>`;
  });
  return html`<figure class="levels">
<figcaption>states a level, ${plural(levels.length, "level")}, ${grouped(most)} at most</figcaption>
<svg viewBox="0 0 ${levels.length * WIDTH} ${HEIGHT + 14}" role="img" aria-label="${label}">${bars}</svg></figure>`;
}
