/**
 * The floor: what a lockstep search costs when it is written by hand for two allocators and nothing else.
 *
 * A yardstick, not a design. One plain file without imports: no rule tables, no contracts, no findings,
 * no parents, no budgets; bit masks against a bitmap and a free list, and one flat set of states. It
 * tries exactly the commands that a check tries, so that seconds can be compared with seconds.
 *
 *     node dist/bench/floor.js FRAMES OWNERS SLICES bitmap|free-list
 */
import { pathToFileURL } from "node:url";

/** What a whole search counted, and how long it took. */
export interface FloorCounts {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  readonly seconds: number;
}

export type FloorAllocator = "bitmap" | "free-list";

/** An allocator refuses with minus one of these; a judge sets the bit of each that is true. */
const IS_RESERVED = 1;
const IS_ALLOCATED = 2;
const IS_NOT_RESERVED = 3;
const IS_FOREIGN = 4;
const IS_BORROWED = 5;
const IS_MIXED = 6;
const IS_NO_SLICE = 7;
const IS_EXHAUSTED = 8;
const IS_FREE = 9;
/** Beyond the bound of the scope: not tried. */
const BEYOND = -1;

const TAKEN_BY_CLIENT = 255;

/** Frames `from` to `to` as bits. */
function bitsOf(from: number, to: number): number {
  let bits = 0;
  for (let f = from; f <= to; f++) bits |= 1 << f;
  return bits;
}

/** A byte a frame (0 free, an owner, 255 allocated), then the live slices as range codes, largest first. */
class ByteMap {
  readonly bytes: Uint8Array;
  readonly holder: Uint8Array;
  protected readonly live: Uint8Array;

  /** `codes[from * frames + to]` is the code of a range, `masks[code]` its frames. */
  constructor(
    protected readonly frames: number,
    slices: number,
    private readonly codes: Uint8Array,
    private readonly masks: Int32Array,
    extra = 0,
  ) {
    this.bytes = new Uint8Array((frames + slices + extra + 3) & ~3);
    this.holder = this.bytes.subarray(0, frames);
    this.live = this.bytes.subarray(frames, frames + slices);
  }

  protected unlink(_frame: number): void {}
  protected link(_frame: number): void {}
  protected lowest(): number {
    for (let f = 0; f < this.frames; f++) if (this.holder[f] === 0) return f;
    return -1;
  }

  reserve(from: number, to: number, owner: number): number {
    for (let f = from; f <= to; f++) {
      const h = this.holder[f]!;
      if (h !== 0) return h === TAKEN_BY_CLIENT ? -IS_ALLOCATED : -IS_RESERVED;
    }
    for (let f = from; f <= to; f++) {
      this.unlink(f);
      this.holder[f] = owner;
    }
    return 0;
  }

  release(from: number, to: number, owner: number): number {
    for (let f = from; f <= to; f++) {
      const h = this.holder[f]!;
      if (h !== owner) return h === 0 || h === TAKEN_BY_CLIENT ? -IS_NOT_RESERVED : -IS_FOREIGN;
    }
    const bits = this.masks[this.codes[from * this.frames + to]!]!;
    for (let i = 0; i < this.live.length && this.live[i] !== 0; i++)
      if ((this.masks[this.live[i]!]! & bits) !== 0) return -IS_BORROWED;
    for (let f = from; f <= to; f++) {
      this.holder[f] = 0;
      this.link(f);
    }
    return 0;
  }

  borrow(from: number, to: number): number {
    const first = this.holder[from]!;
    let mixed = false;
    for (let f = from; f <= to; f++) {
      const h = this.holder[f]!;
      if (h === 0 || h === TAKEN_BY_CLIENT) return -IS_NOT_RESERVED;
      if (h !== first) mixed = true;
    }
    if (mixed) return -IS_MIXED;
    const code = this.codes[from * this.frames + to]!;
    let i = this.live.length - 1;
    for (; i > 0 && this.live[i - 1]! < code; i--) this.live[i] = this.live[i - 1]!;
    this.live[i] = code;
    return 0;
  }

  drop(from: number, to: number): number {
    const code = this.codes[from * this.frames + to]!;
    const last = this.live.length - 1;
    for (let i = 0; i <= last; i++) {
      if (this.live[i] !== code) continue;
      for (; i < last; i++) this.live[i] = this.live[i + 1]!;
      this.live[last] = 0;
      return 0;
    }
    return -IS_NO_SLICE;
  }

  alloc(): number {
    const f = this.lowest();
    if (f < 0) return -IS_EXHAUSTED;
    this.unlink(f);
    this.holder[f] = TAKEN_BY_CLIENT;
    return f;
  }

  free(f: number): number {
    const h = this.holder[f]!;
    if (h !== TAKEN_BY_CLIENT) return h === 0 ? -IS_FREE : -IS_RESERVED;
    this.holder[f] = 0;
    this.link(f);
    return 0;
  }
}

