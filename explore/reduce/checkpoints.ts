/** States on the way along a sequence of commands, from which one that begins alike can be gone on with. */

/** How many commands lie between two of them. */
const EVERY = 512;

/** What is known behind the first `at` commands of a sequence. */
export interface Checkpoint {
  readonly at: number;
  /** How many of them changed something. */
  readonly effective: number;
  readonly state: Int32Array;
}

/** Those of the sequence that was followed last: what is tried next mostly differs from it in one part. */
export class Checkpoints {
  private followed: readonly number[] = [];
  private readonly kept: Checkpoint[] = [];

  /** The last one at which a sequence is still like the one before; those behind it are dropped. */
  resume(sequence: readonly number[]): Checkpoint | null {
    const { followed, kept } = this;
    let alike = 0;
    while (alike < sequence.length && sequence[alike] === followed[alike]) alike++;
    while ((kept.at(-1)?.at ?? 0) > alike) kept.pop();
    this.followed = sequence;
    return kept.at(-1) ?? null;
  }

  /** Keeps the state behind the first `at` commands of the sequence, where it is time for one. */
  note(at: number, effective: number, state: Int32Array): void {
    if (at % EVERY === 0 && at > (this.kept.at(-1)?.at ?? 0))
      this.kept.push({ at, effective, state: state.slice() });
  }
}
