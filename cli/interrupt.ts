/** Notices Ctrl-C: the first ends the search and keeps its result, a second ends the program. */
export class Interrupt {
  happened = false;
  private listener: (() => void) | null = null;

  constructor() {
    process.once("SIGINT", () => {
      this.happened = true;
      this.listener?.();
    });
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
