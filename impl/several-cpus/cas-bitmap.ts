/** Frames in packed words without a lock: who wants to change one swaps the whole word, or tries again. */
import { again } from "../../model/steps/accesses.js";
import type { Cells, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope } from "../../model/words/scope.js";
import {
  ACCEPTED,
  type Attempt,
  begunAs,
  type FrameCommands,
  framesOf,
  ofSeveralCpus,
  SINGLE_FRAMES,
} from "./stepped.js";

export const FREE = 0;
export const ALLOCATED = 1;
/** A reserved frame; so many more for as many live slices of it. */
export const RESERVED = 2;

/** Room for a frame of which a scope's most slices are alive, in bits. */
const FIELD_BITS = 5;
const FIELD = (1 << FIELD_BITS) - 1;
/** No frame, which is more slices than any scope has. */
const HOLE = FIELD;
const FIELDS = { free: FREE, reserved: RESERVED, hole: HOLE };

/** Few, so that small scopes have several words; 6 would fit. */
const FRAMES_A_WORD = 2;

export class CasBitmap implements FrameCommands {
  protected readonly words: Cells;

  constructor(
    protected readonly scope: Scope,
    memory: SharedMemory,
  ) {
    const begun = begunAs(scope);
    this.words = memory.cells("word", Math.ceil(scope.frames / FRAMES_A_WORD), {
      bits: FIELD_BITS * FRAMES_A_WORD,
      initial: (i) =>
        framesOf(scope)
          .filter((frame) => wordOf(frame) === i)
          .reduce((word, frame) => withField(word, frame, FIELDS[begun[frame] ?? "free"]), 0),
    });
  }

  *alloc(_: OnCpu): Attempt {
    for (const first of framesOf(this.scope).filter((frame) => frame % FRAMES_A_WORD === 0)) {
      const word = yield this.words.load(wordOf(first));
      for (let frame = first; frame < Math.min(first + FRAMES_A_WORD, this.scope.frames); frame++)
        if (fieldIn(word, frame) === FREE) {
          const swapped = yield* this.swap(frame, word, ALLOCATED);
          return swapped === ACCEPTED ? frame : swapped;
        }
    }
    return reasons.EXHAUSTED;
  }

  *free(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    if (fieldIn(word, frame) !== ALLOCATED) return reasons.REFUSED;
    return yield* this.swap(frame, word, FREE);
  }

  *reserve(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    if (fieldIn(word, frame) !== FREE) return reasons.REFUSED;
    return yield* this.swap(frame, word, RESERVED);
  }

  *release(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    const field = fieldIn(word, frame);
    if (field < RESERVED || field === HOLE) return reasons.NOT_RESERVED;
    if (field > RESERVED) return reasons.LIVE_SLICE;
    return yield* this.swap(frame, word, FREE);
  }

  *borrow(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    const field = fieldIn(word, frame);
    if (field < RESERVED || field === HOLE) return reasons.NOT_RESERVED;
    return yield* this.swap(frame, word, field + 1);
  }

  *drop(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    const field = fieldIn(word, frame);
    if (field <= RESERVED || field === HOLE) return reasons.NO_SUCH_SLICE;
    return yield* this.swap(frame, word, field - 1);
  }

  /** Puts a field to the word as it was read; begins anew where the word is another by now. */
  protected *swap(frame: number, word: number, field: number): Attempt {
    const swapped = yield this.words.cas(wordOf(frame), word, withField(word, frame, field));
    return swapped === 1 ? ACCEPTED : again();
  }
}

export function wordOf(frame: number): number {
  return Math.floor(frame / FRAMES_A_WORD);
}

export function fieldIn(word: number, frame: number): number {
  return (word >>> shiftOf(frame)) & FIELD;
}

export function withField(word: number, frame: number, field: number): number {
  return (word & ~(FIELD << shiftOf(frame))) | (field << shiftOf(frame));
}

function shiftOf(frame: number): number {
  return FIELD_BITS * (frame % FRAMES_A_WORD);
}

export const casBitmap = ofSeveralCpus({
  name: "cas-bitmap",
  summary: "frames in packed words, of which each is compared and swapped whole",
  // Two words are not read at one moment: a frame may come free behind who looks for one.
  contract: "contended",
  offers: SINGLE_FRAMES,
  scopes: [{ frames: 3, owners: 1, slices: 1, cpus: 2 }],
  make: (scope, memory) => new CasBitmap(scope, memory),
});
