/** The door for code of other languages: an allocator that was compiled to a WebAssembly module. */

import { optionsGiven, requireName, requireNoMore } from "../basics/given.js";
import { isMisuse, Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";
import type { GivenContract } from "../contracts/contract-checks.js";
import type { AllocatorDefinition, Offers, Placement } from "../socket/allocator.js";
import { defineAllocator } from "../socket/define.js";
import { Fault } from "../socket/fault.js";
import { isBeyondHeader, kindWithoutHeader } from "../socket/headers.js";
import { BOUNDS } from "../words/bounds.js";
import { argumentFaults, type Command } from "../words/commands.js";
import type { Fallback } from "../words/fallback.js";
import { isAllFree } from "../words/initial-memory.js";
import type { Scope } from "../words/scope.js";
import { type Abi, abiOf, type Question, VERSION } from "./abi.js";
import { instrumented } from "./code/instrument.js";
import { Lines } from "./code/lines.js";
import { badModule, readModule, type WasmModule } from "./code/module.js";
import { UnknownOpcode } from "./code/opcodes.js";
import { variablesOf } from "./code/variables.js";
import { FOLLOWED } from "./commands.js";
import { WebAssembly } from "./engine.js";
import { siteOf } from "./ground.js";
import { type Compiled, WasmInstance } from "./instance.js";
import { type Terms, WasmAllocator } from "./wasm-allocator.js";
import type { Known } from "./word-image.js";

/** What `fromWasm` takes. */
export interface WasmOptions {
  /** The name in reports. */
  readonly name: string;
  /** The linked module. */
  readonly bytes: Uint8Array;
  /** What a misuse names it by; `name` when absent. */
  readonly file?: string;
  readonly contract?: string | GivenContract;
  readonly placement?: Placement;
  /** How many calls and turns of loops one command may take; `STANDARD_FUEL` when absent. */
  readonly fuel?: number;
}

/** A command that takes so many calls and turns of loops does not end: some milliseconds. */
export const STANDARD_FUEL = 1_000_000;
const MOST_FUEL = 2 ** 31 - 1;
const STANDARD_FRAME_SIZE = 4096;
const LARGEST_FRAME = 65_536;

/** The allocator in a module. Throws a `Misuse` for a module that cannot be checked. */
export function fromWasm(options: WasmOptions): AllocatorDefinition {
  const given = optionsGiven("fromWasm", options, "fromWasm({ name, bytes })");
  const { name, bytes, file = name, contract, placement, fuel = STANDARD_FUEL, ...unknown } = given;
  requireNoMore("fromWasm", unknown, ["name", "bytes", "file", "contract", "placement", "fuel"]);
  requireName("fromWasm", name);
  if (!(bytes instanceof Uint8Array))
    throw new Misuse(
      "bad-module",
      `the bytes of ${file} are ${show(bytes)}`,
      "give fromWasm those of a module: bytes: readFileSync(FILE)",
    );
  if (!Number.isInteger(fuel) || fuel < 1 || fuel > MOST_FUEL)
    throw new Misuse(
      "bad-definition",
      `fuel of ${name} is ${show(fuel)}`,
      `for example fuel: ${STANDARD_FUEL}`,
    );
  const module = readModule(file, bytes);
  const abi = abiOf(file, module);
  const compiled = compiledOf(file, module, fuel);
  const terms = termsOf(name, file, compiled, abi);
  const fallback = fallbackOf(file, compiled, abi);
  const shared = new Map<string, Known>();
  return defineAllocator({
    name,
    ...(contract === undefined ? {} : { contract }),
    ...(placement === undefined ? {} : { placement }),
    ...(fallback === undefined ? {} : { fallback }),
    offers: offersOf(terms, blocksOf(file, compiled, terms)),
    make: (scope, role = "main") => {
      requireTold(name, abi, scope);
      const key = JSON.stringify(scope);
      return new WasmAllocator(compiled, terms, scope, role, (find) => {
        const known = shared.get(key) ?? find();
        shared.set(key, known);
        return known;
      });
    },
  });
}

function compiledOf(file: string, module: WasmModule, fuel: number): Compiled {
  const site = siteOf(file, module);
  const lines = Lines.of(module);
  try {
    const rewritten = instrumented(module, site.stackPointer, fuel);
    const code = new WebAssembly.Module(rewritten.bytes);
    return { module, rewritten, code, site, lines, variables: variablesOf(module), fuel };
  } catch (error) {
    if (isMisuse(error)) throw error;
    if (error instanceof UnknownOpcode) throw badModule(file, `has ${error.what}`, error.remedy);
    if (!WebAssembly.validate(new Uint8Array(module.bytes)))
      throw badModule(file, "is truncated, or no valid module", "compile it again");
    throw error;
  }
}

/** Throws a `Misuse` where not all frames are free when a run begins, and the module is not told. */
function requireTold(name: string, { questions }: Abi, scope: Scope): void {
  if (questions.has("ac_memory") || isAllFree(scope)) return;
  throw new Misuse("bad-map", `${name} is told of no map`, "define ac_memory, which is told of each frame");
}

/** What asks an instance of its own, which is never begun. */
function asking(file: string, compiled: Compiled, abi: Abi) {
  const instance = started(file, compiled);
  return (question: Question, otherwise: number, ...given: readonly number[]) => {
    if (!abi.questions.has(question)) return otherwise;
    try {
      return instance.run(instance.function(question), ...given);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw badModule(file, `does not answer ${question}: ${error.message}`, "it must answer a constant");
    }
  };
}

/** Asks a module what it must say before it begins. */
function termsOf(name: string, file: string, compiled: Compiled, abi: Abi): Terms {
  const ask = asking(file, compiled, abi);
  const version = ask("ac_version", VERSION);
  if (version !== VERSION)
    throw badModule(
      file,
      `is made for version ${version} of allocheck.h`,
      "write the header anew: allocheck init",
    );
  const frameSize = ask("ac_frame_size", STANDARD_FRAME_SIZE);
  if (frameSize < 4 || frameSize > LARGEST_FRAME || frameSize % 4 !== 0)
    throw badModule(
      file,
      `has frames of ${frameSize} bytes by ac_frame_size`,
      `answer a multiple of 4, from 4 to ${LARGEST_FRAME}`,
    );
  const header = ask("ac_header", 0) / frameSize;
  if (header < 0 || !Number.isInteger(header))
    throw badModule(
      file,
      `has a header of ${header * frameSize} bytes by ac_header, and frames of ${frameSize}`,
      "a header has whole frames: a frame is what sizes are rounded up to",
    );
  const addresses = ask("ac_addresses", 0) !== 0;
  const numbered = [...abi.commands.keys()].find((kind) => !FOLLOWED.includes(kind));
  if (addresses && numbered !== undefined)
    throw badModule(file, `offers ${numbered} by addresses`, "offer it by the numbers of frames");
  const single = kindWithoutHeader([...abi.commands.keys()]);
  if (header > 0 && single !== undefined)
    throw badModule(file, `offers ${single}, whose frames have no header`, "offer alloc-block");
  return { name, abi, frameSize, header, addresses, errno: ask("ac_errno", 0) !== 0 };
}

/** The zones that serve a request for another, asked one by one; those a scope lacks are passed over. */
function fallbackOf(file: string, compiled: Compiled, abi: Abi): Fallback | undefined {
  if (!abi.questions.has("ac_fallback")) return undefined;
  const ask = asking(file, compiled, abi);
  const all = Array.from({ length: BOUNDS.zones.most }, (_, i) => i + 1);
  const orders = all.map((zone) => {
    const others = all.map((_, turn) => ask("ac_fallback", 0, zone, turn));
    const end = others.indexOf(0);
    return end < 0 ? others : others.slice(0, end);
  });
  return (zone, zones) => orders[zone - 1]!.filter((other) => other <= zones);
}

/** Whether there are blocks of so many frames at such places. */
type OffersBlock = (count: number, align: number) => boolean;

/** What a module says of its blocks; `null` where it says nothing. */
function blocksOf(file: string, compiled: Compiled, { abi, addresses, frameSize, header }: Terms) {
  if (!abi.questions.has("ac_offers_block")) return null;
  const ask = asking(file, compiled, abi);
  const unit = addresses ? frameSize : 1;
  const offers: OffersBlock = (count, align) =>
    ask("ac_offers_block", 1, (count - header) * unit, align * unit) !== 0;
  return offers;
}

/** Whether what a command asks for, gives back or resizes are blocks that there are. */
function areOffered(offers: OffersBlock, command: Command, { frames }: Scope): boolean {
  if (command.kind === "alloc-block") return offers(command.count, command.align);
  const counts = [
    ...(command.kind === "free-block" || "to" in command ? [command.range.count] : []),
    ...("to" in command ? [command.to] : []),
  ];
  const aligns = Array.from({ length: Math.floor(Math.log2(frames)) + 1 }, (_, order) => 2 ** order);
  return counts.every((count) => aligns.some((align) => offers(count, align)));
}

/** An instance that is only asked. A module whose start function does not end well cannot be checked. */
function started(file: string, compiled: Compiled): WasmInstance {
  try {
    return new WasmInstance(compiled);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw badModule(file, `cannot be started: ${error.message}`, "leave out what runs before ac_init");
  }
}

/**
 * What is no frame at all has no number that a module of 32 bits could be given; who takes a count alone, and
 * does not say what blocks there are, is asked for no alignment, and nobody for a part of a header.
 */
function offersOf({ abi, addresses, header }: Terms, blocks: OffersBlock | null): Offers {
  const unaligned = blocks === null && abi.commands.get("alloc-block") === 1;
  const isGiven = (command: Command, scope: Scope) =>
    (addresses || argumentFaults(scope, command).length === 0) &&
    !(command.kind === "alloc-block" && command.align > 1 && unaligned) &&
    isBeyondHeader(command, header) &&
    (blocks === null || areOffered(blocks, command, scope));
  const offer = addresses && header === 0 && blocks === null && !unaligned ? true : isGiven;
  return Object.fromEntries([...abi.commands.keys()].map((kind) => [kind, offer]));
}
