/** Notices Ctrl-C and kill: the first ends the search and keeps its result, a second ends the program. */

/** The exit code of each signal that asks the program to end: 128 and its number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export class Interrupt {
  /** What the program is to exit with; `null` while nobody asked it to end. */
  exitCode: number | null = null;
  private listener: (() => void) | null = null;

  constructor() {
    for (const [signal, code] of Object.entries(EXIT_CODES))
      process.once(signal, () => {
        this.exitCode = code;
        this.listener?.();
      });
  }

  get happened(): boolean {
    return this.exitCode !== null;
  }

  /** Calls `listener` at the interrupt; the result takes that back. */
  onInterrupt(listener: () => void): () => void {
    this.listener = listener;
    if (this.happened) listener();
    return () => {
      this.listener = null;
    };
  }
}

/** What was under way did not come to an end in time after an interrupt, so there is no result. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor({ exitCode }: Interrupt) {
    super("internal: an interrupt that nobody waited for");
    this.exitCode = exitCode ?? EXIT_CODES.SIGINT;
  }
}
