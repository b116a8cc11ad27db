/** Draws commands that are tried in a state, for those who test what a search rests on. */
import type { Successors } from "../search/successors.js";
import type { Random } from "./random.js";
import type { VerdictTable } from "./verdict-table.js";

/** The state that the specification has looked at, and what it leads to. */
interface Searched {
  readonly demands: VerdictTable;
  readonly successors: Successors;
}

export class CommandDraw {
  /** The number of the successor that the command last picked led to; -1 where it is not known. */
  led = -1;

  constructor(
    private readonly offered: Int32Array,
    private readonly searched: Searched,
    private readonly random: Random,
  ) {}

  /** A command that is tried here, every other time one that leads on; -1 where there is none. */
  pick(from: number, to: number): number {
    const { offered } = this;
    const { successors } = this.searched;
    const drawn = this.random.draw();
    this.led = to > from && (drawn & 1) === 0 ? from + ((drawn >>> 1) % (to - from)) : -1;
    if (this.led >= 0) return successors.commands[this.led]!;
    let i = (drawn >>> 1) % offered.length;
    for (let n = 0; n < offered.length; n++) {
      if (this.searched.demands.isTried(offered[i]!)) return offered[i]!;
      i = i + 1 === offered.length ? 0 : i + 1;
    }
    return -1;
  }

  /** All commands that are tried in the state that the specification looked at. */
  tried(): number[] {
    return Array.from(this.offered).filter((c) => this.searched.demands.isTried(c));
  }
}
