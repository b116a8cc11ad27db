/** What looks how long an allocator takes for its commands, and is told what is not its work. */

/** Looks how long commands take. */
export interface Watch {
  /** What is done from now on is not the allocator's work. */
  pause(): void;
  resume(): void;
}
