/** A whole check as a page to look at: a line a run, then each with its findings. */

import type { Run } from "../../explore/check/verdict.js";
import { grouped } from "../../model/basics/wording.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { describeScope } from "../../model/words/scope.js";
import { assets } from "../html/assets.js";
import { answeringOf, type PageTrace } from "../html/data.js";
import { type Page, pageText } from "../html/document.js";
import { html, type Markup } from "../html/markup.js";
import { runSection, verdictMarkup } from "../html/run-section.js";
import { traceSection } from "../html/trace-section.js";
import { quotedForShell } from "../lines/shell-word.js";
import { duration } from "../lines/table.js";
import { timeText } from "../text/run-text.js";
import { reportOf } from "./ci.js";
import { type RunTold, verdictOf, type Whole } from "./event.js";
import { atTheEnd, type ReporterKind } from "./reporter.js";

export const HTML_REPORTER: ReporterKind = {
  help: "a page to look at, which needs nothing else",
  make: () => atTheEnd((whole) => pageText(checkPage(whole), assets())),
};

/** The page of a check. */
export function checkPage(whole: Whole): Page {
  const { runs, begun } = whole;
  const traces = runs.flatMap(tracesOf);
  const sections: Markup[] = [];
  let at = 0;
  for (const [i, { run, again, known }] of runs.entries()) {
    const own = traces.slice(at, at + run.counterexamples.length);
    const explored = at + own.length;
    const shown = own.map(
      (trace, k) => html`${recordMarkup(known[k] ?? null)}${traceSection(trace, at + k)}`,
    );
    const byHand = traceSection(traces[explored]!, explored); // each run has one behind its findings
    sections.push(runSection(run, { again, number: i, explored }, html`${shown}`, byHand));
    at = explored + 1;
  }
  const verdict = verdictOf(whole);
  return {
    title: `allocheck: ${verdict}`,
    heading: html`A check: ${verdictMarkup(verdict)}`,
    body: html`${summaryMarkup(whole)}${sections}`,
    traces,
    modules: Object.assign({}, ...runs.map(({ answerers }) => answerers?.modules)),
    version: begun.version,
  };
}

/** The findings of a run, and then where it begins, from which a reader may go on by hand. */
function tracesOf({ run, again, saved, known, answerers }: RunTold): PageTrace[] {
  const found = run.counterexamples.length;
  const fresh = [...saved]; // those that are known are not saved once more
  return shownOf(run).map((counterexample, i) => {
    const kept = known[i] ?? fresh.shift();
    const replay = kept === undefined ? again : `npx allocheck replay ${quotedForShell(kept)}`;
    const answering = answerers?.answering[i] ?? answeringOf(counterexample);
    return { counterexample, answering, replay: i < found ? replay : null };
  });
}

/** The traces of a run that a page shows. */
export function shownOf(run: Run): Counterexample[] {
  return [...run.counterexamples, beginning(run)];
}

/** A trace of no step: where a run begins. */
function beginning({ allocator, contract, terms, scope }: Run): Counterexample {
  const head = { format: "allocheck-witness", version: 1, allocator, contract, scope } as const;
  return { ...head, ...(terms === undefined ? {} : { terms }), steps: [], rule: "", expected: "", found: "" };
}

function recordMarkup(file: string | null): Markup | null {
  return file === null ? null : html`<p class="known">known: recorded in ${file}</p>`;
}

/** A line a run, and what is wrong beside the runs. */
function summaryMarkup(whole: Whole): Markup {
  const { problems } = reportOf(whole);
  const rows = whole.runs.map(
    ({ run }, i) => html`<tr><td>${verdictMarkup(run.verdict)}</td><th scope="row"><a href="#run-${i}">${
      run.allocator ?? "the specification alone"
    }</a></th>
<td>contract ${run.contract}; ${describeScope(run.scope)}</td><td class="n">${grouped(run.states)}</td>
<td class="n">${timeText(run.measured)}</td></tr>
`,
  );
  return html`<table class="runs"><caption>the runs, in ${duration(whole.ended.seconds)}</caption>
<thead><tr><th scope="col">verdict</th><th scope="col">allocator</th><th scope="col">scope</th>
<th scope="col">states</th><th scope="col">time</th></tr></thead><tbody>${rows}</tbody></table>
${
  problems.length === 0
    ? null
    : html`<ul class="problems">${problems.map(({ about, message }) => html`<li><b>${about}</b>: ${message}</li>`)}</ul>`
}`;
}
