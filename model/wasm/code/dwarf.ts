/** What compilers write down of a program for debuggers, as trees of entries: DWARF 4 and 5 of 32 bits. */
import { Reader } from "./bytes.js";
import type { WasmModule } from "./module.js";

/** One entry: a unit, a variable, a type, a member of one. */
export interface Entry {
  readonly tag: number;
  /** Numbers, texts, references (as the places of entries), and expressions, each by its attribute. */
  readonly attributes: ReadonlyMap<number, number | string | Uint8Array>;
  readonly children: readonly Entry[];
}

/** The entries of a module by their places; those of units that are readable. */
export interface Entries {
  readonly units: readonly Entry[];
  readonly at: ReadonlyMap<number, Entry>;
}

/** The parts of a module that are read here. */
interface Parts {
  readonly abbreviations: Uint8Array;
  readonly strings: Uint8Array;
  readonly lineStrings: Uint8Array;
  readonly offsets: Uint8Array;
  readonly addresses: Uint8Array;
}

/** How entries of a kind are written. */
interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly (readonly [attribute: number, form: number, constant: number])[];
}

/** The entries of a module; what cannot be read of them is left out. */
export function entriesOf({ bytes, sections }: WasmModule): Entries {
  const part = (wanted: string) => {
    const section = sections.find(({ name }) => name === wanted);
    return section === undefined ? new Uint8Array() : bytes.subarray(section.start, section.end);
  };
  const parts = {
    abbreviations: part(".debug_abbrev"),
    strings: part(".debug_str"),
    lineStrings: part(".debug_line_str"),
    offsets: part(".debug_str_offsets"),
    addresses: part(".debug_addr"),
  };
  const units: Entry[] = [];
  const at = new Map<number, Entry>();
  try {
    for (const reader = new Reader(part(".debug_info")); reader.more; ) {
      const start = reader.at;
      const unit = reader.part(reader.u32());
      const version = unit.u16();
      if (version !== 4 && version !== 5) continue;
      if (version === 5 && unit.u8() !== 1) continue; // a unit of another kind
      if (version === 5) unit.skip(1);
      const abbreviations = abbreviationsAt(parts, unit.u32());
      if (version === 4) unit.skip(1);
      units.push(...siblingsIn(unit, { abbreviations, parts, start, at, offsets: HEAD, addresses: HEAD }));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { units, at };
}

function abbreviationsAt({ abbreviations }: Parts, offset: number): Map<number, Abbreviation> {
  const found = new Map<number, Abbreviation>();
  const r = new Reader(abbreviations, offset);
  for (let code = r.unsigned(); code !== 0; code = r.unsigned()) {
    const tag = r.unsigned();
    const hasChildren = r.u8() === 1;
    const attributes: [number, number, number][] = [];
    for (;;) {
      const [attribute, form] = [r.unsigned(), r.unsigned()];
      const constant = form === FORM.implicit ? r.signed() : 0;
      if (attribute === 0 && form === 0) break;
      attributes.push([attribute, form, constant]);
    }
    found.set(code, { tag, hasChildren, attributes });
  }
  return found;
}

/** A unit under way: how its entries are written, where it begins, and the entries met. */
interface Unit {
  readonly abbreviations: ReadonlyMap<number, Abbreviation>;
  readonly parts: Parts;
  readonly start: number;
  readonly at: Map<number, Entry>;
  /** Where its numbers of texts and of addresses begin, which its first entry says. */
  offsets: number;
  addresses: number;
}

/** Entries beside each other, up to the end of their list. */
function siblingsIn(r: Reader, unit: Unit): Entry[] {
  const found: Entry[] = [];
  while (r.more) {
    const place = r.at;
    const code = r.unsigned();
    if (code === 0) break;
    const abbreviation = unit.abbreviations.get(code);
    if (abbreviation === undefined) throw new RangeError("an entry that is not declared");
    const attributes = new Map<number, number | string | Uint8Array>();
    for (const [attribute, form, constant] of abbreviation.attributes)
      attributes.set(attribute, valueIn(r, form, constant, unit));
    unit.offsets = baseIn(attributes.get(OFFSETS_BASE)) ?? unit.offsets;
    unit.addresses = baseIn(attributes.get(ADDRESSES_BASE)) ?? unit.addresses;
    const children = abbreviation.hasChildren ? siblingsIn(r, unit) : [];
    const entry = { tag: abbreviation.tag, attributes, children };
    unit.at.set(place, entry);
    found.push(entry);
  }
  return found;
}

function baseIn(value: number | string | Uint8Array | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** What the first entry of a unit says of its tables. */
const OFFSETS_BASE = 0x72;
const ADDRESSES_BASE = 0x73;
/** The operation that pushes an address, and the one that pushes one of a table. */
const ADDRESS = 0x03;
const ADDRESS_INDEX = 0xa1;

/** The forms that values are written in, by the numbers of the standard. */
const FORM = { indirect: 0x16, implicit: 0x21 } as const;
/** Forms of so many bytes that say a number. */
const FIXED: Readonly<Record<number, number>> = {
  1: 4,
  5: 2,
  6: 4,
  7: 8,
  11: 1,
  12: 1,
  14: 4,
  23: 4,
  30: 16,
  32: 8,
};
/** References to entries of the same unit, by their bytes. */
const REFERENCE: Readonly<Record<number, number>> = { 17: 1, 18: 2, 19: 4, 20: 8 };
/** Texts and addresses by their number in a table, by the bytes of the number. */
const INDEXED: Readonly<Record<number, number>> = { 37: 1, 38: 2, 39: 3, 40: 4, 41: 1, 42: 2, 43: 3, 44: 4 };
const FIRST_ADDRESS_INDEX = 41;
/** The tables of version 5 begin with a head of so many bytes, where a unit does not say it. */
const HEAD = 8;

function valueIn(r: Reader, form: number, constant: number, unit: Unit): number | string | Uint8Array {
  const { start, parts } = unit;
  if (form === FORM.indirect) return valueIn(r, r.unsigned(), 0, unit);
  if (form === 14) return new Reader(parts.strings, r.u32()).text();
  if (form === 31) return new Reader(parts.lineStrings, r.u32()).text();
  const fixed = FIXED[form];
  if (fixed !== undefined) return numberIn(r, fixed);
  const reference = REFERENCE[form];
  if (reference !== undefined) return start + numberIn(r, reference);
  const index = INDEXED[form];
  if (index !== undefined) {
    const number = numberIn(r, index);
    return form < FIRST_ADDRESS_INDEX ? textAt(unit, number) : addressAt(unit, number);
  }
  switch (form) {
    case 0x03:
      return blockIn(r, r.u16());
    case 0x04:
      return blockIn(r, r.u32());
    case 0x08:
      return r.text();
    case 0x09:
      return blockIn(r, r.unsigned());
    case 0x18:
      return expressionIn(r, unit);
    case 0x0a:
      return blockIn(r, r.u8());
    case 0x0d:
      return r.signed();
    case 0x0f:
    case 0x22:
    case 0x23:
      return r.unsigned();
    case 0x10:
      return r.u32();
    case 0x15:
      return start + r.unsigned();
    case 0x19:
      return 1;
    case 0x1a:
      return textAt(unit, r.unsigned());
    case 0x1b:
      return addressAt(unit, r.unsigned());
    case FORM.implicit:
      return constant;
    default:
      throw new RangeError("a form that is not known");
  }
}

function textAt({ parts, offsets }: Unit, index: number): string {
  return new Reader(parts.strings, new Reader(parts.offsets, offsets + 4 * index).u32()).text();
}

function addressAt({ parts, addresses }: Unit, index: number): number {
  return new Reader(parts.addresses, addresses + 4 * index).u32();
}

/** An expression, with an address that stands in a table in its place. */
function expressionIn(r: Reader, unit: Unit): Uint8Array {
  const block = blockIn(r, r.unsigned());
  if (block[0] !== ADDRESS_INDEX) return block;
  const index = new Reader(block, 1);
  const address = addressAt(unit, index.unsigned());
  const bytes = [0, 8, 16, 24].map((shift) => (address >>> shift) & 255);
  return Uint8Array.from([ADDRESS, ...bytes, ...block.subarray(index.at)]);
}

/** A number of so many bytes, of which the lowest four count. */
function numberIn(r: Reader, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) {
    const byte = r.u8();
    if (i < 4) value += byte * 256 ** i;
  }
  return value;
}

function blockIn(r: Reader, length: number): Uint8Array {
  const { at, end } = r.part(length);
  return r.bytes.subarray(at, end);
}
