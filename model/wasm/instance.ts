/** One instance of a rewritten module in its memory, and how what ends a call is told. */

import { grouped } from "../basics/wording.js";
import { Fault } from "../socket/fault.js";
import { NOBODYS, NOTE, OWN } from "./code/helpers.js";
import type { Instrumented } from "./code/instrument.js";
import type { Lines } from "./code/lines.js";
import type { WasmModule } from "./code/module.js";
import type { Variable } from "./code/variables.js";
import { type Code, type Exports, type Global, type Imports, type Memory, WebAssembly } from "./engine.js";
import { lineWith, withoutPlace } from "./fault-place.js";
import { fillOf, type Ground, groundOf, type Site } from "./ground.js";
import { HALTED } from "./halt.js";

/** A function that a module exports. */
export type Call = (...given: readonly number[]) => number | undefined;

/** A module that was read, rewritten and compiled, once for all its instances. */
export interface Compiled {
  readonly module: WasmModule;
  readonly rewritten: Instrumented;
  readonly code: Code;
  readonly site: Site;
  readonly lines: Lines;
  readonly variables: () => readonly Variable[];
  /** How many calls and turns of loops a command may take. */
  readonly fuel: number;
}

/** What lies around the pool, and what is below the stack. */
const GUARD = 0x5a5a5a5a;
const STACK_BYTE = 0xa5;
const LONGEST_TEXT = 400;
const TEXT = new TextDecoder();

/** How the stack is filled before a call: so many bytes (or none, or `fill`, which is all) with one byte. */
interface StackFill {
  readonly fillLength: Global;
  readonly fillByte: Global;
  readonly fill: number;
}

export class WasmInstance {
  readonly exports: Exports;
  readonly memory: Memory;
  readonly same: (a: number, b: number, bytes: number) => number;
  readonly isFilled: (at: number, bytes: number, word: number) => number;
  readonly fill: (at: number, bytes: number, word: number) => void;
  readonly hash: (at: number, bytes: number) => number;
  readonly differs: () => number;
  readonly restore: () => void;
  /** Whether its memory is as in the copy: so it is when a state was loaded, up to the next command. */
  isLoaded = false;
  /** What is done with the stack before each call. */
  readonly stack: StackFill;
  /** The whole memory as words: new where it grows. */
  words = new Int32Array(0);
  private readonly stackPointer: Global;
  private readonly fuel: Global;
  private readonly keptBytes: number;

  constructor(readonly compiled: Compiled) {
    const { code, rewritten, site, module } = compiled;
    this.exports = new WebAssembly.Instance(code, this.imports()).exports;
    const own = <T>(name: string) => this.exports[name] as T; // the pass exports them
    this.memory = own(OWN.memory);
    this.same = own(OWN.same);
    this.isFilled = own(OWN.isFilled);
    this.fill = own(OWN.fill);
    this.hash = own(OWN.hash);
    this.differs = own(OWN.differs);
    this.restore = own(OWN.restore);
    this.stackPointer = own(OWN.stackPointer);
    this.fuel = own(OWN.fuel);
    this.keptBytes = rewritten.kept.length * 8;
    this.stackPointer.value = this.top;
    const fill = fillOf(site, this.keptBytes);
    own<Global>(OWN.fillAt).value = this.top - fill;
    this.stack = { fillLength: own(OWN.fillLength), fillByte: own(OWN.fillByte), fill };
    this.stack.fillLength.value = fill;
    this.stack.fillByte.value = STACK_BYTE;
    this.words = new Int32Array(this.memory.buffer);
    // What globals begin with is in memory before the first call takes them from there.
    const view = new DataView(this.memory.buffer);
    for (const { index, at, type } of rewritten.kept)
      if (type === "i32") view.setInt32(this.top + at, module.globals[index]?.value ?? 0, true);
    // Until everything has its place, a call compares nothing with nothing.
    for (const cell of [OWN.region, OWN.copy]) own<Global>(cell).value = this.top;
    own<Global>(OWN.length).value = 16;
  }

  /** Where the stack begins, from which it grows down. */
  private get top(): number {
    return (this.compiled.site.stack - this.keptBytes) & -16;
  }

  /** Makes room for so many frames. Throws a `Fault` where there is no such memory. */
  settle(frames: number, frameSize: number, pool: number | null, inBlocks: boolean): Ground {
    const { site } = this.compiled;
    const size = this.memory.buffer.byteLength;
    const ground = groundOf(site, size, this.keptBytes, frames, frameSize, pool, inBlocks);
    const short = ground.bytes - size;
    try {
      if (short > 0) this.memory.grow(short / 65_536);
    } catch {
      throw new Fault("trap", `its memory cannot grow to ${ground.bytes} bytes, which the pool needs`);
    }
    this.words = new Int32Array(this.memory.buffer);
    const cells = { [OWN.region]: ground.region, [OWN.copy]: ground.copy, [OWN.length]: ground.length };
    for (const [name, value] of Object.entries(cells)) (this.exports[name] as Global).value = value;
    if (!ground.own) for (const at of [ground.base - NOBODYS, ground.end]) this.fill(at, NOBODYS, GUARD);
    return ground;
  }

