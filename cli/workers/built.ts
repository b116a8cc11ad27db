/** Compiles what a target names in another language, once, so that no worker needs a compiler. */
import { resolve } from "node:path";
import { compile } from "../compile/compile.js";
import { languageOf } from "../compile/languages.js";
import type { Target } from "../targets/target.js";
import { type Interrupt, Interrupted } from "./interrupt.js";

/** The target with its module, where it needs one. `uses` is told of every source, by its whole path. */
export async function built(
  target: Target,
  interrupt: Interrupt,
  uses: (file: string) => void,
): Promise<Target> {
  if (target.kind !== "file" || target.wasm !== undefined) return target;
  if (languageOf(target.file) === undefined) return target;
  interrupt.check();
  const ended = new AbortController();
  const stop = interrupt.onInterrupt(() => ended.abort());
  try {
    const hear = (source: string) => uses(resolve(source));
    return { ...target, wasm: await compile(target.file, target.build, hear, ended.signal) };
  } catch (error) {
    throw interrupt.happened ? new Interrupted(interrupt) : error;
  } finally {
    stop();
  }
}
