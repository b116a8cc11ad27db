/**
 * Rewrites a module so that a command can be watched from inside.
 *
 * Every call and every turn of a loop burns fuel, and none left is a trap. Each exported function gets a
 * wrapper: it gives fuel, fills the stack that the call before has left, and when the call is over it notes
 * whether any byte is other than in the copy of the state. So a command is one call from JavaScript.
 */
import { Reader, Writer } from "./bytes.js";
import {
  CELLS,
  type Cell,
  EMPTY,
  HELPER_TYPES,
  HELPERS,
  type Helper,
  Helpers,
  I32,
  ins,
  NOTE,
  OWN,
} from "./helpers.js";
import { FUNCTION, GLOBAL, MEMORY, type WasmModule } from "./module.js";
import { LOOP, passOver } from "./opcodes.js";

/** A rewritten module. */
export interface Instrumented {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pairs of places in the file, new and old, in order: the byte at `to` and on was at `from` and on. */
  readonly moves: readonly (readonly [to: number, from: number])[];
  /** The mutable globals beside the stack pointer, which are kept in memory between calls. */
  readonly kept: readonly KeptGlobal[];
}

/** A global that holds state: it lies at `at` of the kept bytes. */
export interface KeptGlobal {
  readonly index: number;
  readonly type: string;
  readonly name: string;
  readonly at: number;
}

/** How a value of a type is loaded and stored. */
const ACCESS: Readonly<Record<string, readonly [load: number, store: number, align: number]>> = {
  i32: [0x28, 0x36, 2],
  i64: [0x29, 0x37, 3],
  f32: [0x2a, 0x38, 2],
  f64: [0x2b, 0x39, 3],
};

/** Rewrites a module whose stack pointer is global `stackPointer`, with so much fuel for each command. */
export function instrumented(module: WasmModule, stackPointer: number, fuel: number): Instrumented {
  return new Pass(module, stackPointer, fuel).run();
}

class Pass {
  private readonly out = new Writer();
  private readonly moves: (readonly [number, number])[] = [];
  private readonly kept: KeptGlobal[];
  private readonly firstCell: number;
  private readonly functions: number;
  /** The exported functions that get a wrapper. */
  private readonly wrapped: readonly number[];
  private readonly firstType: number;

  constructor(
    private readonly module: WasmModule,
    private readonly stackPointer: number,
    private readonly fuel: number,
  ) {
    this.firstCell = module.globals.length;
    this.functions = module.functions.length;
    this.wrapped = module.exports.filter(({ kind }) => kind === FUNCTION).map(({ index }) => index);
    this.firstType = module.types.length;
    let at = 0;
    this.kept = module.globals.flatMap(({ type, mutable }, index) => {
      if (!mutable || index === stackPointer || ACCESS[type] === undefined) return [];
      at += 8;
      return [{ index, type, name: module.globalNames.get(index) ?? `global ${index}`, at: at - 8 }];
    });
  }

  run(): Instrumented {
    const { module, out } = this;
    out.raw(module.bytes, 0, 8);
    const written = new Set<number>();
    for (const { id, start, end, name } of module.sections) {
      if (id === 0 && name !== "name") continue; // the lines are read from the module as it was
      // Before the first that lies behind it, what is added must stand even where nothing was.
      if (id > 6 && id !== 12 && id !== 13 && !written.has(6)) this.section(6, this.globals(), written);
      const old = new Reader(module.bytes, start, end);
      if (id === 1) this.section(1, this.types(old), written);
      else if (id === 3) this.section(3, this.declared(old), written);
      else if (id === 6) this.section(6, this.globals(old), written);
      else if (id === 7) this.section(7, this.exports(old), written);
      else if (id === 10) this.code(old);
      else {
        const body = new Writer();
        if (id === 0) body.name(name);
        this.section(id, body.raw(module.bytes, start, end), written);
      }
    }
    return { bytes: out.bytes, moves: this.moves, kept: this.kept };
  }

  private section(id: number, body: Writer, written: Set<number>): void {
    written.add(id);
    const { bytes } = body;
    this.out.b(id).unsigned(bytes.length).raw(bytes);
  }

  private cell(name: Cell): number {
    return this.firstCell + CELLS.indexOf(name);
  }

  /** The number of a helper: they stand behind the functions, and the wrappers behind them. */
  private helper(name: Helper): number {
    return this.functions + HELPERS.indexOf(name);
  }

  private types(old: Reader): Writer {
    const count = old.unsigned();
    const body = new Writer().unsigned(count + HELPERS.length).raw(old.bytes, old.at, old.end);
    for (const name of HELPERS) body.b(...HELPER_TYPES[name]);
    return body;
  }