/** The same with the free frames on a list in order of address: for each its successor plus one. */
class Linked extends ByteMap {
  private readonly after: Uint8Array;
  private readonly first: Uint8Array;

  constructor(frames: number, slices: number, codes: Uint8Array, masks: Int32Array) {
    super(frames, slices, codes, masks, frames + 1);
    const at = frames + slices;
    this.after = this.bytes.subarray(at, at + frames);
    this.first = this.bytes.subarray(at + frames, at + frames + 1);
    for (let f = frames - 1; f >= 0; f--) this.link(f);
  }

  protected override unlink(frame: number): void {
    let before = -1;
    for (let f = this.first[0]! - 1; f !== frame; f = this.after[f]! - 1) before = f;
    if (before < 0) this.first[0] = this.after[frame]!;
    else this.after[before] = this.after[frame]!;
    this.after[frame] = 0;
  }

  protected override link(frame: number): void {
    let before = -1;
    let next = this.first[0]!;
    for (; next !== 0 && next - 1 < frame; next = this.after[before]!) before = next - 1;
    this.after[frame] = next;
    if (before < 0) this.first[0] = frame + 1;
    else this.after[before] = frame + 1;
  }

  protected override lowest(): number {
    return this.first[0]! - 1;
  }
}

/** One command of the scope: which refusals would be right, the call, and what acceptance means. */
interface Try {
  /** Whether acceptance answers a free frame. */
  readonly frame: boolean;
  readonly judge: () => number;
  readonly call: () => number;
  readonly apply: (answer: number) => void;
}

