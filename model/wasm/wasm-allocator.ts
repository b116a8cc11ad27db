/** A module as an allocator: its commands as methods, its memory as bytes, its words as the key. */

import { Misuse } from "../basics/misuse.js";
import { once } from "../basics/once.js";
import { plural } from "../basics/wording.js";
import type { Allocator, Field, Role } from "../socket/allocator.js";
import { Fault } from "../socket/fault.js";
import { type BlockShape, sizesUpTo, withHeader } from "../socket/headers.js";
import { type CommandKind, METHODS } from "../words/commands.js";
import { memoryOf } from "../words/initial-memory.js";
import { MAP_CODES } from "../words/memory-map.js";
import type { Scope } from "../words/scope.js";
import { type Abi, exportOf } from "./abi.js";
import { Clients } from "./clients.js";
import { Commands, FOLLOWED, type Method } from "./commands.js";
import { Contents } from "./contents.js";
import type { Ground } from "./ground.js";
import { HALTED } from "./halt.js";
import { type Call, type Compiled, WasmInstance } from "./instance.js";
import { liveWords } from "./learn.js";
import { NamedMemory } from "./named-memory.js";
import { type Places, placesAt } from "./places.js";
import { shapeOf } from "./shape.js";
import { hex, type Known, Rests, WordImage } from "./word-image.js";

/** What is known of a module before it begins. */
export interface Terms {
  /** The name in reports. */
  readonly name: string;
  readonly abi: Abi;
  readonly frameSize: number;
  /** How many frames before each block are the allocator's own. */
  readonly header: number;
  readonly addresses: boolean;
  /** Whether what is negative is an errno: a refusal without a reason. */
  readonly errno: boolean;
}

/** It takes no such pool, which is no fault of it. */
function noBeginning(name: string, says: string, { frames, owners, slices }: Scope): Misuse {
  const pool = `${plural(frames, "frame")}, ${plural(owners, "owner")} and ${plural(slices, "slice")}`;
  const what = `${name} does not begin with ${pool}: ${says}`;
  return new Misuse("no-beginning", what, SMALLER);
}

/** A pool at address 0, mostly of a variable that ac_init would set: all seems to be written there. */
function noPool(name: string, pool: number): Misuse {
  return new Misuse(
    "no-beginning",
    `frame 0 of ${name} is at address ${pool} by ac_pool, where its stack is`,
    "ac_pool is asked before ac_init: answer where the pool is by then, such as an array",
  );
}

/** What sets up the variables of C++, where there are any to set up. */
const CONSTRUCTORS = "__wasm_call_ctors";

const SMALLER = "name a smaller scope, such as --frames 2; or let ac_init answer 0";

export class WasmAllocator implements Allocator {
  readonly state: Uint8Array;
  readonly image: WordImage;
  readonly namesNoOwner: boolean;
  readonly header: number;
  readonly wholeSizes: boolean;
  readonly startPfn?: number;
  readonly observe?: (frame: number) => number;
  readonly counts?: () => { free?: number; reserved?: number; allocated?: number };
  readonly scrub?: () => void;
  private readonly instance: WasmInstance;
  private readonly ground: Ground;
  private readonly clients: Clients;
  private readonly places: Places;
  private readonly commands: Commands;
  private readonly known: Known;
  /** Read when somebody asks: most searches need no name. */
  private readonly named = once(() => new NamedMemory(this.instance.compiled.variables(), this.ground));
  /** What ended the beginning. */
  private readonly failed: unknown;

  /** `known` is what the instances of a scope share, which the first of them finds out. */
  constructor(
    compiled: Compiled,
    private readonly terms: Terms,
    private readonly scope: Scope,
    role: Role,
    known: (found: () => Known) => Known,
  ) {
    const { abi, frameSize, header, addresses, errno } = terms;
    this.header = header;
    this.wholeSizes = header > 0; // who keeps headers is a heap, which is asked for bytes
    if (header > 0) this.startPfn = header; // what is aligned is what a client is given
    const instance = new WasmInstance(compiled);
    this.instance = instance;
    if (role === "twin") instance.stack.fillLength.value = 0;
    const pool = abi.questions.has("ac_pool") ? instance.run(instance.function("ac_pool")) >>> 0 : null;
    if (pool !== null && pool < compiled.site.stack) throw noPool(terms.name, pool);
    const ground = instance.settle(scope.frames, frameSize, pool, abi.commands.has("alloc-block"));
    this.ground = ground;
    this.clients = new Clients(instance, ground, scope.frames);
    this.places = placesAt(addresses ? ground : null);
    this.commands = new Commands(instance, this.clients, this.places, role, errno, ground);
    this.clients.fillAll();
    this.failed = this.begin();
    this.state = new Uint8Array(instance.memory.buffer, ground.region, ground.length);
    const owned = [abi.commands.get("reserve"), abi.commands.get("release")].filter((n) => n !== undefined);
    this.namesNoOwner = owned.length > 0 && owned.every((params) => params < 3);
    Object.assign(
      this,
      Object.fromEntries([...abi.commands.keys()].map((kind) => [METHODS[kind], this.methodFor(kind)])),
    );
    this.known = known(() => this.find());
    this.image = new WordImage(instance, ground, this.known, this.state, (...change) => this.tell(...change));
    if (abi.questions.has("ac_observe")) {
      const observe = instance.function("ac_observe");
      this.observe = (frame) => this.ask(observe, this.places.place(frame));
    }
    const count = (["free", "reserved", "allocated"] as const).filter((what) =>
      abi.questions.has(`ac_count_${what}`),
    );
    if (count.length > 0) {
      const asked = count.map((what) => [what, instance.function(`ac_count_${what}`)] as const);
      this.counts = () => Object.fromEntries(asked.map(([what, call]) => [what, this.ask(call)]));
    }
    if (abi.questions.has("ac_scrub")) {
      const scrub = instance.function("ac_scrub");
      this.scrub = () => void this.ask(scrub);
    }
  }

