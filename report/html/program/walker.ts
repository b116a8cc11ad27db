/** Walks along the traces of a page: one step of one trace is chosen, and its pane tells of it. */
import type { PageData } from "../data.js";

/** Keys that move along a trace, and by how many steps; the ends are as far as one can go. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export class Walker {
  private trace = 0;
  private step = 0;

  constructor(
    private readonly page: Document,
    private readonly data: PageData,
  ) {}

  /** Listens, and chooses the last step of the first trace. */
  begin(): void {
    const { page, data } = this;
    page.documentElement.classList.add("live");
    page.addEventListener("keydown", (event) => this.onKey(event));
    page.addEventListener("click", (event) => this.onClick(event));
    const [first] = data.traces;
    if (first !== undefined) this.choose(0, first.counterexample.steps.length, false);
  }

  private onKey(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (target instanceof Element && target.closest("input, select, textarea, summary") !== null) return;
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const last = this.rows().length - 1;
    this.choose(this.trace, Math.min(last, Math.max(0, this.step + move)), true);
  }

  private onClick({ target }: MouseEvent): void {
    const row = target instanceof Element ? target.closest<HTMLElement>("li.step") : null;
    const section = row?.closest<HTMLElement>("section.trace");
    if (row === null || section === null || section === undefined) return;
    this.choose(Number(section.dataset["trace"]), Number(row.dataset["n"]), true);
  }

  private rows(trace = this.trace): readonly HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>(`#trace-${trace} li.step`)];
  }

  private choose(trace: number, step: number, focus: boolean): void {
    for (const row of this.page.querySelectorAll<HTMLElement>("li.step[aria-current]")) {
      row.removeAttribute("aria-current");
      row.tabIndex = -1;
    }
    this.trace = trace;
    this.step = step;
    const row = this.rows()[step];
    if (row === undefined) return;
    row.setAttribute("aria-current", "step");
    row.tabIndex = 0;
    if (!focus) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}
