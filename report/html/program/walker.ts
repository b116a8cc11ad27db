/** Walks along the traces of a page: one step of one trace is chosen, and its pane tells of it. */
import { fileText } from "../../../counterexamples/file-text.js";
import type { AllocatorDefinition } from "../../../model/socket/allocator.js";
import { COMMAND_KINDS } from "../../../model/words/commands.js";
import { namesOf, type PageData, type PageTrace } from "../data.js";
import { paneMarkup } from "../pane.js";
import { witnessOf } from "../save.js";
import { shortestTo } from "../shortest.js";
import { findingMarkup } from "../trace-section.js";
import { type Moment, Trail } from "../trail.js";
import { whatIfMarkup } from "../what-if.js";
import { anotherWay } from "./another-way.js";
import { Beside, stepsOf } from "./beside.js";
import { type Here, hashOf, NOWHERE, placeIn } from "./hash.js";
import { FRAMES, MOVES } from "./keys.js";
import {
  download,
  frameAt,
  leave,
  makeButtons,
  markCommand,
  namesNothing,
  paneOf,
  rowOfCommand,
  rowsOf,
  say,
  sectionOf,
  showBranch,
} from "./stage.js";

export class Walker {
  private readonly trails = new Map<number, Trail>();
  private readonly beside: Beside;
  private here: Here = NOWHERE;
  private chosen: HTMLElement | undefined;
  private filter = "";
  private readonly open = new Set<string>();

  constructor(
    private readonly page: Document,
    private readonly data: PageData,
    definitionOf: (name: string) => AllocatorDefinition | undefined,
  ) {
    this.beside = new Beside(data, definitionOf, (trace) => this.trailOf(trace));
  }

  /** Listens, and goes to where the address says, or to the last step of the first finding. */
  begin(): void {
    const { page, data } = this;
    page.documentElement.classList.add("live");
    makeButtons(page);
    page.addEventListener("keydown", (event) => this.onKey(event));
    page.addEventListener("click", (event) => this.onClick(event));
    page.addEventListener("input", (event) => this.onInput(event));
    page.addEventListener("toggle", (event) => this.onToggle(event), true);
    page.defaultView?.addEventListener("hashchange", () => this.follow());
    if (data.traces.length > 0) this.follow();
  }

  /** Goes to where the address says. */
  private follow(): void {
    const place = placeIn(this.page.location.hash, this.data, (trace) => this.trailOf(trace));
    if (place !== null) {
      this.go(place, false);
      rowsOf(this.page, this.here.trace)[place.step]?.scrollIntoView({ block: "nearest" });
      return;
    }
    const found = this.data.traces.findIndex(({ counterexample }) => counterexample.rule !== "");
    const first = this.data.traces[found];
    const isThere = this.page.getElementById(`trace-${found}`) !== null;
    if (first !== undefined && isThere && namesNothing(this.page))
      this.go({ ...NOWHERE, trace: found, step: first.counterexample.steps.length }, false);
    if (this.data.traces.length === 1) this.chosen?.scrollIntoView({ block: "nearest" });
  }

