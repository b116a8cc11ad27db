/**
 * What allocator code a thread is in, noted where another thread can see it.
 *
 * A command that never returns cannot say so. The thread that watches reads these cells: where they stay
 * the same for too long, that call hangs. The notes are plain stores, one a command in the search. While
 * no allocator code runs the call is `IDLE`: a table that grows for seconds is no hang.
 *
 * The search that hung is then done again, as it is the same every time, up to the place it came to, and
 * passes over the call there.
 */

/** The cells: the part of the work, the number of the state or call in it, the command, the call. */
export const PHASE = 0;
export const NUMBER = 1;
export const COMMAND = 2;
export const CALL = 3;
/** Counts calls that come to the same place more than once. */
export const TURN = 4;
export const CELLS = 5;

/** What `PHASE` may be. Numbers are states in the search, and calls counted from 1 in the others. */
export const LAYOUT = 0;
export const SELF_TEST = 1;
export const SEARCH = 2;
export const PATH = 3;
export const WALK = 4;
export const AGAIN = 5;
export const CLOSE_LOOK = 6;
export const REDUCE = 7;
export const LEAST = 8;
export const FUSED = 9;

/** What `CALL` may be; from `INSPECT` on, the properties of a state in their order. */
export const IDLE = 0;
export const GIVE = 1;
export const SCRUB = 2;
export const MAKE = 3;
export const OFFERS = 4;
export const INSPECT = 5;

/** The command of a call that is about none. */
export const NO_COMMAND = -1;
/** How long a command may take when nothing else is said, in seconds. */
export const COMMAND_SECONDS = 5;

/** Where allocator code was, or is known not to return. */
export interface Place {
  readonly phase: number;
  readonly number: number;
  readonly command: number;
  readonly call: number;
}

/** Reads the cells. */
export function placeIn(cells: Int32Array): Place {
  return { phase: cells[PHASE]!, number: cells[NUMBER]!, command: cells[COMMAND]!, call: cells[CALL]! };
}

export class Pulse {
  private paused = IDLE;

  /** `passed` are the places known not to return within `seconds`. */
  constructor(
    readonly cells: Int32Array = new Int32Array(CELLS),
    private readonly passed: readonly Place[] = [],
    readonly seconds = COMMAND_SECONDS,
  ) {}

  /** Begins a part of the work; its calls are counted anew. */
  begin(phase: number): void {
    this.cells[PHASE] = phase;
    this.cells[NUMBER] = 0;
    this.cells[COMMAND] = NO_COMMAND;
    this.cells[CALL] = IDLE;
  }

  /** Notes the next call of a phase that counts its calls: the place, when it is known not to return. */
  enter(call: number): Place | null {
    const { cells, passed } = this;
    const number = ++cells[NUMBER]!;
    const known = passed.find((place) => place.phase === cells[PHASE] && place.number === number);
    cells[COMMAND] = 0;
    if (known === undefined) cells[CALL] = call;
    return known ?? null;
  }

  /** Does some work in a part of its own, and then goes on in this one. */
  aside<T>(phase: number, work: () => T): T {
    const { cells } = this;
    const [before, number] = [cells[PHASE]!, cells[NUMBER]!];
    this.begin(phase);
    try {
      return work();
    } finally {
      this.begin(before);
      cells[NUMBER] = number;
    }
  }

  /** The call that is made next. */
  calling(call: number): void {
    this.cells[CALL] = call;
  }

  /** The number of the call that was entered last. */
  get number(): number {
    return this.cells[NUMBER]!;
  }

  /** Notes that allocator code has returned. */
  leave(): void {
    this.cells[CALL] = IDLE;
  }

  /** What follows, until `resume`, is no allocator code. */
  pause(): void {
    this.paused = this.cells[CALL]!;
    this.cells[CALL] = IDLE;
  }

  resume(): void {
    this.cells[TURN]!++;
    this.cells[CALL] = this.paused;
  }

  /** Notes one call while it runs. */
  during<T>(call: number, work: () => T): T {
    const { cells } = this;
    const before = cells[CALL]!;
    cells[TURN]!++;
    cells[CALL] = call;
    try {
      return work();
    } finally {
      cells[CALL] = before;
    }
  }

  /** The place of a phase that was met with last. */
  last(phase: number): Place | null {
    return this.passed.findLast((place) => place.phase === phase) ?? null;
  }

  /** That something did not return, in words. */
  late(what: string): string {
    return lateText(what, this.seconds);
  }
}

/** `audit did not return within 5 seconds`. */
export function lateText(what: string, seconds: number): string {
  return `${what} did not return within ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}
