/**
 * Who holds which frame, by the answers alone; and that what clients keep in their frames stays there.
 *
 * Each client fills its frames with a pattern of its own. So what was in a frame before is no part of any
 * state, and a write into a frame that somebody holds shows at once.
 */
import { Fault } from "../socket/fault.js";
import type { FrameRange } from "../words/frames.js";
import { NOBODYS } from "./code/helpers.js";
import type { Ground } from "./ground.js";
import { isGuarded, type WasmInstance } from "./instance.js";

/**
 * What a frame is: nobody's, no memory, within a block, reserved, or shared by so many beside the first who
 * holds it; what is smaller is a block's length.
 */
const NOBODY = 0;
const SHARED = 0xff00;
const ABSENT = 0xfffd;
const WITHIN = 0xfffe;
const RESERVED = 0xffff;

export class Clients {
  private readonly held: Uint16Array;
  private readonly bytes: Uint8Array;

  constructor(
    private readonly instance: WasmInstance,
    private readonly ground: Ground,
    private readonly frames: number,
  ) {
    this.bytes = new Uint8Array(instance.memory.buffer);
    this.held = new Uint16Array(instance.memory.buffer, ground.held, frames);
  }

  /** Fills every frame, as clients before us left it. */
  fillAll(): void {
    for (let frame = 0; frame < this.frames; frame++) this.fill(frame);
  }

  /** A client has reserved these frames. */
  reserved(start: number, count: number): void {
    this.look();
    for (let frame = Math.max(0, start); frame < start + count && frame < this.frames; frame++) {
      this.held[frame] = RESERVED;
      this.fill(frame);
    }
  }

  /** These frames are no memory, and so nobody writes to them. */
  removed(start: number, count: number): void {
    this.reserved(start, count);
    this.held.fill(ABSENT, start, start + count);
  }

  /** A client has been given a block. */
  given(start: number, count: number): void {
    this.look();
    if (start + count > this.frames) return; // and the answer is judged
    for (let frame = start; frame < start + count; frame++) {
      this.held[frame] = frame === start ? count : WITHIN;
      this.fill(frame);
    }
  }

  /** One more client has a frame that is a block by itself. */
  shared(frame: number): void {
    const held = this.held[frame] ?? NOBODY;
    if (held === 1 || isShared(held)) this.held[frame] = held === 1 ? SHARED + 1 : held + 1;
    this.look();
  }

  /** A client has given these frames back; one that others have too stays theirs. */
  gaveBack(start: number, count: number): void {
    const held = this.held[start] ?? NOBODY;
    if (count === 1 && isShared(held)) {
      this.held[start] = held === SHARED + 1 ? 1 : held - 1;
      this.look();
      return;
    }
    for (let frame = Math.max(0, start); frame < start + count && frame < this.frames; frame++)
      this.held[frame] = NOBODY;
    this.look();
  }

  /** A client has given back the block at a frame, as long as it was given. */
  gaveBackBlock(start: number): void {
    const length = this.held[start] ?? NOBODY;
    this.gaveBack(start, length > 0 && length < SHARED ? length : 1);
  }

  /** A client has a block of another length from then on, and finds in it what it had. */
  resized({ start, count }: FrameRange, place: number, to: number): void {
    if (place + to > this.frames || this.held[start] !== count) return; // and the answer is judged
    for (let i = 0; i < count && i < to; i++)
      if (!this.isFilled(place + i, patternOf(start + i))) throw this.lost(place + i, start + i);
    for (let i = 0; i < count; i++) this.held[start + i] = NOBODY;
    for (let i = 0; i < to; i++) {
      this.held[place + i] = i === 0 ? to : WITHIN;
      this.fill(place + i);
    }
    this.look();
  }

  /** Throws a `Fault` where something was written that nobody may write: asked after a command. */
  look(): void {
    const { instance, ground, held, frames } = this;
    if (held.length === 0) return; // the memory has grown, and whoever drives this sees it
    const zero = instance.wroteAtZero();
    if (zero !== null) throw wild(`address ${zero} was written: a null pointer, or one near it`);
    if (!ground.own) {
      if (!isGuarded(instance, ground.base - NOBODYS)) throw wild("the bytes before frame 0 were written");
      if (!isGuarded(instance, ground.end)) throw wild("the bytes behind the last frame were written");
    }
    this.lookAtConstants();
    for (let frame = 0; frame < frames; frame++)
      if (held[frame] !== NOBODY && !this.isFilled(frame)) throw this.overwritten(frame);
  }

  private lookAtConstants(): void {
    const { instance, ground, bytes } = this;
    const behind = ground.copy - ground.region;
    for (const [start, end] of instance.compiled.site.constants) {
      const whole = (end - start) & -16;
      let same = whole === 0 || instance.same(start, start + behind, whole) === 1;
      for (let at = start + whole; at < end; at++) same &&= bytes[at] === bytes[at + behind];
      if (!same) throw wild("a constant was overwritten");
    }
  }

  private overwritten(frame: number): Fault {
    const [at, byte] = this.firstOther(frame, patternOf(frame));
    const whose = this.held[frame] === ABSENT ? "which is no memory" : "which a client holds";
    return new Fault("payload", `byte ${at} of frame ${frame}, ${whose}, was overwritten with ${byte}`);
  }

  /** What a block held in a frame is not in the one that stands for it. */
  private lost(frame: number, was: number): Fault {
    const [at, byte] = this.firstOther(frame, patternOf(was));
    const from = frame === was ? "" : ` of frame ${was}`;
    return new Fault(
      "payload",
      `byte ${at} of frame ${frame} is ${byte}, and not what the block held there${from}`,
    );
  }

  /** The first byte of a frame that is not of a pattern, and its place. */
  private firstOther(frame: number, pattern: number): readonly [at: number, byte: number | undefined] {
    const { base, frameSize } = this.ground;
    const bytes = new Uint8Array(this.instance.memory.buffer, base + frame * frameSize, frameSize);
    const at = bytes.findIndex((byte) => byte !== (pattern & 255));
    return [at, bytes[at]];
  }

  private isFilled(frame: number, pattern = patternOf(frame)): boolean {
    const { base, frameSize } = this.ground;
    return this.instance.isFilled(base + frame * frameSize, frameSize, pattern) === 1;
  }

  private fill(frame: number): void {
    const { base, frameSize } = this.ground;
    this.instance.fill(base + frame * frameSize, frameSize, patternOf(frame));
  }
}

function isShared(held: number): boolean {
  return held > SHARED && held < ABSENT;
}

/** What the client of a frame writes to it, as a word of equal bytes. */
function patternOf(frame: number): number {
  return ((0xa5 ^ frame) * 0x01010101) | 0;
}

function wild(what: string): Fault {
  return new Fault("wild-write", what);
}