  private onKey(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey, key } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (target instanceof Element && target.closest("input, select, textarea") !== null) return;
    const move = MOVES[key];
    const sideways = FRAMES[key];
    const { here } = this;
    if (here.trace < 0) return;
    const moments = this.moments();
    if (move !== undefined) {
      event.preventDefault();
      this.go({ ...here, step: Math.min(moments.length - 1, Math.max(0, here.step + move)) }, true);
    } else if (sideways !== undefined) {
      event.preventDefault();
      const frames = moments[0]!.memory.frames.length;
      const from = here.frame ?? (sideways > 0 ? -1 : frames);
      this.go({ ...here, frame: Math.min(frames - 1, Math.max(0, from + sideways)) }, true);
    } else if (key === "Escape" && here.frame !== null) this.go({ ...here, frame: null }, true);
  }

  private onClick({ target, clientX }: MouseEvent): void {
    if (!(target instanceof Element)) return;
    const outcome = target.closest<HTMLElement>("[data-outcome] button");
    if (outcome !== null) this.showOutcome(outcome);
    const told = target.closest<HTMLElement>("[data-told]");
    if (told !== null && target.closest("[data-does=tell]") !== null) this.tell(told);
    const section = target.closest<HTMLElement>("section.trace");
    if (section === null) return;
    const trace = Number(section.dataset["trace"]);
    const button = target.closest<HTMLElement>("button");
    if (button !== null) this.onButton(button, trace);
    else {
      const row = target.closest<HTMLElement>("li.step") ?? rowOfCommand(target, section, this.data);
      if (row === null || String(this.page.getSelection() ?? "") !== "") return;
      const cells = target.closest<HTMLElement>(".cells");
      const frames = this.trailOf(trace).recorded[0]!.memory.frames.length;
      const frame = cells === null ? null : frameAt(cells, clientX, frames);
      const same = trace === this.here.trace ? this.here : { ...this.here, trace, base: null, taken: [] };
      this.go(
        { ...same, step: Number(row.dataset["n"]), frame: frame ?? (same === this.here ? same.frame : null) },
        true,
      );
    }
  }

  private onButton(button: HTMLElement, trace: number): void {
    const { take, answer, frame, step, does } = button.dataset;
    if (take !== undefined) this.take(Number(take), Number(answer));
    else if (frame !== undefined) {
      const chosen = Number(frame);
      this.go({ ...this.here, frame: this.here.frame === chosen ? null : chosen }, false);
      paneOf(this.page, trace)?.querySelector<HTMLElement>(`[data-frame="${frame}"]`)?.focus();
    } else if (step !== undefined) this.go({ ...this.here, step: Number(step) }, true);
    else if (does === "back")
      this.go({ ...this.here, step: this.here.base ?? 0, base: null, taken: [] }, true);
    else if (does === "save") this.save();
  }

  /** Opens a trace that is told in a line, or closes it. */
  private tell(told: HTMLElement): void {
    const trace = Number(told.dataset["told"]);
    const open = told.nextElementSibling;
    if (open?.id !== `trace-${trace}`) {
      sectionOf(this.page, this.data, trace, told);
      this.go({ ...NOWHERE, trace, step: this.trailOf(trace).recorded.length - 1 }, true);
      return;
    }
    open.remove();
    this.here = NOWHERE;
  }

  /** Goes the shortest way to where an outcome of the table comes up alone. */
  private showOutcome(button: HTMLElement): void {
    const { kind, outcome } = button.closest<HTMLElement>("[data-outcome]")?.dataset ?? {};
    const trace = Number(button.closest<HTMLElement>("[data-trace]")?.dataset["trace"]);
    const known = COMMAND_KINDS.find((one) => one === kind);
    if (known === undefined || outcome === undefined) return;
    const taken = shortestTo(this.trailOf(trace).machine, known, outcome);
    const details = this.page.querySelector<HTMLDetailsElement>(`details:has(> #trace-${trace})`);
    if (details !== null) details.open = true;
    if (taken !== null) this.go({ ...NOWHERE, trace, base: 0, taken, step: taken.length }, true);
    else say(this.page, `no sequence near enough shows ${known}: ${outcome}`);
  }

  private onInput({ target }: Event): void {
    if (!(target instanceof HTMLInputElement) || target.id !== "filter") return;
    this.filter = target.value.trim();
    const list = this.page.getElementById("what-if");
    const { machine } = this.trailOf(this.here.trace);
    const moments = this.moments();
    const { state } = moments[this.here.step]!;
    const own = this.beside.at(this.here.trace, this.here.step, moments);
    if (list !== null) list.innerHTML = whatIfMarkup(machine, state, this.filter, this.open, own).text;
  }

  private onToggle({ target }: Event): void {
    if (!(target instanceof HTMLDetailsElement)) return;
    const inside = target.querySelector<HTMLElement>(":scope > section.trace");
    if (inside !== null && target.open && Number(inside.dataset["trace"]) !== this.here.trace)
      this.go({ ...NOWHERE, trace: Number(inside.dataset["trace"]) }, false);
    if (this.filter !== "") return;
    const { kind } = target.dataset;
    if (kind === undefined) return;
    if (target.open) this.open.add(kind);
    else this.open.delete(kind);
  }

  private take(c: number, chosen: number): void {
    const next = anotherWay(this.here, this.trailOf(this.here.trace), this.moments(), c, chosen);
    if (next === null) return;
    this.filter = "";
    this.go(next, true);
  }

  private save(): void {
    const { trace, base } = this.here;
    const { traces } = this.data;
    const { counterexample } = traces[trace]!;
    const steps = stepsOf(this.moments());
    if (base === null || steps.length === 0) return;
    const witness = witnessOf(counterexample, steps);
    if (witness === null) say(this.page, "a refusal by leave shows no rule: go on by one more command");
    else download(this.page, `${namesOf(traces)[trace]}.what-if.json`, fileText(witness));
  }

  private trailOf(trace: number): Trail {
    const known = this.trails.get(trace) ?? new Trail(this.data.traces[trace]!.counterexample);
    this.trails.set(trace, known);
    return known;
  }

  /** The moments at hand: the recorded ones, or those up to a step and what was taken from there. */
  private moments(): readonly Moment[] {
    const { trace, base, taken } = this.here;
    const trail = this.trailOf(trace);
    return base === null ? trail.recorded : trail.along(base, taken);
  }

  /** Shows a place: its rows, its pane, and its address. */
  private go(next: Here, focus: boolean): void {
    const { page, data, here: before } = this;
    this.chosen?.removeAttribute("aria-current");
    if (this.chosen !== undefined) this.chosen.tabIndex = -1;
    const left = data.traces[before.trace];
    if (before.trace !== next.trace && left !== undefined) leave(page, before.trace, left);
    this.here = next;
    const found = data.traces[next.trace];
    const section = sectionOf(page, data, next.trace);
    if (found === undefined || section === null) return;
    const trail = this.trailOf(next.trace);
    const moments = this.moments();
    if (before.trace !== next.trace || before.base !== next.base || before.taken !== next.taken)
      showBranch(section, found.counterexample, moments, next.base, (n) =>
        this.beside.inRow(next.trace, n, moments),
      );
    this.chosen = rowsOf(page, next.trace)[next.step];
    const row = this.chosen;
    row?.setAttribute("aria-current", "step");
    if (row !== undefined) row.tabIndex = 0;
    // What every row inherits is not touched for nothing.
    if (before.frame !== next.frame || before.trace !== next.trace) {
      section.classList.toggle("has-frame", next.frame !== null);
      section.style.setProperty("--frame", String(next.frame ?? 0));
      section.style.setProperty("--frames", String(moments[0]!.memory.frames.length));
    }
    markCommand(section, found.counterexample, next.base === null ? next.step : null);
    this.showPane(found, trail, moments);
    const hash = hashOf(next, data);
    if (page.location.hash !== hash) page.defaultView?.history.replaceState(null, "", hash);
    if (!focus) return;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  private showPane(found: PageTrace, trail: Trail, moments: readonly Moment[]): void {
    const { here, filter, open } = this;
    const pane = paneOf(this.page, here.trace);
    if (pane === null) return;
    const finding = here.base === null ? findingMarkup(found) : null;
    const isLast = here.step === found.counterexample.steps.length;
    const own = this.beside.at(here.trace, here.step, moments);
    const place = { moments, now: here.step, frame: here.frame, filter, open, own };
    pane.innerHTML = paneMarkup(trail, place, isLast ? finding : null, isLast ? null : finding).text;
  }
}
