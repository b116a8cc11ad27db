/** Compiles what a target names in another language, once, so that no worker needs a compiler. */
import { resolve } from "node:path";
import { compile } from "../compile/compile.js";
import { languageOf } from "../compile/languages.js";
import type { Target } from "../targets/target.js";
import { type Interrupt, Interrupted } from "./interrupt.js";

/** A target with its module, and the sources that went into it. */
interface Built {
  readonly target: Target;
  readonly sources: readonly string[];
}

/** What was made of each target: its runs share it, and the page that shows them. */
const KNOWN = new WeakMap<Target, Built>();

/** The target with its module, where it needs one. `uses` is told of every source, by its whole path. */
export async function built(
  target: Target,
  interrupt: Interrupt,
  uses: (file: string) => void,
): Promise<Target> {
  if (target.kind !== "file" || target.wasm !== undefined) return target;
  if (languageOf(target.file) === undefined) return target;
  const known = KNOWN.get(target);
  if (known !== undefined) {
    for (const source of known.sources) uses(source);
    return known.target;
  }
  interrupt.check();
  const ended = new AbortController();
  const stop = interrupt.onInterrupt(() => ended.abort());
  const sources: string[] = [];
  const hear = (source: string) => {
    sources.push(resolve(source));
    uses(resolve(source)); // also where it does not compile
  };
  try {
    const made = { ...target, wasm: await compile(target.file, target.build, hear, ended.signal) };
    KNOWN.set(target, { target: made, sources });
    return made;
  } catch (error) {
    throw interrupt.happened ? new Interrupted(interrupt) : error;
  } finally {
    stop();
  }
}
