/** One trace as a section of a page: readable as it stands, and what the program of it takes hold of. */
import { type Counterexample, describeAnswer } from "../../model/trace/trace.js";
import { describeCommand } from "../../model/words/commands.js";
import { describeScope } from "../../model/words/scope.js";
import { ruleText } from "../rule-book/rule-text.js";
import { legendParts } from "../trace/program.js";
import { cpusMarkup } from "./cpus.js";
import type { PageTrace } from "./data.js";
import { html, type Markup } from "./markup.js";
import { stripMarkup } from "./strip.js";
import { type Moment, Trail } from "./trail.js";

/** A section of a trace, whose heading is of a level. */
export function traceSection(trace: PageTrace, number: number, note = ""): Markup {
  const { counterexample } = trace;
  const { recorded } = new Trail(counterexample);
  const parts = Math.ceil(recorded.length / TOGETHER);
  return html`<section class="trace" id="trace-${number}" data-trace="${number}"
aria-labelledby="trace-${number}-name">
<h2 id="trace-${number}-name">${titleOf(counterexample)}</h2>
<p class="about">${aboutLine(counterexample)}</p>${note === "" ? null : html`<p>${note}</p>`}
${cpusMarkup(counterexample)}<div class="panes"><div class="list">
${Array.from({ length: parts }, (_, part) => partMarkup(trace, recorded, part))}
<ol class="steps instead" aria-label="another way" hidden></ol>
<p class="branch" hidden>What if: another way from here.
<button type="button" data-does="back">back to the recorded trace</button>
<button type="button" data-does="save">save as a file that replay takes</button></p>
<p class="legend">${legendMarkup(counterexample)}</p>
</div><aside class="pane"
aria-label="the step chosen, trace ${number + 1}">${findingMarkup(trace)}</aside></div>
</section>
`;
}

/** So many rows are laid out together, or not at all where they are far from what is looked at. */
const TOGETHER = 100;

/** Some rows of a trace. */
function partMarkup({ counterexample }: PageTrace, recorded: readonly Moment[], part: number): Markup {
  const first = part * TOGETHER;
  const rows = recorded
    .slice(first, first + TOGETHER)
    .map((moment, i) =>
      stepRow(moment, recorded[first + i - 1] ?? null, first + i, endOf(counterexample, first + i)),
    );
  return html`<ol class="steps" start="${first}" aria-label="commands and memory">${rows}</ol>`;
}

/** What the signs of its strips mean. */
export function legendMarkup(told: Parameters<typeof legendParts>[0]): Markup {
  return html`${legendParts(told).map((part) => html`<span>${part}</span> `)}`;
}

/** What the heading of a trace says. */
export function titleOf({ allocator, rule, format }: Counterexample): Markup {
  const verb = format === "allocheck-witness" ? "keeps" : "breaks";
  const name = allocator ?? "the specification alone";
  return rule === ""
    ? html`From the beginning of ${name}`
    : html`${name} <em class="${verb}">${verb}</em> <code>${rule}</code>`;
}

function aboutLine({ contract, scope, origin }: Counterexample): string {
  return [
    `contract ${contract}`,
    describeScope(scope),
    ...(origin === undefined ? [] : [`after ${origin}`]),
  ].join("; ");
}

/** How the last step of a trace is marked; others are not. */
export type End = "bad" | "good" | null;

function endOf({ steps, format }: Counterexample, n: number): End {
  if (n === 0 || n !== steps.length) return null;
  return format === "allocheck-witness" ? "good" : "bad";
}

/** One row: the command, the answer, and memory after it. */
export function stepRow(
  { step, memory }: Moment,
  before: Moment | null,
  n: number,
  end: End,
  beside: Markup | null = null,
  taken = false,
): Markup {
  const said =
    step === null
      ? html`<span class="command">at the beginning</span>`
      : html`<code class="command">${describeCommand(step.command)}</code><span class="answer"><span class="arrow" aria-hidden="true">→ </span>${describeAnswer(step.answer)}</span>`;
  const mark =
    end === null
      ? null
      : html`<strong class="mark">${end === "bad" ? "✗ breaks the rule" : "✓ keeps the rule"}</strong>`;
  const strip = stripMarkup(memory, before?.memory ?? null);
  return html`<li class="step ${end}${taken ? "taken" : ""}" data-n="${n}">
<span class="number" aria-hidden="true">${n}</span>
<div class="said">${said}${mark}${beside}</div>${strip}</li>
`;
}

/** The rule, what was expected and found, why, and how to replay it. */
export function findingMarkup({ counterexample, replay }: PageTrace): Markup | null {
  const { rule, expected, found, format, steps } = counterexample;
  if (rule === "") return null;
  const { statement, because } = ruleText(rule);
  const where =
    steps.length === 0 ? html`<dt>where</dt><dd>in the initial state, before any command</dd>` : null;
  const kept = format === "allocheck-witness";
  return html`<dl class="finding ${kept ? "good" : "bad"}">
<dt>rule</dt><dd><code>${rule}</code><br>${statement}</dd>
<dt>expected</dt><dd>${expected}</dd>
<dt>found</dt><dd class="found">${found}</dd>
<dt>because</dt><dd>${because}</dd>${where}${
    replay === null ? null : html`<dt>replay</dt><dd><code class="copyable">${replay}</code></dd>`
  }</dl>`;
}