  get keptBytes(): number {
    return this.known.rests.bytes + this.known.contents.bytes;
  }

  /** No array of it is known. */
  tables(): readonly never[] {
    return [];
  }

  /** What is wrong with its books, by itself. */
  audit(): string | null {
    if (this.failed !== null) throw this.failed;
    if (!this.terms.abi.questions.has("ac_audit")) return null;
    const told = this.ask(this.instance.function("ac_audit"));
    return told === 0 ? null : this.instance.textAt(told);
  }

  /** Lets the module begin; what ended that, or `null`. */
  private begin(): unknown {
    const { instance, ground, scope, terms } = this;
    const before = instance.memory.buffer;
    const start = ground.region >>> 2;
    instance.words.copyWithin(ground.copy >>> 2, start, start + (ground.length >>> 2));
    try {
      if (CONSTRUCTORS in instance.exports) instance.run(instance.function(CONSTRUCTORS));
      this.tellFrames();
      const init = instance.function("ac_init");
      const answer = instance.run(init, ground.base, scope.frames, scope.owners, scope.slices);
      if (instance.memory.buffer !== before) throw new Fault("trap", "ac_init lets the memory grow");
      if (answer < 0) throw noBeginning(terms.name, `ac_init answers ${answer}`, scope);
      this.clients.look();
      return null;
    } catch (error) {
      if (error === HALTED) throw noBeginning(terms.name, "ac_init halts", scope);
      if (!(error instanceof Fault)) throw error;
      if (instance.memory.buffer !== before) instance.words = new Int32Array(instance.memory.buffer);
      return new Fault(error.rule, `${error.message}, called by ac_init`);
    }
  }

  /** Tells what each frame is when the run begins, and of which zone. */
  private tellFrames(): void {
    const { clients, instance, places, terms } = this;
    const tell = terms.abi.questions.has("ac_memory") ? instance.function("ac_memory") : null;
    for (const { kind, start, count, zone } of memoryOf(this.scope)) {
      if (kind === "reserved") clients.reserved(start, count);
      if (kind === "hole") clients.removed(start, count);
      for (let frame = start; tell !== null && frame < start + count; frame++)
        instance.run(tell, places.place(frame), MAP_CODES[kind], zone);
    }
  }

  /** What the first instance finds out for all: the words that change in walks of another. */
  private find(): Known {
    const { instance, ground, failed, scope, terms } = this;
    const start = ground.region >>> 2;
    const first = instance.words.slice(start, start + (ground.length >>> 2));
    const known = {
      ...shapeOf(ground, new Int32Array(0)),
      first,
      contents: new Contents(),
      rests: new Rests(),
    };
    if (failed !== null) return known;
    const walker = new WasmAllocator(instance.compiled, terms, scope, "main", () => known);
    const kinds = [...terms.abi.commands.keys()].filter((kind) => FOLLOWED.includes(kind));
    const changing = liveWords({
      scope,
      offered: new Map(kinds.map((kind) => [kind, walker.methodFor(kind)])),
      memory: walker.instance.words,
      start,
      first,
      again: () => walker.instance.restore(),
    });
    return { ...known, ...shapeOf(ground, changing) };
  }

  private ask(call: Call, a = 0): number {
    if (this.failed !== null) throw this.failed;
    return this.instance.run(call, a);
  }

  /** There are no sizes beyond 32 bits, of bytes or, for who numbers frames, of frames. */
  private get shape(): BlockShape {
    const { header, scope, terms } = this;
    const unit = terms.addresses ? terms.frameSize : 1;
    return { header, frames: scope.frames, sizes: sizesUpTo(0xffff_ffff, unit, header) };
  }

  /** The method of the socket that takes a command. */
  private methodFor(kind: CommandKind): Method {
    const { failed, instance, commands } = this;
    if (failed === null)
      return withHeader(kind, this.shape, commands.method(kind, instance.function(exportOf(kind))));
    return () => {
      throw failed;
    };
  }

  /** What its variables hold, where their names are known. */
  fields(): readonly Field[] | null {
    const fields = this.named().fields(this.instance.memory.buffer);
    return fields.length === 0 ? null : fields;
  }

  /** How a word of the memory is other than it was, by what lies there. */
  private tell(word: number, was: number, now: number): readonly string[] {
    if (4 * word >= this.ground.held) return []; // what clients hold is noted there: none of its own
    return this.named().changesIn(word, was, now) ?? [`${this.nameOf(word)}: ${hex(was)} -> ${hex(now)}`];
  }

  private nameOf(word: number): string {
    const { ground, instance } = this;
    const at = 4 * word;
    const { base, frameSize, end, region } = ground;
    if (at >= base && at < end) {
      const frame = Math.floor((at - base) / frameSize);
      return `byte ${at - base - frame * frameSize} of frame ${frame}`;
    }
    const kept = instance.compiled.rewritten.kept.find((global) => (region + global.at) >>> 2 === word);
    return kept === undefined ? `the word at address ${at}` : kept.name;
  }
}
