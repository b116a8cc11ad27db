/** Looks at what a person gives a function of the library before it is read: never a fault from inside. */
import { Misuse } from "./misuse.js";
import { suggestion } from "./suggestion.js";
import { shown } from "./wording.js";

/** The options that `taker` was given; `example` is how it is called. Throws a `Misuse` for no object. */
export function optionsGiven<T extends object>(taker: string, options: T, example: string): T {
  const given: unknown = options; // who writes JavaScript may give anything
  if (typeof given === "object" && given !== null) return options;
  throw new Misuse("bad-definition", `${taker} takes an object, not ${shown(given)}`, `write: ${example}`);
}

/** Throws a `Misuse` where something is to have a name, and has none that could be told. */
export function requireName(taker: string, name: unknown): asserts name is string {
  if (typeof name === "string" && name !== "") return;
  throw new Misuse("bad-definition", `${taker} needs a name`, 'for example name: "my-allocator"');
}

/** Throws a `Misuse` for an option that nobody reads: it is likely one that was mistyped. */
export function requireNoMore(taker: string, unknown: object, known: readonly string[]): void {
  const [first] = Object.keys(unknown);
  if (first === undefined) return;
  const close = suggestion(first, known);
  throw new Misuse(
    "unknown-option",
    `${taker} takes no ${first}`,
    close === undefined ? `it takes ${known.join(", ")}` : `did you mean ${close}?`,
  );
}
