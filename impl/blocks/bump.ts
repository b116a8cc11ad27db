/**
 * Boot memory as Linux 2.0 had it (`init/main.c`: `memory_start = console_init(memory_start, memory_end)`).
 *
 * Each initialiser gets where free memory begins, takes what it needs from there, and returns the new
 * beginning. Everything below is taken for ever, what an alignment skipped as well; so it may refuse what
 * would fit into a gap, and that is all its contract leaves it.
 */

import { TAKEN_FOR_EVER } from "../../model/contracts/named.js";
import type { Allocator, AllocatorDefinition } from "../../model/socket/allocator.js";
import { UNKNOWN } from "../../model/words/frames.js";
import { reasons } from "../../model/words/reasons.js";
import { type Scope, startPfnOf } from "../../model/words/scope.js";
import { ANYWHERE } from "../parts/anywhere.js";
import { refuseShape } from "../parts/arguments.js";

const ACCEPTED = 0;

export class Bump implements Allocator {
  /** One number: the first frame that nobody has taken. */
  readonly state = new Uint8Array(1);

  constructor(private readonly scope: Scope) {}

  /** What an initialiser does with `memory_start`; `null` when it needs more than there is. */
  private initialise(memory_start: number, count: number, align: number): number | null {
    const pfn = startPfnOf(this.scope);
    const start = Math.ceil((pfn + memory_start) / align) * align - pfn;
    return start + count > this.scope.frames ? null : start + count;
  }

  allocBlock(count: number, align: number): number {
    const wrong = refuseShape(count, align);
    if (wrong !== ACCEPTED) return wrong;
    const memory_start = this.initialise(this.state[0]!, count, align);
    if (memory_start === null) return reasons.REFUSED;
    this.state[0] = memory_start;
    return memory_start - count;
  }

  /** Nothing tells a gap from what was taken; what lies ahead is free. */
  observe(frame: number): number {
    return frame < this.state[0]! ? UNKNOWN : 0;
  }

  /** memory_start <= memory_end. */
  audit(): string | null {
    return this.state[0]! <= this.scope.frames ? null : "memory_start is behind memory_end";
  }
}

export const bump: AllocatorDefinition = {
  name: "bump",
  mostFrames: 255, // in bytes
  summary: "Linux 2.0 at boot: memory_start goes up, and everything below it is taken for ever",
  about:
    "Linux 2.0 at boot: each initialiser is given `memory_start`, takes what it needs and returns " +
    "the new one. One number is all its state, and everything below it is taken for ever, the gap " +
    "before an aligned block too. So it may refuse what would fit into a gap; under `strict` that " +
    "is its one deviation.",
  class: "sound",
  contract: TAKEN_FOR_EVER,
  offers: { "alloc-block": true },
  scopes: ANYWHERE,
  make: (scope) => new Bump(scope),
};
