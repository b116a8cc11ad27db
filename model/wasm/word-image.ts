/**
 * What of a module's memory is saved with a state: the words that change, a number for each frame that
 * changes as a whole, and one for the rest.
 *
 * Most words never change, such as those of a frame behind its first. Which do is learned once a scope; what
 * changes beside them is looked for by one comparison of all memory, and is kept in a table by its content.
 * Where many words of a frame change, its content is kept in a table as well.
 */
import type { Image } from "../socket/image.js";
import { NOTE } from "./code/helpers.js";
import type { Contents } from "./contents.js";
import type { Ground } from "./ground.js";
import type { WasmInstance } from "./instance.js";
import type { Block, Shape } from "./shape.js";

/** What is shared by all instances of one scope, so that equal contents are equal words in each. */
export interface Known extends Shape {
  /** The region as it is after the beginning. */
  readonly first: Int32Array;
  readonly contents: Contents;
  readonly rests: Rests;
}

/** Contents of words that are not live, each with a number; 0 where all are as at the beginning. */
export class Rests {
  private readonly contents: Int32Array[] = [new Int32Array(0)];
  private readonly numbers = new Map<string, number>([["", 0]]);
  bytes = 0;

  /** The number of a content: pairs of a word and what it holds. */
  numberOf(content: readonly number[]): number {
    const key = content.join(" ");
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.contents.push(Int32Array.from(content)) - 1;
    this.numbers.set(key, number);
    this.bytes += 2 * key.length + 4 * content.length;
    return number;
  }

  content(number: number): Int32Array {
    return this.contents[number]!; // only numbers that were given out are asked for
  }
}

export class WordImage implements Image {
  readonly words: number;
  /** The rest of the copy, and the contents of its blocks. */
  private loaded = 0;
  private readonly loadedBlocks: Int32Array;
  private readonly live: Int32Array;
  private readonly saved: Int32Array;
  private readonly memory: Int32Array;
  /** How many words behind a word its copy lies. */
  private readonly behind: number;
  private readonly start: number;

  constructor(
    private readonly instance: WasmInstance,
    private readonly ground: Ground,
    private readonly known: Known,
    private readonly state: Uint8Array,
    private readonly tell: (word: number, was: number, now: number) => readonly string[],
  ) {
    const { live, blocks, first } = known;
    this.live = live;
    this.words = live.length + blocks.length + 1;
    this.saved = new Int32Array(live.length);
    this.memory = instance.words;
    this.start = ground.region >>> 2;
    this.behind = ground.length >>> 2;
    this.memory.set(first, this.start + this.behind);
    this.loadedBlocks = Int32Array.from(blocks, ({ at, bytes }) => this.numberAt(at + ground.length, bytes));
  }

  save(target: Int32Array, at: number): void {
    const { live, memory, loadedBlocks } = this;
    const { blocks } = this.known;
    for (let i = 0; i < live.length; i++) target[at + i] = memory[live[i]!]!;
    const from = at + live.length;
    for (let b = 0; b < blocks.length; b++) {
      const block = blocks[b]!;
      target[from + b] = this.isLoaded(block) ? loadedBlocks[b]! : this.numberAt(block.at, block.bytes);
    }
    target[from + blocks.length] = this.rest();
  }

  load(source: Int32Array, at: number): void {
    const { live, memory, behind, loadedBlocks } = this;
    const { length } = loadedBlocks;
    for (let i = 0; i < live.length; i++) memory[live[i]! + behind] = source[at + i]!;
    const from = at + live.length;
    for (let b = 0; b < length; b++)
      if (source[from + b] !== loadedBlocks[b]) this.loadBlock(b, source[from + b]!);
    const rest = source[from + length]!;
    if (rest !== this.loaded) this.loadRest(rest);
    this.instance.restore();
    this.instance.isLoaded = true;
    if (memory[NOTE >>> 2] !== 0) this.instance.wroteAtZero();
  }

