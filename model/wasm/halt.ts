/**
 * A machine that is halted: what a kernel does in place of refusing. Nobody goes on with what it left, so the
 * command is refused with memory as it was.
 */
import { Fault } from "../socket/fault.js";
import { reasons } from "../words/reasons.js";
import { NOTE } from "./code/helpers.js";
import type { Ground } from "./ground.js";
import type { WasmInstance } from "./instance.js";

/** What ends a call that halts. Where no command could be refused it is told as it is. */
class Halted extends Fault {
  constructor() {
    super("trap", "ac_halt outside of a command");
  }
}

/** One for all: a kernel halts often, and where it did is asked by nobody. */
export const HALTED = new Halted();

/** Gives commands to a module that may halt. */
export class Halting {
  private readonly before: Int32Array;

  constructor(
    private readonly instance: WasmInstance,
    private readonly ground: Ground,
  ) {
    this.before = new Int32Array(ground.length >>> 2);
  }

  /** What the command answers: a refusal where it halts, with nothing changed. */
  give(command: () => number): number {
    const { before, instance, ground } = this;
    const start = ground.region >>> 2;
    const { words, isLoaded } = instance;
    if (!isLoaded) before.set(words.subarray(start, start + before.length));
    instance.isLoaded = false;
    try {
      return command();
    } catch (error) {
      if (error !== HALTED || words.length === 0) throw error; // grown memory is told
      if (isLoaded) instance.restore();
      else words.set(before, start);
      words[NOTE >>> 2] = 0;
      return reasons.REFUSED;
    }
  }
}
