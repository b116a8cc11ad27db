/** Schemas, made when a file is read: to load zod takes longer than most checks. */
import { createRequire } from "node:module";
import type { z } from "zod";
import { once } from "./once.js";

/** The functions that make schemas. */
export type Zod = typeof z;

/** Loads zod. */
export const zod: () => Zod = once(() => createRequire(import.meta.url)("zod").z);
