/**
 * `--grow`: an allocator in scopes of 1, 2, 3 frames and so on, then with an owner and a slice more, and what
 * each shows that none before it had. Where one is broken, the least scope in which it is.
 */
import { isMisuse } from "../../model/basics/misuse.js";
import type { Fresh, Grown, GrownSize } from "../evidence/evidence.js";
import { type Cost, type Guess, nextCost } from "../evidence/predict.js";
import { now } from "../search/clock.js";
import { runTo } from "./check.js";
import type { CheckRequest } from "./prepared.js";
import type { Run } from "./verdict.js";

/** How large a scope is. */
export interface Size {
  readonly frames: number;
  readonly owners: number;
  readonly slices: number;
}

/** How far it goes by itself. */
export interface Reach {
  /** The most frames; `null` goes on as long as the next size is predicted to try few enough commands. */
  readonly most: number | null;
}

/** A size is not begun by itself where more commands than this are predicted. */
export const MOST_PREDICTED = 10_000_000;
/** An owner and a slice more are asked at so many frames at most. */
const BESIDE_FRAMES = 3;

/** What is said of an allocator that cannot be made in a scope. */
const NOT_MADE = ["bad-make", "no-beginning"];

/** Goes from size to size, for who runs them. */
export class Growing {
  private readonly rows: GrownSize[] = [];
  private readonly outcomes = new Set<string>();
  private readonly shapes = new Set<string>();
  private readonly faults = new Set<string>();
  /** The last size along the frames that closed, and the run that is told. */
  private last: Run | null = null;
  private told: Run | null = null;
  /** What is still to be asked when the frames have ended, or when something was found. */
  private further: Size[] | null = null;
  /** Why there is no larger size. */
  private end: string | null = null;

  constructor(
    private readonly base: Size,
    private readonly reach: Reach,
  ) {}

  /** The size to explore next; `null` when there is no more to do. */
  next(): Size | null {
    if (this.further === null && !this.goesOn()) this.further = this.broken ? this.smaller() : this.beside();
    if (this.further !== null) return this.further.shift() ?? null;
    return { ...this.base, frames: (this.last?.scope.frames ?? 0) + 1 };
  }

  /** What came of it; the faulty versions that the size catches, of how many, where they were tried. */
  take(run: Run, caught: readonly string[] = [], of: number | null = null): void {
    if (run.verdict === "broken") {
      const first = !this.broken;
      this.told = run;
      // What is smaller than a broken size comes in order, so the first of it is the least.
      this.further = first ? this.smaller() : [];
      return;
    }
    if (run.verdict === "unfinished") {
      this.told ??= run;
      this.further = [];
      return;
    }
    if (this.broken) return; // a smaller size holds
    this.rows.push(this.rowOf(run, caught, of));
    if (this.further !== null) return;
    this.last = run;
    this.told = run;
  }

  /**
   * That it cannot be made of a size, which ends the growth where a smaller one was explored. Throws
   * what does not say so.
   */
  cannotBegin(error: unknown): void {
    if (this.told === null || !isMisuse(error) || !NOT_MADE.includes(error.code)) throw error;
    this.end ??= error.what;
    this.further ??= this.beside();
  }

  /** The run of the largest size, or of the least that is broken, with what all came to. */
  get run(): Run | null {
    const { told, rows } = this;
    if (told === null) return null;
    const { survey: _, ...run } = told;
    return rows.length === 0 && !this.broken
      ? run
      : { ...run, evidence: [...(run.evidence ?? []), this.evidence] };
  }

  /** What the next number of frames will cost. */
  get predicted(): Guess | null {
    const costs = this.rows.filter(({ owners, slices }) => this.isBase({ owners, slices })).map(costOf);
    return costs.length === 0 ? null : nextCost(costs);
  }

