/** What the program of a page does to what stands in it. */
import type { Counterexample } from "../../../model/trace/trace.js";
import { stepOfCommand } from "../cpus.js";
import type { PageData, PageTrace } from "../data.js";
import type { Markup } from "../markup.js";
import { findingMarkup, legendMarkup, stepRow, traceSection } from "../trace-section.js";
import type { Moment } from "../trail.js";

/** The rows of a trace that are shown, the beginning first. */
export function rowsOf(page: Document, trace: number): readonly HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(`#trace-${trace} li.step:not([hidden])`)];
}

/** Where what is chosen is told. */
export function paneOf(page: Document, trace: number): HTMLElement | null {
  return page.querySelector<HTMLElement>(`#trace-${trace} .pane`);
}

/** The frame whose cell is at a place on the screen. */
export function frameAt(cells: HTMLElement, x: number, frames: number): number {
  const { left, width } = cells.getBoundingClientRect();
  return Math.min(frames - 1, Math.max(0, Math.floor(((x - left) / width) * frames)));
}

/** Says something at the end of the page, where a screen reader hears it too. */
export function say(page: Document, text: string): void {
  const note = page.getElementById("note");
  if (note !== null) note.textContent = text;
}

/** Whether the address names no element of the page; says so where it names something else. */
export function namesNothing(page: Document): boolean {
  const name = page.location.hash.slice(1);
  if (name !== "" && page.getElementById(name) !== null) return false;
  if (name !== "") say(page, `this page has no ${name}: here is what it begins with`);
  return true;
}

/** Gives a text away as a file. */
export function download(page: Document, name: string, text: string): void {
  const link = page.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Marks what the command of a step did on its CPU; of no step nothing is marked. */
export function markCommand(section: HTMLElement, { cpus }: Counterexample, step: number | null): void {
  if (cpus === undefined) return;
  const command = step === null || step === 0 ? undefined : cpus.order[step - 1];
  for (const cell of section.querySelectorAll<HTMLElement>("[data-command]"))
    cell.classList.toggle("now", cell.dataset["command"] === String(command));
}

/** The row of the step that a command on a CPU came to be, where its cell is pressed. */
export function rowOfCommand(target: Element, section: HTMLElement, data: PageData): HTMLElement | null {
  const { command } = target.closest<HTMLElement>("[data-command]")?.dataset ?? {};
  const cpus = data.traces[Number(section.dataset["trace"])]?.counterexample.cpus;
  if (command === undefined || cpus === undefined) return null;
  const step = stepOfCommand(cpus, Number(command));
  return step === null ? null : section.querySelector<HTMLElement>(`li.step[data-n="${step}"]`);
}

/** A trace that is left shows what it did at the beginning. */
export function leave(page: Document, trace: number, left: PageTrace): void {
  const section = page.getElementById(`trace-${trace}`);
  const pane = paneOf(page, trace);
  if (section === null || pane === null) return;
  section.classList.remove("has-frame");
  markCommand(section, left.counterexample, null);
  pane.innerHTML = findingMarkup(left)?.text ?? "";
  showBranch(section, left.counterexample, [], null, () => null);
}

/**
 * Shows what was taken instead of the recorded steps behind `base`, or (`null`) those again; beside each step
 * stands what the allocator answers to it.
 */
export function showBranch(
  section: HTMLElement,
  recorded: Counterexample,
  moments: readonly Moment[],
  base: number | null,
  besideAt: (n: number) => Markup | null,
): void {
  const instead = section.querySelector<HTMLElement>(".instead");
  if (instead === null) return;
  instead.replaceChildren();
  instead.hidden = base === null;
  let n = 0;
  for (const part of section.querySelectorAll<HTMLElement>(".steps:not(.instead)")) {
    part.hidden = base !== null && n > base;
    for (const row of part.querySelectorAll<HTMLElement>("li.step")) row.hidden = base !== null && n++ > base;
  }
  const bar = section.querySelector<HTMLElement>(".branch");
  if (bar !== null) bar.hidden = base === null;
  const steps = base === null ? recorded.steps : moments.flatMap(({ step }) => step ?? []);
  const legend = section.querySelector(".legend");
  if (legend !== null) legend.innerHTML = legendMarkup({ ...recorded, steps }).text;
  if (base === null) return;
  const rows = moments.flatMap((moment, n) =>
    n > base ? stepRow(moment, moments[n - 1] ?? null, n, null, besideAt(n), true).text : [],
  );
  instead.insertAdjacentHTML("beforeend", rows.join(""));
}

/** The section of a trace. One told in a line gets it now: below `told`, or where it is told first. */
export function sectionOf(page: Document, data: PageData, trace: number, told?: Element): HTMLElement | null {
  const known = page.getElementById(`trace-${trace}`);
  const at = told ?? page.querySelector(`[data-told="${trace}"]`);
  const found = data.traces[trace];
  if (at === null || at === undefined || found === undefined || (known !== null && told === undefined))
    return known;
  if (known !== null) at.after(known);
  else at.insertAdjacentHTML("afterend", traceSection(found, trace).text);
  return page.getElementById(`trace-${trace}`);
}

/** Lets each trace that is told in a line be stepped through, and each figure of the tables be pressed. */
export function makeButtons(page: Document): void {
  for (const line of page.querySelectorAll<HTMLElement>("p[data-told]")) {
    const button = page.createElement("button");
    button.type = "button";
    button.dataset["does"] = "tell";
    button.textContent = "step through";
    line.append(" ", button);
  }
  for (const caption of page.querySelectorAll(".outcomes caption"))
    caption.append("; press a figure for a shortest sequence");
  for (const cell of page.querySelectorAll<HTMLElement>("[data-outcome]")) {
    if (cell.textContent === "0") continue;
    const button = page.createElement("button");
    button.type = "button";
    button.title = "the shortest sequence that shows it";
    button.append(...cell.childNodes);
    cell.append(button);
  }
}
