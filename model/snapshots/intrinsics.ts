/** What built-in objects hold, read past whatever a class that extends them says of itself. */
import { inspect, types } from "node:util";

const TYPED = Object.getPrototypeOf(Uint8Array.prototype) as object;

function getter<T>(prototype: object, key: PropertyKey): (this: unknown) => T {
  const found = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return found ?? (() => undefined); // what this version of Node does not have yet, no object has
}

const typeName = getter<string | undefined>(TYPED, Symbol.toStringTag);
const typedBuffer = getter<ArrayBuffer>(TYPED, "buffer");
const typedOffset = getter<number>(TYPED, "byteOffset");
const typedLength = getter<number>(TYPED, "length");
const dataBuffer = getter<ArrayBuffer>(DataView.prototype, "buffer");
const dataOffset = getter<number>(DataView.prototype, "byteOffset");
const dataLength = getter<number>(DataView.prototype, "byteLength");
const resizable = getter<boolean>(ArrayBuffer.prototype, "resizable");
const setSize = getter<number>(Set.prototype, "size");
const mapSize = getter<number>(Map.prototype, "size");
const { getTime, setTime } = Date.prototype;
const { forEach: eachEntry, set: setEntry, clear: clearEntries } = Map.prototype;
const { forEach: eachItem, add: addItem, clear: clearItems } = Set.prototype;

type View = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/** The classes of views; a text tells one by its place here. */
const VIEWS: readonly View[] = [
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
];
const VIEW_NAMES: readonly (string | undefined)[] = VIEWS.map(({ name }) => name);

/** A view of a buffer: its class by number, and its length in elements. */
export interface Window {
  readonly type: number;
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly length: number;
}

export function windowOf(view: object): Window {
  if (types.isDataView(view))
    return {
      type: 0,
      buffer: dataBuffer.call(view),
      offset: dataOffset.call(view),
      length: dataLength.call(view),
    };
  const type = VIEW_NAMES.indexOf(typeName.call(view));
  return {
    type,
    buffer: typedBuffer.call(view),
    offset: typedOffset.call(view),
    length: typedLength.call(view),
  };
}

export function viewOf({ type, buffer, offset, length }: Window): ArrayBufferView {
  return new VIEWS[type]!(buffer, offset, length);
}

/** With more elements than this, their keys are not listed to see whether there are others. */
export const FEW_ELEMENTS = 64;

/** The keys of a view's own fields, beside its elements. */
export function fieldsOfView(view: object): PropertyKey[] {
  if (types.isDataView(view)) return Reflect.ownKeys(view);
  const window = windowOf(view);
  const { length } = window;
  // A list of a million keys takes a tenth of a second; Node shows the other fields without it.
  if (length > FEW_ELEMENTS && isPlain(view, window) && shown(view) === shown(viewOf(window))) return [];
  return Reflect.ownKeys(view).slice(length);
}

/** Whether an object is of a built-in class itself, so that no code of a person shows it. */
function isPlain(view: object, { type }: Window): boolean {
  return Object.getPrototypeOf(view) === VIEWS[type]?.prototype;
}

function shown(view: object): string {
  return inspect(view, { showHidden: true, customInspect: false, maxArrayLength: 0, depth: 0 });
}

export const timeOf = (date: object): number => getTime.call(date as Date);
export const setTimeOf = (date: object, time: number): number => setTime.call(date as Date, time);
export const isResizable = (buffer: object): boolean => resizable.call(buffer) === true;

/** How many entries a Map or a Set has. */
export const sizeOf = (of: object): number => (types.isMap(of) ? mapSize.call(of) : setSize.call(of));

/** Calls `told` for each entry of a Map, value first, or each item of a Set. */
export function eachOf(of: object, told: (value: unknown, key: unknown) => void): void {
  if (types.isMap(of)) eachEntry.call(of, told);
  else eachItem.call(of as Set<unknown>, told);
}

export function addTo(to: object, key: unknown, value: unknown): void {
  if (types.isMap(to)) setEntry.call(to, key, value);
  else addItem.call(to as Set<unknown>, key);
}

export function clear(of: object): void {
  if (types.isMap(of)) clearEntries.call(of);
  else clearItems.call(of as Set<unknown>);
}