  private get evidence(): Grown {
    const { predicted, rows, end } = this;
    if (end !== null && !this.broken)
      return { kind: "grown", sizes: rows, end, next: null, measured: { next: null } };
    const least = this.broken ? ({ least: true } as const) : {};
    if (predicted === null || this.broken)
      return { kind: "grown", sizes: rows, ...least, next: null, measured: { next: null } };
    const { seconds, bytes, ...next } = predicted;
    return { kind: "grown", sizes: rows, next, measured: { next: { seconds, bytes } } };
  }

  private get broken(): boolean {
    return this.told?.verdict === "broken";
  }

  private isBase({ owners, slices }: Pick<Size, "owners" | "slices">): boolean {
    const { last } = this;
    return owners === (last?.scope.owners ?? owners) && slices === (last?.scope.slices ?? slices);
  }

  /** Whether there is to be one frame more. */
  private goesOn(): boolean {
    const { last, reach, predicted } = this;
    if (this.broken) return false;
    if (last === null || predicted === null) return true;
    if (reach.most !== null) return last.scope.frames < reach.most;
    return predicted.tried <= MOST_PREDICTED;
  }

  /** One owner more, and one slice more, where the allocator knows of such. */
  private beside(): Size[] {
    const { last } = this;
    if (last === null) return [];
    const { frames, owners, slices } = last.scope;
    const at = { frames: Math.min(frames, BESIDE_FRAMES), owners, slices };
    const offers = (kind: "reserve" | "borrow") => !last.notOffered.includes(kind);
    return [
      ...(last.namesNoOwner === true || !offers("reserve") ? [] : [{ ...at, owners: owners + 1 }]),
      ...(offers("borrow") ? [{ ...at, slices: slices + 1 }] : []),
    ];
  }

  /** With as few frames as were broken, all that have fewer owners or slices, least first. */
  private smaller(): Size[] {
    const { told } = this;
    if (told === null) return [];
    const { frames, owners, slices } = told.scope;
    const sizes: Size[] = [];
    for (let o = 1; o <= owners; o++)
      for (let s = 1; s <= slices; s++)
        if (o < owners || s < slices) sizes.push({ frames, owners: o, slices: s });
    return sizes;
  }

  private rowOf(run: Run, caught: readonly string[], of: number | null): GrownSize {
    const { scope, states, tried, measured, survey } = run;
    return {
      frames: scope.frames,
      owners: scope.owners,
      slices: scope.slices,
      states,
      tried,
      outcomes: added(this.outcomes, Object.keys(run.outcomes)),
      shapes: added(this.shapes, survey?.shapes ?? []),
      ...(of === null ? {} : { faults: { ...added(this.faults, caught), of } }),
      measured: { seconds: measured.seconds, bytes: survey?.bytes ?? 0 },
    };
  }

  /** The faulty versions that are caught so far. */
  isCaught(name: string): boolean {
    return this.faults.has(name);
  }
}

/** The run of a request that grows, each size explored on this thread; all have its time together. */
export function grownRun(request: CheckRequest, reach: Reach): Run {
  const begun = now();
  const { maxSeconds = Number.POSITIVE_INFINITY, ...untimed } = request.budget ?? {};
  const growing = new Growing(request.scope, reach);
  for (let size = growing.next(); size !== null; size = growing.next()) {
    const left = Math.max(0, maxSeconds - (now() - begun) / 1000);
    const budget = left === Number.POSITIVE_INFINITY ? untimed : { ...untimed, maxSeconds: left };
    const scope = { ...request.scope, ...size };
    try {
      const run = runTo({ ...request, scope, budget, survey: true, further: [] });
      growing.take({ ...run, budget: request.budget ?? {} });
    } catch (error) {
      growing.cannotBegin(error);
    }
    if (left === 0) break;
  }
  return growing.run!; // one size was explored
}

/** Puts some into what is known, and counts. */
function added(known: Set<string>, some: readonly string[]): Fresh {
  const before = known.size;
  for (const each of some) known.add(each);
  return { all: known.size, fresh: known.size - before };
}

function costOf({ frames, states, tried, measured }: GrownSize): Cost {
  return { frames, states, tried, ...measured };
}
