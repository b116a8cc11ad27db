/** What a WebAssembly module is made of, as far as an allocator needs it; and what none may have. */
import { Misuse } from "../../basics/misuse.js";
import { Reader } from "./bytes.js";

/** The types of values by their byte. */
const VALUE_TYPES: Readonly<Record<number, string>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  112: "funcref",
  111: "externref",
};

/** The kinds of imports and exports by their number. */
export const FUNCTION = 0;
export const MEMORY = 2;
export const GLOBAL = 3;
const IMPORT_KINDS = ["function", "table", "memory", "global", "tag"] as const;

export interface FunctionType {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

export interface Section {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Of a custom section. */
  readonly name: string;
}

export interface ModuleGlobal {
  readonly type: string;
  readonly mutable: boolean;
  /** What it begins with, where that is a constant of 32 bits. */
  readonly value: number | null;
}

export interface Segment {
  readonly at: number;
  readonly length: number;
  name: string;
}

/** A module taken apart: all it declares, and where its sections lie. */
export interface WasmModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly FunctionType[];
  readonly imported: readonly { readonly module: string; readonly name: string; readonly type: number }[];
  /** The type of each function, those imported first. */
  readonly functions: readonly number[];
  readonly globals: readonly ModuleGlobal[];
  readonly exports: readonly { readonly name: string; readonly kind: number; readonly index: number }[];
  /** The data that is put into memory at the beginning. */
  readonly segments: readonly Segment[];
  readonly functionNames: ReadonlyMap<number, string>;
  readonly globalNames: ReadonlyMap<number, string>;
}

/** What is wrong with a file, and what to do: each is told in one line. */
export function badModule(file: string, what: string, remedy: string): Misuse {
  return new Misuse("bad-module", `${file} ${what}`, remedy);
}

