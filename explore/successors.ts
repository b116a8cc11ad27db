/** The successors of one state, in the order of command and answer. */
export class Successors {
  /** Successor `i` begins at `states[i * words]`. */
  readonly states: Int32Array;
  /** For each successor the number of the command that led to it, and the answer it got. */
  readonly commands: Int32Array;
  readonly answers: Int32Array;

  constructor(
    readonly words: number,
    most: number,
  ) {
    this.states = new Int32Array(most * words);
    this.commands = new Int32Array(most);
    this.answers = new Int32Array(most);
  }

  /** The number of the successor among the first `count` that equals the state at `source[at]`; -1 for none. */
  find(count: number, source: Int32Array, at: number): number {
    const { words, states } = this;
    for (let i = 0; i < count; i++) {
      let w = 0;
      while (w < words && states[i * words + w] === source[at + w]) w++;
      if (w === words) return i;
    }
    return -1;
  }
}
