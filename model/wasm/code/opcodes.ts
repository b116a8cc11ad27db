/** What stands behind each opcode of WebAssembly, so that code can be passed over. */
import type { Reader } from "./bytes.js";

export const LOOP = 0x03;

/** An instruction that the pass does not know, with what to leave out so that no compiler writes it. */
export class UnknownOpcode extends Error {
  constructor(
    readonly what: string,
    readonly remedy: string,
  ) {
    super(what);
  }
}

/** What stands behind an opcode. */
type Immediates = "none" | "index" | "two" | "table" | "types" | "byte" | "f32" | "f64" | "type" | "long";

const RANGES: readonly (readonly [from: number, to: number, Immediates])[] = [
  [0x00, 0x01, "none"],
  [0x02, 0x04, "type"],
  [0x05, 0x05, "none"],
  [0x0b, 0x0b, "none"],
  [0x0c, 0x0d, "index"],
  [0x0e, 0x0e, "table"],
  [0x0f, 0x0f, "none"],
  [0x10, 0x10, "index"],
  [0x11, 0x11, "two"],
  [0x1a, 0x1b, "none"],
  [0x1c, 0x1c, "types"],
  [0x20, 0x26, "index"],
  [0x28, 0x3e, "two"],
  [0x3f, 0x40, "byte"],
  [0x41, 0x42, "long"],
  [0x43, 0x43, "f32"],
  [0x44, 0x44, "f64"],
  [0x45, 0xc4, "none"],
  [0xd0, 0xd0, "byte"],
  [0xd1, 0xd1, "none"],
  [0xd2, 0xd2, "index"],
];

const IMMEDIATES: readonly (Immediates | undefined)[] = Array.from(
  { length: 256 },
  (_, op) => RANGES.find(([from, to]) => from <= op && op <= to)?.[2],
);

/** Reads one opcode and what stands behind it; returns the opcode. Throws an `UnknownOpcode`. */
export function passOver(reader: Reader): number {
  const op = reader.u8();
  switch (IMMEDIATES[op]) {
    case "none":
      return op;
    case "index":
      reader.unsigned();
      return op;
    case "type":
    case "long":
      reader.signed();
      return op;
    case "two":
      reader.unsigned();
      reader.unsigned();
      return op;
    case "table":
      for (let n = reader.unsigned() + 1; n > 0; n--) reader.unsigned();
      return op;
    case "types":
      for (let n = reader.unsigned(); n > 0; n--) reader.u8();
      return op;
    case "byte":
      reader.u8();
      return op;
    case "f32":
      reader.skip(4);
      return op;
    case "f64":
      reader.skip(8);
      return op;
    default:
      if (op !== 0xfc) throw unknown(op);
      passOverFurther(reader);
      return op;
  }
}

/** Conversions that saturate, and memories and tables in bulk. */
function passOverFurther(reader: Reader): void {
  const sub = reader.unsigned();
  if (sub > 17) throw new UnknownOpcode(`the instruction 0xfc ${sub}`, "compile for WebAssembly 2.0 or less");
  if (sub >= 8) reader.unsigned();
  if (sub >= 8 && sub <= 14 && sub % 2 === 0) reader.unsigned();
}

function unknown(op: number): UnknownOpcode {
  if (op === 0xfd) return new UnknownOpcode("SIMD instructions", "leave out -msimd128");
  if (op === 0xfe) return new UnknownOpcode("atomic instructions", "leave out -matomics and -pthread");
  if (op === 0x12 || op === 0x13) return new UnknownOpcode("tail calls", "leave out -mtail-call");
  if ((op >= 0x06 && op <= 0x0a) || op === 0x18 || op === 0x19 || op === 0x1f)
    return new UnknownOpcode("exceptions", "leave out -fwasm-exceptions; panics must abort");
  return new UnknownOpcode(`the instruction 0x${op.toString(16)}`, "compile for WebAssembly 2.0 or less");
}