/** Takes a module apart. Throws a `Misuse` for what is none, and for what no check here could run. */
export function readModule(file: string, bytes: Uint8Array): WasmModule {
  const magic = [0, 97, 115, 109];
  if (magic.some((byte, i) => bytes[i] !== byte))
    throw badModule(file, "is no WebAssembly module", "compile it for wasm32, and link it");
  if (bytes[4] !== 1 || bytes[5] !== 0 || bytes[6] !== 0 || bytes[7] !== 0)
    throw badModule(
      file,
      "is of a version of WebAssembly that is not known here",
      "name a module, no component",
    );
  try {
    return takenApart(file, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badModule(file, "is truncated, or no valid module", "compile it again");
  }
}

function takenApart(file: string, bytes: Uint8Array): WasmModule {
  const sections = sectionsOf(bytes);
  const reader = (id: number) => {
    const section = sections.find((s) => s.id === id);
    return section === undefined ? null : new Reader(bytes, section.start, section.end);
  };
  if (sections.some(({ name }) => name === "linking"))
    throw badModule(file, "is an object file and no linked module", "link it with wasm-ld");
  const types = listed(reader(1), typeIn);
  const functions: number[] = [];
  const globals: ModuleGlobal[] = [];
  const imported: { module: string; name: string; type: number }[] = [];
  listed(reader(2), (r) => {
    const module = r.name();
    const name = r.name();
    const kind = IMPORT_KINDS[r.u8()];
    if (kind !== "function")
      throw badModule(
        file,
        `imports the ${kind ?? "thing"} ${name} of ${module}`,
        kind === "memory"
          ? "leave out --import-memory: it must export its own"
          : "only functions can be imported",
      );
    const type = r.unsigned();
    imported.push({ module, name, type });
    functions.push(type);
  });
  listed(reader(3), (r) => functions.push(r.unsigned()));
  requireMemory(file, listed(reader(5), memoryIn));
  listed(reader(6), (r) => globals.push(globalIn(r)));
  const exports = listed(reader(7), (r) => ({ name: r.name(), kind: r.u8(), index: r.unsigned() }));
  const segments = listed(reader(11), segmentIn);
  const functionNames = new Map<number, string>();
  const globalNames = new Map<number, string>();
  const names = sections.find(({ name }) => name === "name");
  if (names !== undefined)
    readNames(new Reader(bytes, names.start, names.end), functionNames, globalNames, segments);
  return {
    bytes,
    sections,
    types,
    imported,
    functions,
    globals,
    exports,
    segments,
    functionNames,
    globalNames,
  };
}

function sectionsOf(bytes: Uint8Array): Section[] {
  const sections: Section[] = [];
  for (const r = new Reader(bytes, 8); r.more; ) {
    const id = r.u8();
    const body = r.part(r.unsigned());
    const name = id === 0 ? body.name() : "";
    sections.push({ id, start: body.at, end: body.end, name });
  }
  return sections;
}

function listed<T>(reader: Reader | null, one: (reader: Reader) => T): T[] {
  return reader === null ? [] : Array.from({ length: reader.unsigned() }, () => one(reader));
}

function typeIn(r: Reader): FunctionType {
  r.u8();
  const values = () => Array.from({ length: r.unsigned() }, () => typeNamed(r.u8()));
  return { params: values(), results: values() };
}

function typeNamed(byte: number): string {
  return VALUE_TYPES[byte] ?? `0x${byte.toString(16)}`;
}

/** A memory by its flags and its least and most pages. */
interface MemoryType {
  readonly flags: number;
  readonly least: number;
  readonly most: number | null;
}

function memoryIn(r: Reader): MemoryType {
  const flags = r.unsigned();
  return { flags, least: r.unsigned(), most: (flags & 1) === 1 ? r.unsigned() : null };
}

function requireMemory(file: string, memories: readonly MemoryType[]): void {
  const [memory] = memories;
  if (memory === undefined) throw badModule(file, "has no memory of its own", "leave out --import-memory");
  if (memories.length > 1) throw badModule(file, "has several memories", "leave out multi-memory");
  if ((memory.flags & 4) !== 0) throw badModule(file, "has a memory of 64 bits", "compile it for wasm32");
  if ((memory.flags & 2) !== 0)
    throw badModule(file, "shares its memory between threads", "leave out -pthread and --shared-memory");
}

function globalIn(r: Reader): ModuleGlobal {
  const type = typeNamed(r.u8());
  const mutable = r.u8() === 1;
  return { type, mutable, value: constantIn(r) };
}

/** The value of a constant expression where it is a number of 32 bits; `null` for others. */
function constantIn(r: Reader): number | null {
  const op = r.u8();
  let value: number | null = null;
  if (op === 0x41) value = r.signed();
  else if (op === 0x42 || op === 0x23 || op === 0xd2) r.signed();
  else if (op === 0x43) r.skip(4);
  else if (op === 0x44) r.skip(8);
  else if (op === 0xd0) r.u8();
  if (r.u8() !== 0x0b) throw new RangeError("a constant that is no constant");
  return value;
}

function segmentIn(r: Reader): Segment {
  const flags = r.unsigned();
  if (flags === 2) r.unsigned();
  const at = flags === 1 ? -1 : (constantIn(r) ?? -1);
  const length = r.unsigned();
  r.skip(length);
  return { at, length, name: "" };
}

/** The names that the linker wrote: of functions, globals and data. */
function readNames(
  r: Reader,
  functions: Map<number, string>,
  globals: Map<number, string>,
  segments: readonly Segment[],
): void {
  while (r.more) {
    const id = r.u8();
    const part = r.part(r.unsigned());
    if (id !== 1 && id !== 7 && id !== 9) continue;
    listed(part, (each) => {
      const index = each.unsigned();
      const name = each.name();
      const segment = segments[index];
      if (id === 1) functions.set(index, name);
      else if (id === 7) globals.set(index, name);
      else if (segment !== undefined) segment.name = name;
    });
  }
}