  /** What the module exports under a name, as a function. */
  function(name: string): Call {
    return this.exports[name] as Call; // whoever asks has seen it among the exports
  }

  /** Calls a function of the module. Throws a `Fault` for what ends it. */
  run(call: Call, a = 0, b = 0, c = 0, d = 0): number {
    try {
      return call(a, b, c, d) ?? 0;
    } catch (error) {
      throw this.ended(error);
    }
  }

  /** Whether something was written at address 0, or near it. Takes it back. */
  wroteAtZero(): number | null {
    const { words } = this;
    if (words.length === 0) return null; // the memory has grown, and whoever drives this sees it
    for (let w = 0; w < NOBODYS / 4; w++)
      if (words[w] !== 0) {
        words.fill(0, 0, NOBODYS / 4);
        return 4 * w;
      }
    return null;
  }

  /** The text at an address. */
  textAt(at: number, length?: number): string {
    const from = at >>> 0;
    const bytes = new Uint8Array(this.memory.buffer);
    const end = length === undefined ? bytes.indexOf(0, from) : from + (length >>> 0);
    return TEXT.decode(bytes.subarray(from, Math.min(end < 0 ? bytes.length : end, from + LONGEST_TEXT)));
  }

  private imports(): Imports {
    const { imported } = this.compiled.module;
    const made: Imports = {};
    for (const { module, name } of imported) {
      made[module] ??= {};
      made[module][name] = this.imported(module, name);
    }
    return made;
  }

  private imported(module: string, name: string): (...given: number[]) => never {
    if (module === "allocheck" && name === "fail")
      return (what = 0, file = 0, line = 0) => this.fails(this.textAt(what), this.textAt(file), line);
    if (module === "allocheck" && name === "halt")
      return () => {
        throw HALTED;
      };
    if (module === "allocheck" && name === "fail_at")
      return (what = 0, length = 0, file = 0, fileLength = 0, line = 0) =>
        this.fails(withoutPlace(this.textAt(what, length)), this.textAt(file, fileLength), line);
    if (module === "allocheck" && name === "undefined")
      return (kind = 0, type = 0, value = 0, file = 0, line = 0) => {
        const what =
          UNDEFINED[kind]?.(this.textAt(type).replace(/ \(aka .*/, ""), value) ?? "undefined behaviour";
        throw new Fault("trap", `${what}${placed(this.textAt(file), line)}`);
      };
    return () => {
      throw new Fault("trap", `calls ${name} of ${module}, which nobody supplies`);
    };
  }

  private fails(what: string, file: string, line: number): never {
    throw new Fault("assert", `${what}${placed(file, line)}`);
  }

  /** What ended a call, and puts back what a call that was ended left. */
  private ended(error: unknown): unknown {
    const { fuel } = this.compiled;
    const depth = Number(this.stackPointer.value); // a global of 32 bits
    const low = this.wroteAtZero() !== null;
    this.stackPointer.value = this.top;
    if (error === HALTED) return error;
    const where = lineWith(error, this.compiled);
    if (error instanceof Fault) {
      const known = / at \S.*:\d+$/.test(error.message) || where === "";
      return known ? error : new Fault(error.rule, `${error.message}, ${where}`);
    }
    if (this.fuel.value === 0)
      return new Fault("out-of-fuel", `more than ${grouped(fuel)} calls and turns of loops, ${where}`);
    const over = error instanceof RangeError || depth < NOTE || low;
    if (over) return new Fault("trap", `the stack ran over, ${where}`);
    if (error instanceof WebAssembly.RuntimeError) return new Fault("trap", `${error.message}, ${where}`);
    return error;
  }
}

/** What a compiler's check of C has found, by the number that `libc.c` gives it. */
const UNDEFINED: readonly ((type: string, value: number) => string)[] = [
  (type) => `a null pointer to ${type} is used`,
  (type, index) => `index ${index} is outside of ${type}`,
  (type, by) => `a shift of ${type} by ${by}`,
  () => "a division by zero",
  () => "what was taken for unreachable is reached",
];

function placed(file: string, line: number): string {
  return line === 0 ? "" : ` at ${file.replace(/^\.\//, "")}:${line}`;
}

/** Whether the 64 bytes around a pool are as they were. */
export function isGuarded(instance: WasmInstance, at: number): boolean {
  return instance.isFilled(at, NOBODYS, GUARD) === 1;
}
