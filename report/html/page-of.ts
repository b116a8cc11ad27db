/** Pages of what a command has. */
import { fileName } from "../../counterexamples/file-text.js";
import type { Recorded } from "../../counterexamples/files.js";
import { quotedForShell } from "../lines/shell-word.js";
import { type Answering, answeringOf, type Modules, type PageTrace } from "./data.js";
import type { Page } from "./document.js";
import { html, type Markup } from "./markup.js";
import { titleOf, traceSection } from "./trace-section.js";

/** A recorded trace, what is to be said of it, and who answers along it. */
type Noted = Recorded & { readonly note?: string; readonly answering?: Answering };

/** A page of recorded traces, with the modules of those that answer along them. */
export function pageOf(recorded: readonly Noted[], version: string, modules: Modules = {}): Page {
  const traces = recorded.map(({ file, counterexample, answering = answeringOf(counterexample) }) => ({
    counterexample,
    answering,
    replay: `npx allocheck replay ${quotedForShell(file)}`,
  }));
  const [first] = traces;
  const single = traces.length === 1 && first !== undefined;
  const noun = single && first.counterexample.format === "allocheck-witness" ? "witness" : "counterexample";
  return {
    title: single ? fileName(first.counterexample) : `${traces.length} traces`,
    heading: single ? html`A ${noun}` : html`${traces.length} traces`,
    body: html`${single ? null : contents(traces)}${traces.map((trace, i) =>
      traceSection(trace, i, recorded[i]?.note),
    )}`,
    traces,
    modules,
    version,
  };
}

/** A line a trace. */
function contents(traces: readonly PageTrace[]): Markup {
  return html`<nav aria-label="the traces"><ol class="contents">${traces.map(
    ({ counterexample }, i) => html`<li><a href="#trace-${i}">${titleOf(counterexample)}</a></li>
`,
  )}</ol></nav>`;
}
