/** One run as a section of a page: its verdict and figures, what came out how often, and how the levels grew. */
import type { Run } from "../../explore/check/verdict.js";
import { describeScope } from "../../model/words/scope.js";
import { plural } from "../../model/words/wording.js";
import { grouped } from "../lines/table.js";
import { gapLines } from "../text/gap-text.js";
import { adviceLines, claim, figures, outcomeRows } from "../text/run-text.js";
import { html, type Markup } from "./markup.js";

/** Lines are not broken in a page but by the page. */
const ENDLESS = 1_000_000;

/** A verdict as a word that stands out. */
export function verdictMarkup(verdict: Run["verdict"]): Markup {
  return html`<strong class="verdict ${verdict}">${verdict}</strong>`;
}

/** The section of a run; `explored` is the number of the trace by which a reader goes on from its beginning. */
export function runSection(
  run: Run,
  again: string,
  number: number,
  explored: number,
  traces: Markup,
): Markup {
  const { allocator, contract, scope, verdict, counterexamples } = run;
  const rules = counterexamples.length > 1 ? `, ${counterexamples.length} rules` : "";
  return html`<section class="run" id="run-${number}" aria-labelledby="run-${number}-name">
<h2 id="run-${number}-name">${allocator ?? "the specification alone"} ${verdictMarkup(verdict)}${rules}</h2>
<p class="about">contract ${contract}; ${describeScope(scope)}</p>
<p>${figures(run).join(" ")}, ${grouped(Math.round(run.measured.statesPerSecond))} states a second</p>
<p>${claim(run)}</p>
${adviceLines(run).map((line) => html`<p>${line}</p>`)}${gapMarkup(run)}
<p class="about">to see it again: <code>${again}</code></p>
${traces}
<div class="figures">${outcomesMarkup(run, explored)}${levelsMarkup(run.levels)}</div>
</section>
`;
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
  const most = Math.max(...rows.flatMap(({ alone, among }) => [alone, among ?? 0]));
  return html`<table class="outcomes" data-trace="${explored}"><caption>how often each outcome came up</caption>
<thead><tr><th scope="col">command</th><th scope="col">outcome</th><th scope="col">alone</th><th scope="col">among several</th></tr></thead>
<tbody>${rows.map(({ kind, outcome, text, alone, among }, i) => {
    const first = rows[i - 1]?.kind !== kind;
    const span = rows.filter((row) => row.kind === kind).length;
    return html`<tr>${first ? html`<th scope="rowgroup" rowspan="${span}">${kind}</th>` : null}<td>${text}</td>
<td class="n h${heat(alone, most)}" data-kind="${kind}" data-outcome="${outcome}">${grouped(alone)}</td>
<td class="n h${heat(among ?? 0, most)}">${among === null ? "" : grouped(among)}</td></tr>
`;
  })}</tbody></table>`;
}

/** From 0 for none to 5 for the most, by magnitude. */
function heat(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.ceil((5 * Math.log(count + 1)) / Math.log(most + 1)));
}

/** How many states each level has, as bars. */
function levelsMarkup(levels: readonly number[]): Markup | null {
  if (levels.length < 2) return null;
  const most = Math.max(...levels);
  const [width, height] = [18, 100];
  return html`<figure class="levels"><figcaption>states a level, ${plural(levels.length, "level")}, ${grouped(most)} at most</figcaption>
<svg viewBox="0 0 ${levels.length * width} ${height + 14}" role="img" aria-label="${levels.map((count, level) => `level ${level}: ${count}`).join(", ")}">${levels.map(
    (count, level) => {
      const bar = Math.max(1, Math.round((height * count) / most));
      return html`<rect x="${level * width + 1}" y="${height - bar}" width="${width - 2}" height="${bar}"><title>level ${level}: ${grouped(count)}</title></rect><text x="${level * width + width / 2}" y="${height + 11}">${level}</text>`;
    },
  )}</svg></figure>`;
}