  differs(source: Int32Array, at: number): boolean {
    const { live, memory, loadedBlocks } = this;
    const { blocks, contents } = this.known;
    for (let i = 0; i < live.length; i++) if (memory[live[i]!] !== source[at + i]) return true;
    const from = at + live.length;
    for (let b = 0; b < blocks.length; b++) {
      const block = blocks[b]!;
      const number = source[from + b]!;
      const same = this.isLoaded(block)
        ? number === loadedBlocks[b]
        : number !== loadedBlocks[b] && contents.isAt(number, memory, block.at >>> 2, block.bytes >>> 2);
      if (!same) return true;
    }
    const rest = source[from + blocks.length];
    if (this.isRestLoaded()) return rest !== this.loaded;
    return rest === this.loaded || this.found() !== rest; // a search for its number takes long
  }

  /** The module has compared all of it itself. */
  hasChanged(): boolean {
    return this.memory[NOTE >>> 2] !== 0;
  }

  isOf(state: Uint8Array): boolean {
    return state === this.state && state.length === this.ground.length;
  }

  explainOther() {
    return {
      expected: "a memory that does not grow once the allocator runs",
      found: "memory.grow, which makes the memory larger",
    };
  }

  describeChange(source: Int32Array, at: number): string {
    const { live, memory, known, start } = this;
    const { blocks, contents, rests } = known;
    const before = known.first.slice();
    const from = at + live.length;
    const rest = rests.content(source[from + blocks.length]!);
    for (let i = 0; i < rest.length; i += 2) before[rest[i]! - start] = rest[i + 1]!;
    blocks.forEach((block, b) => {
      before.set(contents.content(source[from + b]!), (block.at >>> 2) - start);
    });
    live.forEach((word, i) => {
      before[word - start] = source[at + i]!;
    });
    const told = Array.from(before).flatMap((was, i) => {
      const now = memory[start + i]!;
      return was === now ? [] : this.tell(start + i, was, now);
    });
    return told.slice(0, MOST_TOLD).join(", ") + (told.length > MOST_TOLD ? ", and more" : "");
  }

  /** Whether a block is as in the copy. */
  private isLoaded({ at, bytes }: Block): boolean {
    return this.instance.same(at, at + this.ground.length, bytes) === 1;
  }

  private numberAt(at: number, bytes: number): number {
    const { memory, instance, known } = this;
    return known.contents.numberOf(memory, at >>> 2, bytes >>> 2, instance.hash(at, bytes));
  }

  private loadBlock(b: number, number: number): void {
    const { known, memory, behind, loadedBlocks } = this;
    memory.set(known.contents.content(number), (known.blocks[b]!.at >>> 2) + behind);
    loadedBlocks[b] = number;
  }

  /** The number of what is neither live nor in a block, as it is now. */
  private rest(): number {
    return this.isRestLoaded() ? this.loaded : this.found();
  }

  /** Whether what is neither live nor in a block is as in the copy. */
  private isRestLoaded(): boolean {
    const { live, memory, behind, saved, instance } = this;
    const { between } = this.known;
    // With the live words as they are, what differs from the copy is the rest.
    for (let i = 0; i < live.length; i++) {
      const word = live[i]!;
      saved[i] = memory[word + behind]!;
      memory[word + behind] = memory[word]!;
    }
    let differs = false;
    for (let n = 0; n < between.length && !differs; n++) {
      const { at, bytes } = between[n]!;
      differs = instance.same(at, at + 4 * behind, bytes) === 0;
    }
    for (let i = 0; i < live.length; i++) memory[live[i]! + behind] = saved[i]!;
    return !differs;
  }

  private found(): number {
    const { live, memory, known } = this;
    const { first, between, rests } = known;
    const content: number[] = [];
    let next = 0;
    for (const { at, bytes } of between)
      for (let word = at >>> 2; word < (at + bytes) >>> 2; word++)
        if (live[next] === word) next++;
        else if (memory[word] !== first[word - this.start]) content.push(word, memory[word]!);
    return rests.numberOf(content);
  }

  private loadRest(rest: number): void {
    const { memory, behind, known, start } = this;
    const old = known.rests.content(this.loaded);
    for (let i = 0; i < old.length; i += 2) memory[old[i]! + behind] = known.first[old[i]! - start]!;
    const content = known.rests.content(rest);
    for (let i = 0; i < content.length; i += 2) memory[content[i]! + behind] = content[i + 1]!;
    this.loaded = rest;
  }
}

/** So many changes are told. */
const MOST_TOLD = 8;

/** A word as a number, or in hex where that says more. */
export function hex(word: number): string {
  return word >= 0 && word < 256 ? `${word}` : `0x${(word >>> 0).toString(16)}`;
}
