/**
 * A search of the bitmap in TypeScript, or of the one in C as a module, in a process of its own.
 *
 *     node dist/bench/module-run.js CONTESTANT FRAMES OWNERS SLICES
 */
import { pathToFileURL } from "node:url";
import { runTo } from "../explore/check/check.js";
import { bitmap } from "../impl/frames/bitmap.js";
import type { AllocatorDefinition } from "../model/socket/allocator.js";
import { fromWasm } from "../model/wasm/from-wasm.js";
import { scopeOf } from "../model/words/scope.js";
import { compiled, moduleOf } from "../testing/wasm/build.js";
import { doorWithout } from "../testing/wasm/knocked-out.js";

/** What one search came to. */
export interface ModuleCounts {
  readonly states: number;
  readonly tried: number;
  readonly transitions: number;
  /** Of the processor, which what else runs on the machine changes less. */
  readonly seconds: number;
  readonly peakBytes: number;
  /** How much memory of the module is looked at after each command, and how many words of it a state has. */
  readonly region: number;
  readonly words: number;
}

/** Each bitmap in C: what is defined before its source; nothing for the module that lies here. */
export const IN_C = {
  "C, frames of 16 bytes": [],
  "C, frames of 4 KiB": ["FRAME=4096"],
  "C, frames of 4 KiB, poisoned": ["FRAME=4096", "POISON=0xdededede"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type InC = keyof typeof IN_C;
/** The first of them without fuel. */
export const NO_FUEL = "C, frames of 16 bytes, no fuel";
export const TYPESCRIPT = "TypeScript";
export type Contestant = InC | typeof NO_FUEL | typeof TYPESCRIPT;

async function definitionOf(name: Contestant): Promise<AllocatorDefinition> {
  if (name === TYPESCRIPT) return bitmap;
  if (name === NO_FUEL) {
    const text = "while (old.more)\n            if (passOver(old) === LOOP)\n                insert();";
    const door = await doorWithout({
      file: "code/instrument.js",
      text: `insert();\n        ${text}`,
      without: "",
    });
    return door.fromWasm({ name, bytes: moduleOf("bitmap") });
  }
  const defined = IN_C[name];
  return fromWasm({
    name,
    bytes: defined.length === 0 ? moduleOf("bitmap") : compiled("bitmap", ...defined),
  });
}

async function measure(name: Contestant, bounds: readonly number[]): Promise<ModuleCounts> {
  const [frames = 0, owners = 0, slices = 0] = bounds;
  const definition = await definitionOf(name);
  const scope = scopeOf({ frames, owners, slices });
  const { state, image } = definition.make(scope);
  const begun = process.cpuUsage();
  const { verdict, states, tried, transitions } = runTo({ definition, scope });
  const { user, system } = process.cpuUsage(begun);
  if (verdict !== "holds") throw new Error(`${name} is ${verdict}`);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const words = image?.words ?? Math.ceil(state.length / 4);
  return {
    states,
    tried,
    transitions,
    seconds: (user + system) / 1e6,
    peakBytes,
    region: state.length,
    words,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [name = TYPESCRIPT, ...bounds] = process.argv.slice(2);
  const counts = await measure(name as Contestant, bounds.map(Number)); // who starts this says which
  process.stdout.write(`${JSON.stringify(counts)}\n`);
}