  private declared(old: Reader): Writer {
    const count = old.unsigned();
    const added = HELPERS.length + this.wrapped.length;
    const body = new Writer().unsigned(count + added).raw(old.bytes, old.at, old.end);
    for (let n = 0; n < HELPERS.length; n++) body.unsigned(this.firstType + n);
    for (const index of this.wrapped) body.unsigned(this.module.functions[index]!); // an export's own
    return body;
  }

  private globals(old: Reader | null = null): Writer {
    const body = new Writer().unsigned((old?.unsigned() ?? 0) + CELLS.length);
    if (old !== null) body.raw(old.bytes, old.at, old.end);
    for (const name of CELLS)
      body
        .b(I32, 1, 0x41)
        .signed(name === "fuel" ? this.fuel : 0)
        .b(0x0b);
    return body;
  }

  private exports(old: Reader): Writer {
    const { exports } = this.module;
    const body = new Writer();
    const cells = CELLS.map((name, n) => [OWN[name], GLOBAL, this.firstCell + n] as const);
    const helpers = HELPERS.map((name) => [OWN[name], FUNCTION, this.helper(name)] as const);
    const own = [
      [OWN.memory, MEMORY, 0],
      [OWN.stackPointer, GLOBAL, this.stackPointer],
      ...cells,
      ...helpers,
    ] as const;
    old.unsigned();
    body.unsigned(exports.length + own.length);
    let wrapper = this.functions + HELPERS.length;
    for (const { name, kind, index } of exports)
      body
        .name(name)
        .b(kind)
        .unsigned(kind === FUNCTION ? wrapper++ : index);
    for (const [name, kind, index] of own) body.name(name).b(kind).unsigned(index);
    return body;
  }

  private code(old: Reader): void {
    const count = old.unsigned();
    const body = new Writer().unsigned(count + HELPERS.length + this.wrapped.length);
    const local: [number, number][] = [];
    for (let n = 0; n < count; n++) this.burning(old.part(old.unsigned()), body, local);
    const helpers = new Helpers(
      (name) => this.cell(name),
      (name) => this.helper(name),
    );
    for (const name of HELPERS) put(body, helpers[name]());
    for (const index of this.wrapped) put(body, this.wrapper(index));
    const { bytes } = body;
    this.out.b(10).unsigned(bytes.length);
    const at = this.out.length;
    for (const [to, from] of local) this.moves.push([at + to, from]);
    this.out.raw(bytes);
  }

  /** A function of the module, which burns fuel at its beginning and in each turn of a loop. */
  private burning(old: Reader, body: Writer, local: [number, number][]): void {
    const fuel = this.cell("fuel");
    const code = new Writer();
    const inner: [number, number][] = [[0, old.at]];
    let from = old.at;
    for (let groups = old.unsigned(); groups > 0; groups--) {
      old.unsigned();
      old.u8();
    }
    const insert = () => {
      code.raw(old.bytes, from, old.at);
      // if (fuel == 0) unreachable; fuel -= 1
      ins.get(code, fuel).b(0x45, 0x04, EMPTY, 0x00, 0x0b);
      ins.get(code, fuel).b(0x41, 1, 0x6b);
      ins.set(code, fuel);
      from = old.at;
      inner.push([code.length, from]);
    };
    insert();
    while (old.more) if (passOver(old) === LOOP) insert();
    code.raw(old.bytes, from, old.end);
    const { bytes } = code;
    body.unsigned(bytes.length);
    for (const [to, was] of inner) local.push([body.length + to, was]);
    body.raw(bytes);
  }

  /** What is exported instead of a function. */
  private wrapper(index: number): Writer {
    const { module, kept } = this;
    const { params } = module.types[module.functions[index]!]!; // an export's own type
    const code = new Writer().unsigned(0);
    ins.number(code, this.fuel);
    ins.set(code, this.cell("fuel"));
    ins.get(code, this.cell("fillLength")).b(0x04, EMPTY);
    for (const cell of ["fillAt", "fillByte", "fillLength"] as const) ins.get(code, this.cell(cell));
    code.b(0xfc, 11, 0, 0x0b);
    for (const { index: global, type, at } of kept) {
      const [load, , align] = ACCESS[type]!; // kept are those that have one
      ins.get(code, this.cell("region")).b(load, align).unsigned(at);
      ins.set(code, global);
    }
    for (let p = 0; p < params.length; p++) ins.local(code, p);
    code.b(0x10).unsigned(index);
    for (const { index: global, type, at } of kept) {
      const [, store, align] = ACCESS[type]!; // as above
      ins.get(code, this.cell("region"));
      ins.get(code, global).b(store, align).unsigned(at);
    }
    ins.number(code, 0);
    code.b(0x10).unsigned(this.helper("differs"));
    return code.b(0x36, 2).unsigned(NOTE).b(0x0b);
  }
}

function put(body: Writer, code: Writer): void {
  const { bytes } = code;
  body.unsigned(bytes.length).raw(bytes);
}
