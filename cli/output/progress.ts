/** How far a search is, on stderr: on a terminal a line that is rewritten, elsewhere at most one a second. */

import type { Run } from "../../explore/check/verdict.js";
import type { SearchProgress } from "../../explore/search/progress.js";
import { columnsOf } from "../../report/lines/wrap.js";
import { type Pace, progressLine } from "./progress-line.js";
import { PROGRESS } from "./terminal.js";

const REDRAW_MILLISECONDS = 200;
/** Elsewhere, levels that are over sooner are left out: a log is for what takes long. */
const LINE_MILLISECONDS = 1000;
/** A search shorter than this says nothing. */
const QUIET_MILLISECONDS = 1000;
/** The pace is that since a mark between one and two times as old. */
const MARK_MILLISECONDS = 2000;

/** Where the lines go; as much of a stream as they need. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where a search stood at some time. */
interface Mark extends SearchProgress {
  readonly at: number;
}

export class Progress {
  /** The furthest that the run has come over complete levels, for the case that its worker cannot say. */
  known: Run | null = null;
  /** The files with a person's code that have been loaded, all runs together, and for the last one. */
  loaded = new Set<string>();
  modules = new Set<string>();
  private name = "";
  private maxSeconds: number | null = null;
  private started = 0;
  private drawn = 0;
  private level = 0;
  /** When the last line was written, where lines stay. */
  private told = Number.NEGATIVE_INFINITY;
  private marks: readonly Mark[] = [];
  /** How many levels have how many states, and who is told of each that is complete. */
  private levels: readonly number[] = [];
  private onLevels: (levels: readonly number[]) => void = () => {};
  /** Whether others have the terminal; and whose turn it is, of the runs of a check. */
  private isHidden = false;
  private shown: Progress | null = null;

  constructor(
    private readonly wanted: boolean,
    private readonly to: Terminal = PROGRESS,
    private readonly now: () => number = () => performance.now(),
    private readonly of: Progress | null = null,
  ) {}

  /** A run begins: its lines carry the name, and the clock and the levels start anew. */
  begin(name: string, maxSeconds: number | null = null): void {
    this.name = name;
    this.maxSeconds = maxSeconds;
    this.started = this.now();
    this.drawn = 0;
    this.level = 0;
    this.told = Number.NEGATIVE_INFINITY;
    this.marks = [];
    this.known = null;
    this.modules = new Set();
  }

  /** The progress of a search beside the run, whose levels and modules are not the run's. */
  beside(name: string): Progress {
    const own = new Progress(this.wanted, this.to, this.now, this);
    own.begin(name);
    return own;
  }

  /** The progress of one run of a check. It says nothing before its turn. */
  run(name: string, maxSeconds: number | undefined): Progress {
    const own = new Progress(this.wanted, this.to, this.now);
    own.loaded = this.loaded;
    own.isHidden = true;
    own.begin(name, maxSeconds ?? null);
    return own;
  }

  /** The turn of a run has come; `onLevels` is told of its levels, those that are over by now among them. */
  turn(run: Progress, onLevels: (levels: readonly number[]) => void): void {
    this.shown = run;
    run.isHidden = false;
    run.onLevels = onLevels;
    onLevels(run.levels);
  }

  private get isQuiet(): boolean {
    return !this.wanted || this.isHidden || this.of?.isQuiet === true;
  }

  /** A file with a person's code is loaded. */
  uses(file: string): void {
    this.loaded.add(file);
    this.modules.add(file);
  }

  /** Keeps a run that is not finished, where it is further than the one kept: searches may begin anew. */
  keep(run: Run): void {
    if (run.verdict !== "unfinished" || run.states < (this.known?.states ?? 0)) return;
    this.known = { ...run, stoppedBy: "interrupt" };
  }

  /** Says where the search is, where there is something new to say. */
  show(reached: SearchProgress): void {
    const { to, name, maxSeconds } = this;
    const now = this.now();
    this.levels = reached.levels;
    this.onLevels(reached.levels);
    if (this.isQuiet) return;
    this.mark({ ...reached, at: now });
    if (now - this.started < QUIET_MILLISECONDS) return;
    const moment = {
      ...reached,
      name,
      maxSeconds,
      seconds: (now - this.started) / 1000,
      pace: this.pace(reached, now),
    };
    if (to.isTTY === true) {
      if (this.drawn > 0 && now - this.drawn < REDRAW_MILLISECONDS) return;
      this.drawn = now;
      // A line that wraps could not be rewritten.
      to.write(`\r\u001b[2K${progressLine(moment, columnsOf(to.columns) - 1)}`);
    } else if (this.isDue(reached, now)) {
      this.level = reached.levels.length;
      this.told = now;
      to.write(`${progressLine(moment, Number.POSITIVE_INFINITY)}\n`);
    }
  }

  /** Says one thing of the run, on a line of its own. */
  say(text: string): void {
    if (!this.isQuiet) this.to.write(`${text}\n`);
  }

  /** The run is over: clears the line. */
  end(): void {
    this.shown?.end();
    if (this.drawn > 0) this.to.write("\r\u001b[2K");
    this.drawn = 0;
  }

  /** Whether a log gets a line: of another level than the last, and some time after it. */
  private isDue({ runs, levels }: SearchProgress, now: number): boolean {
    return runs === undefined && levels.length > this.level && now - this.told >= LINE_MILLISECONDS;
  }

  /** Keeps two marks, and lets go of the older one in time. A search that began anew has no past. */
  private mark(mark: Mark): void {
    const last = this.marks.at(-1);
    if (last === undefined || last.states > mark.states) this.marks = [mark];
    else if (mark.at - last.at >= MARK_MILLISECONDS) this.marks = [last, mark];
  }

  private pace(reached: SearchProgress, now: number): Pace | null {
    const before = this.marks[0];
    if (before === undefined || before.at === now) return null;
    const seconds = (now - before.at) / 1000;
    const states = reached.states - before.states;
    return {
      statesPerSecond: states / seconds,
      expandedPerSecond: (expanded(reached) - expanded(before)) / seconds,
      fresh: states / (reached.transitions - before.transitions),
    };
  }
}

/** How many states were expanded: those of complete levels that are not still to be. */
function expanded({ levels, frontier }: SearchProgress): number {
  return levels.reduce((sum, level) => sum + level, 0) - frontier;
}
