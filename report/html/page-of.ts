/** Pages of what a command has. */
import { fileName } from "../../counterexamples/file-text.js";
import type { Recorded } from "../../counterexamples/files.js";
import { moduleAt } from "../../counterexamples/module-path.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { isMisuse } from "../../model/words/misuse.js";
import { quotedForShell } from "../lines/shell-word.js";
import { type Answering, answeringOf, isWasm, type PageTrace } from "./data.js";
import type { Page } from "./document.js";
import { html, type Markup } from "./markup.js";
import { titleOf, traceSection } from "./trace-section.js";

/** A recorded trace, what is to be said of it, and the allocator that it was run on where that is another. */
type Noted = Recorded & { readonly note?: string; readonly allocator?: string; readonly module?: string };

/** A page of recorded traces. */
export function pageOf(recorded: readonly Noted[], version: string): Page {
  const traces = named(
    recorded.map(({ file, counterexample, allocator, module }) => ({
      counterexample,
      answering:
        allocator === undefined
          ? recordedOn(file, counterexample)
          : answeringOf({ ...withoutModule(counterexample), allocator, ...(module ? { module } : {}) }),
      replay: `npx allocheck replay ${quotedForShell(file)}`,
    })),
  );
  const [first] = traces;
  const single = traces.length === 1 && first !== undefined;
  const noun = single && first.counterexample.format === "allocheck-witness" ? "witness" : "counterexample";
  return {
    title: single ? first.name : `${traces.length} traces`,
    heading: single ? html`A ${noun}` : html`${traces.length} traces`,
    body: html`${single ? null : contents(traces)}${traces.map((trace, i) =>
      traceSection(trace, i, recorded[i]?.note),
    )}`,
    traces,
    version,
  };
}

/** Who answers along the trace in a file: its module lies where the file says, unless that is elsewhere. */
function recordedOn(file: string, counterexample: Counterexample): Answering {
  const { module } = counterexample;
  if (module === undefined || !isWasm(module)) return answeringOf(counterexample);
  try {
    return answeringOf({ ...counterexample, module: moduleAt(file, module) });
  } catch (error) {
    if (!isMisuse(error)) throw error;
    return { none: error.message };
  }
}

function withoutModule({ module: _, ...counterexample }: Counterexample) {
  return counterexample;
}

/** A line a trace. */
function contents(traces: readonly PageTrace[]): Markup {
  return html`<nav aria-label="the traces"><ol class="contents">${traces.map(
    ({ counterexample }, i) => html`<li><a href="#trace-${i}">${titleOf(counterexample)}</a></li>
`,
  )}</ol></nav>`;
}

/** Traces with names by which links find them: each once. */
export function named(traces: readonly Omit<PageTrace, "name">[]): PageTrace[] {
  const taken = new Set<string>();
  return traces.map((trace) => {
    const base = fileName(trace.counterexample);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}.${n}`;
    taken.add(name);
    return { name, ...trace };
  });
}
