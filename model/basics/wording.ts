/** Values and counts in words, for messages. */
import { dataOf, isError, isOrdinary, isPlainlyObject } from "./inspect.js";

/** So much of a text that somebody else wrote is shown. */
const LONGEST = 1000;
/** So many entries of a list are shown. */
const MOST_ENTRIES = 20;

/**
 * Any value as text, also one that cannot become a string, and without running code of it. An error is its
 * name and message.
 */
export function show(value: unknown): string {
  return clipped(textOf(value));
}

/** The same, with a text in quotes: one that looks like a number is none. */
export function shown(value: unknown): string {
  return typeof value === "string" ? clipped(JSON.stringify(value)) : show(value);
}

function textOf(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (isError(value)) return errorText(value);
  const what = "an object that cannot be shown";
  if (!isPlainlyObject(value)) return what;
  if (Array.isArray(value)) return entries(value);
  const { name, message } = domException(value);
  if (name !== undefined) return `${name}: ${message}`;
  const tag = dataOf(value, Symbol.toStringTag);
  return isOrdinary(value) ? `[object ${typeof tag === "string" ? tag : "Object"}]` : what;
}

function errorText(error: Error): string {
  const dom = domException(error);
  const name = dom.name ?? dataOf(error, "name");
  const message = dom.message ?? dataOf(error, "message");
  const called = typeof name === "string" && name !== "" ? name : "Error";
  return typeof message === "string" && message !== "" ? `${called}: ${message}` : called;
}

/** What the platform itself throws has its name and message behind getters, which are the platform's. */
const DOM_GETTERS = ["name", "message"].map(
  (key) => Object.getOwnPropertyDescriptor(DOMException.prototype, key)?.get,
);
const { apply } = Reflect;

function domException(value: object): { readonly name?: string; readonly message?: string } {
  try {
    const [name, message] = DOM_GETTERS.map((get) => apply(get!, value, []) as string); // both are there
    return { name: name!, message: message! };
  } catch {
    return {};
  }
}

function entries(list: readonly unknown[]): string {
  const shown: string[] = [];
  for (let i = 0; i < list.length && i < MOST_ENTRIES; i++) {
    const entry = dataOf(list, i);
    shown.push(typeof entry === "object" && entry !== null ? "..." : textOf(entry));
  }
  return shown.join(",") + (list.length > MOST_ENTRIES ? ",..." : "");
}

/** A text, cut where it is longer than anybody reads. */
export function clipped(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}... (${plural(text.length - longest, "more character")})`;
}

/** What controls a terminal, but for line breaks and tabs, and what turns a line's direction. */
const UNREADABLE = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text that a terminal shows as it stands: what is not to be read stands as `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNREADABLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A whole number with commas between thousands. The first `toLocaleString` takes a thread 15 ms. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count and what is counted: `1 state`, `1,234 states`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a person typed, in quotes where it would not be seen, or not for what it is. */
export function quoted(text: string): string {
  return clipped(/^\S+$/.test(text) ? text : JSON.stringify(text));
}
