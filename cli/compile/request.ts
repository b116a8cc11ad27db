/** What a compiler is asked, and what it makes. */
import { fileURLToPath } from "node:url";
import type { BuildSettings } from "../targets/target.js";

/** What is to be compiled, and where. */
export interface Request {
  /** The file that a person named; it and all others by their path from the working directory. */
  readonly shim: string;
  readonly settings: BuildSettings;
  /** A directory for what lies in between; it goes when the module is read. */
  readonly workshop: string;
  /** Is told of every file of the person's that goes into it, headers too. */
  readonly uses: (file: string) => void;
  /** Ends the compiler. */
  readonly signal?: AbortSignal;
}

/** Where the headers and modules lie that `allocheck init` copies. */
export const TEMPLATES = fileURLToPath(new URL("../../../templates/", import.meta.url));
