/** Schemas, made when a file is read: to load zod takes longer than most checks. */
import { createRequire } from "node:module";
import type { z } from "zod";

/** The functions that make schemas. */
export type Zod = typeof z;

/** Loads zod. */
export const zod: () => Zod = once(() => createRequire(import.meta.url)("zod").z);

/** A value that is made when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