/** Searches a whole scope. Throws when the allocator and the masks part. */
export function floor(frames: number, owners: number, slices: number, which: FloorAllocator): FloorCounts {
  const codes = new Uint8Array(frames * frames);
  const ranges: { from: number; to: number; bits: number; code: number }[] = [];
  for (let from = 0; from < frames; from++)
    for (let to = from; to < frames; to++) {
      const code = ranges.length + 1;
      codes[from * frames + to] = code;
      ranges.push({ from, to, bits: bitsOf(from, to), code });
    }
  const masks = Int32Array.of(0, ...ranges.map(({ bits }) => bits));
  const Kind = which === "bitmap" ? ByteMap : Linked;
  const allocator = new Kind(frames, slices, codes, masks);
  const own = new Int32Array(allocator.bytes.buffer, 0, allocator.bytes.length >> 2);
  const { holder } = allocator;

  // The specification: a mask of allocated frames, one of each owner's, the live slices, largest first.
  const specWords = 1 + owners + ((slices + 3) >> 2);
  const spec = new Int32Array(specWords);
  const live = new Uint8Array(spec.buffer, 4 * (1 + owners), slices);
  const all = bitsOf(0, frames - 1);
  const reserved = () => {
    let bits = 0;
    for (let o = 1; o <= owners; o++) bits |= spec[o]!;
    return bits;
  };

  const tries: Try[] = [];
  for (const { from, to, bits, code } of ranges) {
    for (let owner = 1; owner <= owners; owner++) {
      tries.push({
        frame: false,
        judge: () =>
          ((reserved() & bits) === 0 ? 0 : 1 << IS_RESERVED) |
          ((spec[0]! & bits) === 0 ? 0 : 1 << IS_ALLOCATED),
        call: () => allocator.reserve(from, to, owner),
        apply: () => {
          spec[owner]! |= bits;
        },
      });
      tries.push({
        frame: false,
        judge: () => {
          const held = reserved();
          let why = (held & bits) === bits ? 0 : 1 << IS_NOT_RESERVED;
          if ((held & ~spec[owner]! & bits) !== 0) why |= 1 << IS_FOREIGN;
          for (let i = 0; i < slices && live[i] !== 0; i++)
            if ((masks[live[i]!]! & bits) !== 0) return why | (1 << IS_BORROWED);
          return why;
        },
        call: () => allocator.release(from, to, owner),
        apply: () => {
          spec[owner]! &= ~bits;
        },
      });
    }
    tries.push({
      frame: false,
      judge: () => {
        let some = 0;
        let held = 0;
        for (let o = 1; o <= owners; o++) {
          if ((spec[o]! & bits) !== 0) some++;
          held |= spec[o]!;
        }
        const why = ((held & bits) === bits ? 0 : 1 << IS_NOT_RESERVED) | (some > 1 ? 1 << IS_MIXED : 0);
        return why === 0 && live[slices - 1] !== 0 ? BEYOND : why;
      },
      call: () => allocator.borrow(from, to),
      apply: () => {
        let i = slices - 1;
        for (; i > 0 && live[i - 1]! < code; i--) live[i] = live[i - 1]!;
        live[i] = code;
      },
    });
    tries.push({
      frame: false,
      judge: () => {
        for (let i = 0; i < slices && live[i] !== 0; i++) if (live[i] === code) return 0;
        return 1 << IS_NO_SLICE;
      },
      call: () => allocator.drop(from, to),
      apply: () => {
        let i = 0;
        while (live[i] !== code) i++;
        for (; i < slices - 1; i++) live[i] = live[i + 1]!;
        live[slices - 1] = 0;
      },
    });
  }
  tries.push({
    frame: true,
    judge: () => ((reserved() | spec[0]!) === all ? 1 << IS_EXHAUSTED : 0),
    call: () => allocator.alloc(),
    apply: (answer) => {
      spec[0]! |= 1 << answer;
    },
  });
  for (let f = 0; f < frames; f++)
    tries.push({
      frame: false,
      judge: () => {
        if (((spec[0]! >>> f) & 1) === 1) return 0;
        return 1 << (((reserved() >>> f) & 1) === 1 ? IS_RESERVED : IS_FREE);
      },
      call: () => allocator.free(f),
      apply: () => {
        spec[0]! &= ~(1 << f);
      },
    });

  /** What the masks say of a frame, in the allocator's words. */
  const holderOf = (f: number) => {
    if (((spec[0]! >>> f) & 1) === 1) return TAKEN_BY_CLIENT;
    for (let o = 1; o <= owners; o++) if (((spec[o]! >>> f) & 1) === 1) return o;
    return 0;
  };

  const words = specWords + own.length;
  const now = new Int32Array(words);
  let room = 1 << 18;
  let store = new Int32Array(room * words);
  let slots = 1 << 20;
  let table = new Int32Array(slots);
  let states = 0;
  const hash = (from: Int32Array, at: number) => {
    let h = 0x811c9dc5;
    for (let w = 0; w < words; w++) {
      h = Math.imul(h ^ from[at + w]!, 0x85ebca6b);
      h ^= h >>> 15;
    }
    h = Math.imul(h, 0xc2b2ae35);
    return h ^ (h >>> 13);
  };
  /** Keeps the state at hand, unless it is known. */
  const visit = () => {
    for (let w = 0; w < specWords; w++) now[w] = spec[w]!;
    for (let w = 0; w < own.length; w++) now[specWords + w] = own[w]!;
    let slot = hash(now, 0) & (slots - 1);
    for (; table[slot] !== 0; slot = (slot + 1) & (slots - 1)) {
      const at = (table[slot]! - 1) * words;
      let w = 0;
      while (w < words && store[at + w] === now[w]) w++;
      if (w === words) return;
    }
    if (states === room) {
      const wider = new Int32Array((room *= 2) * words);
      wider.set(store);
      store = wider;
    }
    store.set(now, states * words);
    table[slot] = ++states;
    if (2 * states > slots) rehash();
  };
  const rehash = () => {
    slots *= 2;
    table = new Int32Array(slots);
    for (let i = 0; i < states; i++) {
      let slot = hash(store, i * words) & (slots - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (slots - 1);
      table[slot] = i + 1;
    }
  };
  const goTo = (at: number) => {
    for (let w = 0; w < specWords; w++) spec[w] = store[at + w]!;
    for (let w = 0; w < own.length; w++) own[w] = store[at + specWords + w]!;
  };

  const begun = performance.now();
  let tried = 0;
  let transitions = 0;
  visit();
  for (let state = 0; state < states; state++) {
    const at = state * words;
    goTo(at);
    for (let c = 0; c < tries.length; c++) {
      const one = tries[c]!;
      const why = one.judge();
      if (why === BEYOND) continue;
      tried++;
      const answer = one.call();
      if (why !== 0) {
        if (answer >= 0 || ((why >>> -answer) & 1) === 0)
          throw new Error(`command ${c} answered ${answer} where ${why} was true`);
        for (let w = 0; w < own.length; w++)
          if (own[w] !== store[at + specWords + w]) throw new Error(`command ${c} refused and wrote`);
        continue;
      }
      if (one.frame ? answer < 0 || answer >= frames || holderOf(answer) !== 0 : answer !== 0)
        throw new Error(`command ${c} answered ${answer} where it was legal`);
      one.apply(answer);
      for (let f = 0; f < frames; f++)
        if (holder[f] !== holderOf(f)) throw new Error(`frame ${f} is not what command ${c} made it`);
      transitions++;
      visit();
      goTo(at);
    }
  }
  return { states, tried, transitions, seconds: (performance.now() - begun) / 1000 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [frames = 0, owners = 0, slices = 0] = process.argv.slice(2, 5).map(Number);
  const which = process.argv[5] === "free-list" ? "free-list" : "bitmap";
  process.stdout.write(`${JSON.stringify(floor(frames, owners, slices, which))}\n`);
}
