/**
 * Where things lie in the memory of a module.
 *
 * ```
 * [ nobody's | note | stack ][ kept globals | constants, data ][ nobody's | pool | nobody's | held ][ copy ]
 *                            \_________________________ region ____________________________________/
 * ```
 */
import { NOBODYS, NOTE } from "./code/helpers.js";
import { badModule, GLOBAL, type WasmModule } from "./code/module.js";

/** So much below the stack pointer is filled before a command: what a call leaves there is seldom more. */
const MOST_FILL = 512;
const PAGE = 65_536;
const LARGEST_ALIGN = 4096;

/** What a module says of its memory before anything runs. */
export interface Site {
  /** The number of the global that is the stack pointer, and what it begins with. */
  readonly stackPointer: number;
  readonly stack: number;
  /** Where memory begins that neither data nor stack take; `null` where the module does not say. */
  readonly heap: number | null;
  /** The constants: from where to where. */
  readonly constants: readonly (readonly [start: number, end: number])[];
}

/** Where everything lies for one scope. */
export interface Ground {
  readonly region: number;
  readonly base: number;
  readonly frameSize: number;
  /** Behind the last frame. */
  readonly end: number;
  /** Where it is written down which frames clients hold, a byte a frame. */
  readonly held: number;
  /** A multiple of 16. */
  readonly length: number;
  readonly copy: number;
  /** How much memory all of it takes. */
  readonly bytes: number;
  /** Where the module has a pool of its own, nothing of ours lies around it. */
  readonly own: boolean;
}

/** Reads what a module says of its memory. Throws a `Misuse` where its stack could run into its data. */
export function siteOf(file: string, module: WasmModule): Site {
  const { globals, exports, globalNames, segments } = module;
  const exported = (name: string) => exports.find((e) => e.name === name && e.kind === GLOBAL)?.index;
  const named = [...globalNames].find(([, name]) => name === "__stack_pointer")?.[0];
  const first = globals.findIndex(
    ({ mutable, type, value }) => mutable && type === "i32" && (value ?? 0) > 0,
  );
  const stackPointer = exported("__stack_pointer") ?? named ?? first;
  const stack = globals[stackPointer]?.value ?? null;
  if (stack === null)
    throw badModule(
      file,
      "has no stack pointer that can be found",
      "export it: -Wl,--export=__stack_pointer",
    );
  const lowest = Math.min(...segments.map(({ at }) => at).filter((at) => at >= 0));
  const dataEnd = globals[exported("__data_end") ?? -1]?.value ?? null;
  if (lowest < stack || (dataEnd !== null && dataEnd < stack))
    throw badModule(
      file,
      "has its data below its stack, which can run into it",
      "link with -Wl,--stack-first",
    );
  if (stack < NOTE + 64 + NOBODYS)
    throw badModule(file, `has a stack of ${stack} bytes`, "link with -Wl,-z,stack-size=16384");
  return {
    stackPointer,
    stack,
    heap: globals[exported("__heap_base") ?? -1]?.value ?? null,
    constants: segments.flatMap(({ at, length, name }) =>
      name.startsWith(".rodata") ? [[at, at + length] as const] : [],
    ),
  };
}

/** How much of the stack is filled before a command. */
export function fillOf({ stack }: Site, keptBytes: number): number {
  return Math.min(MOST_FILL, stack - keptBytes - NOTE - 16) & -16;
}

/** Lays out the memory of a module for so many frames; `pool` is where it has one of its own. */
export function groundOf(
  { stack, heap }: Site,
  memoryBytes: number,
  keptBytes: number,
  frames: number,
  frameSize: number,
  pool: number | null,
  inBlocks: boolean,
): Ground {
  const region = (stack - keptBytes) & -16;
  const free = heap ?? memoryBytes;
  // Blocks are aligned by their addresses: then frame 0 is a multiple of every block.
  const align = inBlocks ? power(frameSize * frames) : Math.min(power(frameSize), LARGEST_ALIGN);
  const base = pool ?? up(free + NOBODYS, align);
  const end = base + frames * frameSize;
  const held = pool === null ? end + NOBODYS : up(Math.max(free, end), 16);
  const length = up(held + 2 * frames - region, 16);
  const copy = region + length;
  const bytes = up(copy + length, PAGE);
  return { region, base, frameSize, end, held, length, copy, bytes, own: pool !== null };
}

/** The least power of two that is no less. */
function power(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}

function up(at: number, align: number): number {
  return Math.ceil(at / align) * align;
}
