/** What bytes are called that an allocator's own arrays lie over, and what stands there. */

import type { Field } from "../../model/socket/allocator.js";

type Whole = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>;

/** An array of an allocator over its state. */
interface Lying {
  readonly name: string;
  /** From which byte of the state on. */
  readonly start: number;
  readonly array: Whole;
}

/** The changes from some bytes to those of a state: `holder[3]: 1 -> 9`, or `byte 3: 1 -> 9`. */
export function fieldChanges(owner: object, state: Uint8Array, before: Uint8Array): string {
  const fields = fieldsOf(owner, state);
  const changes = new Map<string, string>();
  for (const [byte, now] of state.entries()) {
    if (now === before[byte]) continue;
    const field = fields.find(({ start, array }) => byte >= start && byte < start + array.byteLength);
    if (field === undefined) {
      changes.set(`byte ${byte}`, `${before[byte]} -> ${now}`);
      continue;
    }
    const { name, start, array } = field;
    const index = Math.floor((byte - start) / array.BYTES_PER_ELEMENT);
    const key = array.length === 1 ? name : `${name}[${index}]`;
    changes.set(key, `${elementIn(before, field, index)} -> ${array[index]}`);
  }
  return Array.from(changes, ([name, change]) => `${name}: ${change}`).join(", ");
}

/**
 * What a state holds by the names of the arrays over it, in their order, and the bytes under none of them;
 * `null` where there are no arrays.
 */
export function namedFields(owner: object, state: Uint8Array): readonly Field[] | null {
  const fields = fieldsOf(owner, state);
  if (fields.length === 0) return null;
  const isNamed = (byte: number) =>
    fields.some(({ start, array }) => byte >= start && byte < start + array.byteLength);
  const told = fields.map(({ name, start, array }) => ({ name, start, values: Array.from(array, String) }));
  for (let from = 0; from < state.length; from++) {
    if (isNamed(from)) continue;
    let to = from;
    while (to + 1 < state.length && !isNamed(to + 1)) to++;
    told.push({
      name: `bytes ${from}..${to}`,
      start: from,
      values: Array.from(state.subarray(from, to + 1), String),
    });
    from = to;
  }
  return told.sort((a, b) => a.start - b.start).map(({ name, values }) => ({ name, values }));
}

/** The arrays over a state but for the state itself, the shortest first: that says the most. */
function fieldsOf(owner: object, state: Uint8Array): Lying[] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(owner));
  const fields = all.flatMap(([name, { value }]): Lying[] => {
    if (value === state || !isWhole(value) || value.buffer !== state.buffer || value.length === 0) return [];
    return [{ name, start: value.byteOffset - state.byteOffset, array: value }];
  });
  return fields.sort((a, b) => a.array.byteLength - b.array.byteLength);
}

function isWhole(value: unknown): value is Whole {
  return ArrayBuffer.isView(value) && "BYTES_PER_ELEMENT" in value;
}

/** What stood at an index of a field. */
function elementIn(before: Uint8Array, { start, array }: Lying, index: number): number | undefined {
  const { BYTES_PER_ELEMENT: size } = array;
  const at = start + index * size;
  const copy = array.slice(0, 1);
  new Uint8Array(copy.buffer, copy.byteOffset, size).set(before.subarray(at, at + size));
  return copy[0];
}
