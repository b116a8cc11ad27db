/**
 * What a person's module may not change: the functions of the language on which a result depends. A `Set`
 * that has everything would end a search after one state. They are noted before the module is loaded, and
 * compared after that and before a result is told. What is changed in between and put back is not seen.
 */
const { getOwnPropertyDescriptor, getPrototypeOf, is: same } = Object;
const { ownKeys } = Reflect;

const CLASSES = {
  Object,
  Function,
  Array,
  Map,
  Set,
  WeakMap,
  WeakSet,
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  Number,
  String,
  Boolean,
  Symbol,
  BigInt,
  RegExp,
  Promise,
};
const SPACES = { Math, JSON, Atomics, Reflect };
const TYPED: object = getPrototypeOf(Uint8Array) as object;
/** The iterators that loops and spreads ask, by one of each kind. */
const ITERATORS: Readonly<Record<string, object>> = {
  Array: [][Symbol.iterator](),
  Map: new Map()[Symbol.iterator](),
  Set: new Set()[Symbol.iterator](),
  String: ""[Symbol.iterator](),
  RegExp: "".matchAll(/./g),
};

/** What holds functions, and whether it may hold more than it did: polyfills add what is missing. */
interface Holder {
  readonly name: string;
  readonly holder: object;
  readonly closed: boolean;
}

const HOLDERS: readonly Holder[] = [
  ...Object.entries(CLASSES).flatMap(([name, holder]) => [
    { name, holder, closed: false },
    // A further method of a typed array hides the one that all of them have.
    {
      name: `${name}.prototype`,
      holder: holder.prototype as object,
      closed: name === "Object" || getPrototypeOf(holder) === TYPED,
    },
  ]),
  ...Object.entries(SPACES).map(([name, holder]) => ({ name, holder, closed: false })),
  { name: "TypedArray", holder: TYPED, closed: false },
  { name: "TypedArray.prototype", holder: getPrototypeOf(Uint8Array.prototype) as object, closed: false },
  ...Object.entries(ITERATORS).map(([name, iterator]) => ({
    name: `the iterator of ${name}`,
    holder: getPrototypeOf(iterator) as object,
    closed: false,
  })),
];

interface Noted {
  readonly name: string;
  readonly holder: object;
  readonly key: PropertyKey;
  readonly value: unknown;
  readonly get: unknown;
}

const NOTED: readonly Noted[] = [
  ...HOLDERS.flatMap(({ name, holder }) => ownKeys(holder).map((key) => noted(name, holder, key))),
  ...Object.keys({ ...CLASSES, ...SPACES }).map((key) => noted("globalThis", globalThis, key)),
];
const COUNTS: readonly number[] = HOLDERS.map(({ holder }) => ownKeys(holder).length);

function noted(name: string, holder: object, key: PropertyKey): Noted {
  const { value, get } = getOwnPropertyDescriptor(holder, key) ?? {};
  return { name: `${name}.${String(key)}`, holder, key, value, get };
}

/**
 * The first global that is not what it was, or `null`. Uses no method that could have been changed: it walks
 * by numbers, and asks what was taken before.
 */
export function changedGlobal(): string | null {
  for (let i = 0; i < NOTED.length; i++) {
    const { name, holder, key, value, get } = NOTED[i]!;
    const is = getOwnPropertyDescriptor(holder, key);
    if (is === undefined || !same(is.value, value) || is.get !== get) return name;
  }
  for (let i = 0; i < HOLDERS.length; i++) {
    const { name, holder, closed } = HOLDERS[i]!;
    if (closed && ownKeys(holder).length > COUNTS[i]!) return `${name}, which has more than it had`;
  }
  return null;
}
