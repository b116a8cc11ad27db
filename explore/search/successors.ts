/** Room for the successors of several states at least, so that their look-ups can wait together. */
const ROOM = 96;

/** The successors of some states, state by state, in the order of command and answer. */
export class Successors {
  /** How many there is room for. */
  readonly room: number;
  /** Successor `i` begins at `states[i * words]`. */
  readonly states: Int32Array;
  /** For each successor the number of the command that led to it, and the answer it got. */
  readonly commands: Int32Array;
  readonly answers: Int32Array;

  /** `most` is how many successors one state can have. */
  constructor(
    readonly words: number,
    readonly most: number,
  ) {
    this.room = most + ROOM;
    this.states = new Int32Array(this.room * words);
    this.commands = new Int32Array(this.room);
    this.answers = new Int32Array(this.room);
  }

  /** Which of the first `count` successors equals the state at `source[at]`; -1 for none. */
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
