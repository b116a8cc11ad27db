/** Faulty versions of the allocators without a lock: each is one override, named after what it does. */
import type { AllocatorDefinition } from "../../model/socket/allocator.js";
import { again } from "../../model/steps/accesses.js";
import type { Cells, SharedMemory } from "../../model/steps/shared-memory.js";
import type { OnCpu } from "../../model/steps/step-program.js";
import { reasons } from "../../model/words/reasons.js";
import type { Scope, ScopeOptions } from "../../model/words/scope.js";
import {
  CasBitmap,
  casBitmap,
  FREE,
  fieldIn,
  RESERVED,
  withField,
  wordOf,
} from "../several-cpus/cas-bitmap.js";
import { CountedFrames, countedFrames } from "../several-cpus/counted-frames.js";
import { HazardStack, hazardStack, LINK_BITS } from "../several-cpus/hazard-stack.js";
import { ACCEPTED, type Attempt, type Body } from "../several-cpus/stepped.js";
import { racing } from "./racing.js";

/** One word shows what goes wrong within it. */
const ONE_WORD: readonly ScopeOptions[] = [{ frames: 2, owners: 1, slices: 1, cpus: 2 }];

class StoresWords extends CasBitmap {
  /** Writes the word back as it was read, with its own frame changed: what others wrote since is lost. */
  protected override *swap(frame: number, word: number, field: number): Attempt {
    yield this.words.store(wordOf(frame), withField(word, frame, field));
    return ACCEPTED;
  }
}

class SplitsPins extends CasBitmap {
  private readonly pins: Cells;

  constructor(scope: Scope, memory: SharedMemory) {
    super(scope, memory);
    this.pins = memory.cells("pins", scope.frames, { bits: 5 });
  }

  /** Status and live slices are in two words: each is swapped soundly, and the two are not one. */
  override *release(_: OnCpu, frame: number): Attempt {
    const word = yield this.words.load(wordOf(frame));
    if (fieldIn(word, frame) !== RESERVED) return reasons.NOT_RESERVED;
    if ((yield this.pins.load(frame)) > 0) return reasons.LIVE_SLICE;
    return yield* this.swap(frame, word, FREE);
  }

  override *borrow(_: OnCpu, frame: number): Attempt {
    if (fieldIn(yield this.words.load(wordOf(frame)), frame) !== RESERVED) return reasons.NOT_RESERVED;
    yield this.pins.add(frame, 1);
    return ACCEPTED;
  }

  override *drop(_: OnCpu, frame: number): Attempt {
    const held = yield this.pins.load(frame);
    if (held === 0) return reasons.NO_SUCH_SLICE;
    return (yield this.pins.cas(frame, held, held - 1)) === 1 ? ACCEPTED : again();
  }
}

class Speculates extends CasBitmap {
  /** Adds a slice before it knows whether the frame is reserved, and takes it back where it is not. */
  override *borrow(_: OnCpu, frame: number): Attempt {
    const one = withField(0, frame, 1);
    if (fieldIn(yield this.words.add(wordOf(frame), one), frame) >= RESERVED) return ACCEPTED;
    yield this.words.add(wordOf(frame), -one);
    return reasons.NOT_RESERVED;
  }
}

/** Who frees, who is given the frame, and who believes that it is still what it was. */
const THREE_CPUS: readonly ScopeOptions[] = [{ frames: 1, owners: 1, slices: 1, cpus: 3 }];

class NotesNothing extends HazardStack {
  /** Does not look at what is noted: the same frame on top passes for the same stack. */
  protected override *isNoted(_: number): Body {
    yield this.noted.load(0);
    return 0;
  }
}

/** Comes round after four changes. */
const TAG_BITS = 2;
const LINK = (1 << LINK_BITS) - 1;

class TrustsATag extends HazardStack {
  constructor(scope: Scope, memory: SharedMemory) {
    super(scope, memory, TAG_BITS);
  }

  /** Each change of the head counts its tag on, and the tag comes round. */
  override *alloc(_: OnCpu): Attempt {
    const head = yield this.head.load();
    if ((head & LINK) === 0) return reasons.EXHAUSTED;
    const frame = (head & LINK) - 1;
    const link = yield this.next.load(frame);
    return (yield this.head.cas(head, this.changed(head, link))) === 1 ? frame : again();
  }

  override *free(_: OnCpu, frame: number): Attempt {
    const head = yield this.head.load();
    yield this.next.store(frame, head & LINK);
    return (yield this.head.cas(head, this.changed(head, frame + 1))) === 1 ? ACCEPTED : again();
  }

  private changed(head: number, link: number): number {
    return (((head >>> LINK_BITS) + 1) << LINK_BITS) | link;
  }
}

/** Of three frames the same is on top of another stack after four changes. */
const WRAPS: readonly ScopeOptions[] = [{ frames: 3, owners: 1, slices: 1, cpus: 2 }];

class CountsByStore extends CountedFrames {
  /** Reads the count and writes it back: of two that do so at once, one is lost. */
  protected override *change(frame: number, _: number, next: number): Attempt {
    yield this.holders.store(frame, next);
    return ACCEPTED;
  }
}

/** Of the words that are swapped, of the stack, and of the counts. */
export const LOCKLESS_FAULTS: readonly AllocatorDefinition[] = [
  racing(
    casBitmap,
    "stores-words",
    "writes a word back without a comparison",
    (...given) => new StoresWords(...given),
    ONE_WORD,
  ),
  racing(
    casBitmap,
    "splits-pins",
    "keeps status and live slices in two words",
    (...given) => new SplitsPins(...given),
    ONE_WORD,
  ),
  racing(
    casBitmap,
    "speculates",
    "counts a slice first, and looks then whether there is what to borrow",
    (...given) => new Speculates(...given),
    THREE_CPUS,
  ),
  racing(
    hazardStack,
    "notes-nothing",
    "puts a frame back that another CPU is about to take",
    (...given) => new NotesNothing(...given),
  ),
  racing(
    hazardStack,
    "trusts-a-tag",
    "has a tag beside the head, which comes round",
    (...given) => new TrustsATag(...given),
    WRAPS,
  ),
  racing(
    countedFrames,
    "counts-by-store",
    "writes the count back without a comparison",
    (...given) => new CountsByStore(...given),
  ),
];
