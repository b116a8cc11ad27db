/** Hears the signals that ask the program to end: one listener for all that a command does. */

/** The exit code of each such signal: 128 and its number. */
export const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type EndingSignal = keyof typeof SIGNAL_CODES;

export const ENDING_SIGNALS = Object.keys(SIGNAL_CODES) as readonly EndingSignal[];

/** What is said at once when the first signal comes. */
export function heardText(signal: EndingSignal): string {
  return `allocheck: ${signal}, ending with what is complete; a second one ends it at once`;
}

/** The answer for programs where nothing was complete. */
export const INTERRUPTED = {
  code: "interrupted",
  what: "it was ended before anything was complete",
  remedy: "let it run, or give it a budget such as --max-seconds",
} as const;

/** How long a search may take to end after the first signal. */
export const GRACE_MILLISECONDS = 700;

/** A first signal ends what is under way, and its result is kept; a second one waits for nothing. */
export class Interrupt {
  /** What the program is to exit with; `null` while nobody asked it to end. */
  exitCode: number | null = null;
  /** Whether it was asked again. */
  urgent = false;
  private readonly subscribers = new Set<() => void>();
  private readonly hear = (signal: EndingSignal) => {
    this.urgent = this.happened;
    if (!this.urgent) this.acknowledge(signal);
    this.exitCode ??= SIGNAL_CODES[signal];
    for (const subscriber of [...this.subscribers]) subscriber();
  };

  /** `acknowledge` answers the first signal. Hears nothing until it is told to listen. */
  constructor(private readonly acknowledge: (signal: EndingSignal) => void = () => {}) {}

  /** Begins to listen: from now on a signal does not end the process by itself. */
  listen(): void {
    for (const signal of ENDING_SIGNALS) process.on(signal, this.hear);
  }

  /** Leaves the signals to others again. */
  deafen(): void {
    for (const signal of ENDING_SIGNALS) process.off(signal, this.hear);
  }

  /** Throws where nothing new is to be begun. */
  check(): void {
    if (this.happened) throw new Interrupted(this);
  }

  get happened(): boolean {
    return this.exitCode !== null;
  }

  /** Calls `subscriber` at each signal to come; the result takes back this one. */
  onInterrupt(subscriber: () => void): () => void {
    this.subscribers.add(subscriber);
    return () => {
      this.subscribers.delete(subscriber);
    };
  }
}

/** What was under way did not come to an end in time after an interrupt, so there is no result. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor({ exitCode }: Interrupt) {
    super("internal: an interrupt that nobody waited for");
    this.exitCode = exitCode ?? SIGNAL_CODES.SIGINT;
  }
}
