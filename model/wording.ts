/** Values and counts in words, for messages. */

/** Any value as text, also one that cannot become a string. An error is its name and message. */
export function show(value: unknown): string {
  try {
    if (!(value instanceof Error)) return String(value);
    return value.message === "" ? `${value.name}` : `${value.name}: ${value.message}`;
  } catch {
    return `${typeof value === "object" ? "an" : "a"} ${typeof value} that cannot be shown`;
  }
}

/** A count and what is counted: `1 state`, `1,234 states`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a person typed, in quotes where it would not be seen, or not for what it is. */
export function quoted(text: string): string {
  return /^\S+$/.test(text) ? text : JSON.stringify(text);
}
