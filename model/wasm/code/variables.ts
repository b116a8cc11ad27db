/** Where in memory a module keeps its variables: for people, who know what they called them. */
import { once } from "../../basics/once.js";
import { Reader, Writer } from "./bytes.js";
import { type Entries, type Entry, entriesOf } from "./dwarf.js";
import type { WasmModule } from "./module.js";

/** A variable, a member of one, or a row of like values: numbers, each of so many bytes. */
export interface Variable {
  /** As one would write it: `slice[2].start`. */
  readonly name: string;
  readonly at: number;
  readonly size: number;
  readonly count: number;
  readonly signed: boolean;
}

/** So many are told of; no more would be read. */
const MOST = 400;
/** A module without what is for debuggers still has these, in a section of this name. */
export const SECTION = "allocheck.variables";

/** The variables of a module, in the order of their places; none where nobody wrote them down. */
export function variablesOf(module: WasmModule): () => readonly Variable[] {
  return once(() => {
    const kept = module.sections.find(({ name }) => name === SECTION);
    const found =
      kept === undefined ? declaredIn(entriesOf(module)) : readIn(module.bytes, kept.start, kept.end);
    return found.sort((a, b) => a.at - b.at).slice(0, MOST);
  });
}

/** The section that keeps some variables. */
export function sectionOf(variables: readonly Variable[]): Uint8Array {
  const body = new Writer().name(SECTION).unsigned(variables.length);
  for (const { name, at, size, count, signed } of variables)
    body.name(name).unsigned(at).unsigned(size).unsigned(count).b(Number(signed));
  return new Writer().b(0).unsigned(body.length).raw(body.bytes).bytes;
}

function readIn(bytes: Uint8Array, start: number, end: number): Variable[] {
  const r = new Reader(bytes, start, end);
  return Array.from({ length: r.unsigned() }, () => {
    const name = r.name();
    const [at, size, count] = [r.unsigned(), r.unsigned(), r.unsigned()];
    return { name, at, size, count, signed: r.u8() === 1 };
  });
}

/** Tags and attributes by the numbers of the standard. */
const TAG = {
  array: 0x01,
  enumeration: 0x04,
  member: 0x0d,
  pointer: 0x0f,
  struct: 0x13,
  typedef: 0x16,
} as const;
const MORE_TAGS = {
  union: 0x17,
  range: 0x21,
  base: 0x24,
  constant: 0x26,
  variable: 0x34,
  volatile: 0x35,
} as const;
const SAME_AS: readonly number[] = [TAG.typedef, MORE_TAGS.constant, MORE_TAGS.volatile, 0x37, 0x47];
const HAS = { location: 0x02, name: 0x03, size: 0x0b, bits: 0x0d, count: 0x37, last: 0x2f } as const;
const MORE_HAS = { member: 0x38, encoding: 0x3e, type: 0x49, specification: 0x47 } as const;
/** Encodings of signed numbers, and the one operation that says a constant address. */
const SIGNED: readonly number[] = [0x05, 0x06, 0x0d];
const ADDRESS = 0x03;

function declaredIn({ units, at }: Entries): Variable[] {
  const found: Variable[] = [];
  const visit = (entry: Entry) => {
    if (entry.tag === MORE_TAGS.variable) {
      const place = addressIn(entry.attributes.get(HAS.location));
      const declared = at.get(numberOf(entry, MORE_HAS.specification) ?? -1) ?? entry;
      const name = declared.attributes.get(HAS.name);
      const type = typeOf(declared, at) ?? typeOf(entry, at);
      if (place !== null && typeof name === "string" && type !== null) spread(type, name, place, at, found);
    }
    for (const child of entry.children) visit(child);
  };
  for (const unit of units) visit(unit);
  return withNames(found);
}

/** Those of one name are told apart by their places. */
function withNames(found: readonly Variable[]): Variable[] {
  const taken = new Set<string>();
  return found.map((one) => {
    const name = taken.has(one.name) ? `${one.name} at ${one.at}` : one.name;
    taken.add(name);
    return { ...one, name };
  });
}

/** Adds what a type of a name is made of, where it lies. */
function spread(type: Entry, name: string, place: number, at: Entries["at"], found: Variable[]): void {
  if (found.length >= MOST) return;
  const size = numberOf(type, HAS.size) ?? 4;
  if (type.tag === TAG.array) {
    const element = typeOf(type, at);
    if (element === null) return;
    const count = type.children.map(lengthOf).reduce((all, one) => all * one, 1);
    const scalar = scalarOf(element);
    if (scalar !== null) found.push({ name, at: place, count, ...scalar });
    else {
      const each = numberOf(element, HAS.size) ?? 0;
      for (let i = 0; i < count && found.length < MOST && each > 0; i++)
        spread(element, `${name}[${i}]`, place + i * each, at, found);
    }
  } else if (type.tag === TAG.struct || type.tag === MORE_TAGS.union) {
    for (const member of type.children) {
      const memberType = typeOf(member, at);
      const isWhole = member.tag === TAG.member && !member.attributes.has(HAS.bits);
      if (!isWhole || memberType === null) continue;
      const said = member.attributes.get(HAS.name);
      const path =
        typeof said === "string" ? (/^__0|^\d/.test(said) ? `${name}[${said}]` : `${name}.${said}`) : name;
      spread(memberType, path, place + (numberOf(member, MORE_HAS.member) ?? 0), at, found);
    }
  } else {
    const scalar = scalarOf(type);
    if (scalar !== null && size > 0) found.push({ name, at: place, count: 1, ...scalar });
  }
}

/** What is one number; `null` for what is made of several, or is none. */
function scalarOf(type: Entry): Pick<Variable, "size" | "signed"> | null {
  const size = numberOf(type, HAS.size) ?? 4; // a pointer need not say it
  const isNumber = type.tag === MORE_TAGS.base || type.tag === TAG.pointer || type.tag === TAG.enumeration;
  if (!isNumber || ![1, 2, 4, 8].includes(size)) return null;
  return { size, signed: SIGNED.includes(numberOf(type, MORE_HAS.encoding) ?? 0) };
}

/** The type of an entry, without what only qualifies it. */
function typeOf(entry: Entry, at: Entries["at"]): Entry | null {
  let type = at.get(numberOf(entry, MORE_HAS.type) ?? -1);
  for (let n = 0; type !== undefined && SAME_AS.includes(type.tag) && n < MOST; n++)
    type = at.get(numberOf(type, MORE_HAS.type) ?? -1);
  return type ?? null;
}

function lengthOf(range: Entry): number {
  if (range.tag !== MORE_TAGS.range) return 1;
  return numberOf(range, HAS.count) ?? (numberOf(range, HAS.last) ?? -1) + 1;
}

function numberOf({ attributes }: Entry, attribute: number): number | undefined {
  const value = attributes.get(attribute);
  return typeof value === "number" ? value : undefined;
}

/** The address that an expression says, where it says nothing else. */
function addressIn(expression: number | string | Uint8Array | undefined): number | null {
  if (!(expression instanceof Uint8Array) || expression.length !== 5 || expression[0] !== ADDRESS)
    return null;
  return new Reader(expression, 1).u32();
}
