/** Runs that are begun before their turn, so that no processor is idle while runs are told in their order. */
import type { Run } from "../../explore/check/verdict.js";
import type { Progress } from "../output/progress.js";
import type { Interrupt } from "../workers/interrupt.js";
import type { Job } from "../workers/messages.js";

/** A run under way, or over. */
export interface Begun {
  readonly run: Promise<Run>;
  readonly progress: Progress;
}

/** One of the jobs of a check. */
export interface Entry {
  readonly job: Job;
}

/** How runs are begun, and which. */
export interface AheadOptions<E extends Entry> {
  /** Begins a run, which may need all that the machine has once `turn` has come. */
  begin(job: Job, turn: Promise<void>): Begun;
  /** Whether a job is one that may be begun before its turn. */
  mayBegin(job: Job): boolean;
  /** What is still to come after the one whose turn it is. */
  rest(): readonly E[];
  /** How many runs are under way at once. */
  readonly most: number;
  readonly interrupt: Interrupt;
}

/** A run that waits for its turn. */
interface Waiting {
  readonly begun: Begun;
  readonly come: () => void;
}

export class Ahead<E extends Entry> {
  private readonly begun = new Map<E, Waiting>();
  private running = 0;

  constructor(private readonly options: AheadOptions<E>) {}

  /** The turn of one has come; others are begun beside it. */
  turn(entry: E): Begun {
    const { begun, come } = this.begun.get(entry) ?? this.start(entry);
    this.begun.delete(entry);
    come();
    this.fill();
    return begun;
  }

  /** Whether one whose turn has not come is under way, or over. */
  hasBegun(entry: E): boolean {
    return this.begun.has(entry);
  }

  private start(entry: E): Waiting {
    let come = () => {};
    const turn = new Promise<void>((resolve) => {
      come = resolve;
    });
    const begun = this.options.begin(entry.job, turn);
    this.running++;
    const over = () => {
      this.running--;
      this.fill();
    };
    begun.run.then(over, over);
    return { begun, come };
  }

  /** Begins what may be begun, as far as there is room. */
  private fill(): void {
    const { mayBegin, rest, most, interrupt } = this.options;
    for (const entry of rest()) {
      if (this.running >= most || interrupt.happened) return;
      if (!this.begun.has(entry) && mayBegin(entry.job)) this.begun.set(entry, this.start(entry));
    }
  }
}
