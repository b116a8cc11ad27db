/** Fills with garbage what `scrub` clears: nobody but a checker scrubs, so nobody may read it. */
import { isMisuse } from "../../model/basics/misuse.js";
import type { Instance } from "../systems/instance.js";
import type { Lockstep } from "../systems/lockstep.js";

/** In a larger state so many bytes are tried. */
const MOST_BYTES = 64;

export class Garbage {
  /** `lockstep` is where it is tried what a scrub clears; its bytes are written over. */
  constructor(private readonly lockstep: Lockstep) {}

  /**
   * Fills the bytes of `instance` that a scrub would clear; without them it is in the state at the beginning
   * of `state`. `drawn` chooses the garbage. Leaves it as it is where there is no scrub.
   */
  scatter({ allocator }: Instance, state: Int32Array, drawn: number): void {
    const { main } = this.lockstep;
    if (main.allocator.scrub === undefined) return;
    const { state: bytes } = allocator;
    const littered = bytes.slice();
    const step = Math.ceil(bytes.length / MOST_BYTES);
    const garbage = 1 + (drawn % 255);
    for (let i = drawn % step; i < bytes.length; i += step)
      if (this.isCleared(state, (scratch) => (scratch[i]! ^= garbage))) littered[i]! ^= garbage;
    // Two bytes may be cleared one by one and not together.
    if (this.isCleared(state, (scratch) => scratch.set(littered))) bytes.set(littered);
  }

  /** Whether a scrub leads back to the state after a change. */
  private isCleared(state: Int32Array, change: (bytes: Uint8Array) => void): boolean {
    const { lockstep } = this;
    const { main, specification } = lockstep;
    lockstep.restore(state, 0);
    change(main.allocator.state);
    try {
      main.allocator.scrub?.();
    } catch (error) {
      if (isMisuse(error)) throw error;
      return false;
    }
    return !main.image.differs(state, specification.layout.words);
  }
}
