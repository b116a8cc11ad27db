/** Modules that cannot be checked, each with the one line that says so. */
import { expect, test } from "vitest";
import { runTo } from "../../explore/check/check.js";
import { moduleOf } from "../../testing/wasm/build.js";
import { planted } from "../../testing/wasm/planted.js";
import { scopeOf } from "../words/scope.js";
import { Writer } from "./code/bytes.js";
import { fromWasm } from "./from-wasm.js";

const I32 = 0x7f;
const I64 = 0x7e;

interface Made {
  /** The exports: each with the types of its parameters, and whether it answers an i32. */
  readonly exports?: Readonly<Record<string, readonly [params: readonly number[], answers: boolean]>>;
  readonly memory?: readonly number[];
  readonly imports?: (w: Writer) => Writer;
  readonly code?: readonly number[];
}

const SOUND = { ac_init: [[I32, I32], true], ac_alloc: [[], true] } as const;

/** A module of its own memory, a stack pointer and functions that answer 0. */
function made({ exports = SOUND, memory = [0, 1], imports, code = [] }: Made): Uint8Array {
  const functions = Object.entries(exports);
  const out = new Writer().b(0, 97, 115, 109, 1, 0, 0, 0);
  const section = (id: number, body: Writer) => out.b(id).unsigned(body.length).raw(body.bytes);
  const types = new Writer().unsigned(functions.length);
  for (const [, [params, answers]] of functions) {
    types
      .b(0x60)
      .unsigned(params.length)
      .b(...params);
    types.b(...(answers ? [1, I32] : [0]));
  }
  section(1, types);
  if (imports !== undefined) section(2, imports(new Writer()));
  section(3, new Writer().unsigned(functions.length).b(...functions.keys()));
  section(5, new Writer().unsigned(1).b(...memory));
  section(6, new Writer().b(1, I32, 1, 0x41).signed(16_384).b(0x0b));
  const names = new Writer().unsigned(functions.length);
  functions.forEach(([name], n) => {
    names.name(name).b(0).unsigned(n);
  });
  section(7, names);
  const bodies = new Writer().unsigned(functions.length);
  for (const [, [, answers]] of functions) {
    const body = new Writer().b(0, ...code, ...(answers ? [0x41, 0] : []), 0x0b);
    bodies.unsigned(body.length).raw(body.bytes);
  }
  section(10, bodies);
  return out.bytes;
}

const importing = (kind: readonly number[]) => (w: Writer) =>
  w
    .b(1)
    .name("env")
    .name("it")
    .b(...kind);

const REFUSED: readonly (readonly [what: string, bytes: Uint8Array, says: string])[] = [
  ["a text", new TextEncoder().encode("int main"), "./it.wasm is no WebAssembly module"],
  ["nothing", new Uint8Array(), "./it.wasm is no WebAssembly module"],
  ["a part", moduleOf("bitmap").subarray(0, 900), "./it.wasm is truncated, or no valid module"],
  ["64 bits", made({ memory: [4, 1] }), "./it.wasm has a memory of 64 bits"],
  ["threads", made({ memory: [3, 1, 1] }), "./it.wasm shares its memory between threads"],
  [
    "SIMD",
    made({ code: [0xfd, 12, ...new Array<number>(16).fill(0), 0x1a] }),
    "./it.wasm has SIMD instructions",
  ],
  ["atomics", made({ code: [0xfe, 3, 0] }), "./it.wasm has atomic instructions"],
  [
    "a wide parameter",
    made({ exports: { ...SOUND, ac_free: [[I64], true] } }),
    "./it.wasm has a parameter of i64 in ac_free, the first",
  ],
  [
    "too many parameters",
    made({ exports: { ...SOUND, ac_free: [[I32, I32], true] } }),
    "./it.wasm takes 2 parameters in ac_free",
  ],
  [
    "no answer",
    made({ exports: { ...SOUND, ac_alloc: [[], false] } }),
    "./it.wasm answers nothing in ac_alloc",
  ],
  [
    "a name that is no command",
    made({ exports: { ...SOUND, ac_realese: [[I32], true] } }),
    "./it.wasm exports ac_realese, which is no command",
  ],
  ["no ac_init", made({ exports: { ac_alloc: [[], true] } }), "./it.wasm exports no ac_init"],
  ["no command", made({ exports: { ac_init: [[], true] } }), "./it.wasm exports no command"],
  [
    "a memory from outside",
    made({ imports: importing([2, 0, 1]) }),
    "./it.wasm imports the memory it of env",
  ],
  [
    "a frame of 0 bytes",
    made({ exports: { ...SOUND, ac_frame_size: [[], true] } }),
    "./it.wasm has frames of 0 bytes by ac_frame_size",
  ],
  [
    "another version",
    made({ exports: { ...SOUND, ac_version: [[], true] } }),
    "./it.wasm is made for version 0 of allocheck.h",
  ],
];

test.each(REFUSED)("%s is refused", (_, bytes, says) => {
  expect(() => fromWasm({ name: "it", file: "./it.wasm", bytes })).toThrow(says);
});

test("so is a pool that is not there before the beginning", () => {
  const bytes = made({ exports: { ...SOUND, ac_pool: [[], true] } });
  expect(() => fromWasm({ name: "it", bytes }).make(scopeOf({ frames: 2 }))).toThrow(
    "frame 0 of it is at address 0 by ac_pool",
  );
});

test("what is near a command is suggested", () => {
  const bytes = made({ exports: { ...SOUND, ac_realese: [[I32], true] } });
  expect(() => fromWasm({ name: "it", bytes })).toThrow(
    expect.objectContaining({ remedy: "did you mean ac_release?" }),
  );
});

test("and the module that all of these are made of is not", () => {
  expect(fromWasm({ name: "it", bytes: made({}) }).offers).toMatchObject({ alloc: expect.anything() });
});

test("so is what is no module at all, an option that nobody reads, and fuel for nothing", () => {
  const bytes = made({});
  const text = "pmm.wasm" as unknown as Uint8Array;
  expect(() => fromWasm({ name: "it", bytes: text })).toThrow("the bytes of it are pmm.wasm; ");
  const further = { name: "it", bytes, fule: 1 };
  expect(() => fromWasm(further)).toThrow("fromWasm takes no fule");
  expect(() => fromWasm({ name: "it", bytes, fuel: 0 })).toThrow("fuel of it is 0");
});

test("a pool that a window cannot begin with is named in the person's words, not by a line of ours", () => {
  const scope = scopeOf({ frames: 2, owners: 1, slices: 1, windowAt: 1, pool: 4 });
  const definition = fromWasm({ name: "bugs", bytes: planted(13) });
  expect(() => runTo({ definition, scope })).toThrow(
    /^bugs, in a pool of 4, comes to assert: pmm.frames != 4 at bitmap.c:\d+, called by ac_init; /,
  );
});
