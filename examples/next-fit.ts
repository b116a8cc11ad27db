/**
 * A list of free runs and a rover: the run to take from next, so that a search begins where the last ended.
 *
 * An ordinary class with a private field, which no copy can see from outside. So it gives `save` and
 * `load`: its content as plain data, and an object with that content.
 */
import { defineAllocator, fromObject } from "allocheck";

export interface Run {
  start: number;
  count: number;
}

export class NextFit {
  /** The free runs in the order of their frames; no two touch. */
  readonly #runs: Run[];

  /** `rover` is one of the runs, or nothing when there is none. */
  constructor(
    runs: Run[],
    protected rover = runs[0],
  ) {
    this.#runs = runs;
  }

  save() {
    return { runs: this.#runs, rover: this.rover };
  }

  alloc(): number {
    const run = this.rover;
    if (run === undefined) return -1;
    const frame = run.start++;
    if (--run.count > 0) return frame;
    const at = this.#runs.indexOf(run);
    this.#runs.splice(at, 1);
    this.rover = this.#runs[at] ?? this.#runs[0];
    return frame;
  }

  free(frame: number): boolean {
    if (this.#runs.some(({ start, count }) => frame >= start && frame < start + count)) return false;
    const run = { start: frame, count: 1 };
    const at = this.#runs.filter(({ start }) => start < frame).length;
    this.#runs.splice(at, 0, run);
    this.rover ??= run;
    this.join(run, this.#runs[at + 1]);
    this.join(this.#runs[at - 1], run);
    return true;
  }

  /** Makes one run of two that touch. */
  private join(run: Run | undefined, next: Run | undefined): void {
    if (run === undefined || next === undefined || run.start + run.count !== next.start) return;
    run.count += next.count;
    this.#runs.splice(this.#runs.indexOf(next), 1);
    this.merged(next, run);
  }

  /** A run is gone from the list: a rover on it moves to the run that took it in. */
  protected merged(gone: Run, into: Run): void {
    if (this.rover === gone) this.rover = into;
  }
}

/** How allocheck calls this class, and what its answers mean. */
export function nextFit(make: (runs: Run[], rover?: Run) => NextFit) {
  return fromObject({
    make: ({ frames }) => make([{ start: 0, count: frames }]),
    calls: {
      alloc: (list) => list.alloc(),
      free: (list, { frame }) => list.free(frame),
    },
    refusals: [
      { of: "alloc", when: -1, is: "exhausted" },
      { of: "free", when: false, is: "already-free" },
    ],
    save: (list) => list.save(),
    load: (saved) => {
      const { runs, rover } = saved as ReturnType<NextFit["save"]>;
      return make(runs, rover);
    },
  });
}

export default defineAllocator({
  name: "next-fit",
  make: nextFit((runs, rover) => new NextFit(runs, rover)),
});
