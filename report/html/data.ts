/** What a page carries beside its text, for the program in it. */
import { fileName } from "../../counterexamples/file-text.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { ToldMoment } from "./along.js";

/** The format of that data and its version: the program reads no other. */
export const PAGE_FORMAT = "allocheck-page";
export const PAGE_VERSION = 2;

/**
 * Who answers beside the specification: an allocator that the page carries, by its name there; what one that
 * it cannot run did along the trace; or why nobody does.
 */
export type Answering =
  | { readonly carried: string }
  | { readonly name: string; readonly along: readonly ToldMoment[] }
  | { readonly none: string };

/** Modules of WebAssembly by the names under which a page carries them, in base64. */
export type Modules = Readonly<Record<string, string>>;

/** Who answers along some traces, in their order, and the modules of those. */
export interface Answerers {
  readonly answering: readonly Answering[];
  readonly modules: Modules;
}

/** One trace of a page. */
export interface PageTrace {
  readonly counterexample: Counterexample;
  /** What one types to replay it; `null` where it is in no file. */
  readonly replay: string | null;
  /** Who answers in the page beside the specification. */
  readonly answering: Answering;
}

/** All that the program of a page is given. */
export interface PageData {
  readonly format: typeof PAGE_FORMAT;
  readonly version: typeof PAGE_VERSION;
  readonly traces: readonly PageTrace[];
  readonly modules?: Modules;
}

/** By which name links find each trace: unique in the page, and the same whenever the same is shown. */
export function namesOf(traces: readonly PageTrace[]): string[] {
  const taken = new Set<string>();
  return traces.map(({ counterexample }) => {
    const base = fileName(counterexample);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}.${n}`;
    taken.add(name);
    return name;
  });
}

/** Who answers along a trace, where nobody looked into the file from which the allocator comes. */
export function answeringOf({ allocator, module, cpus }: AllocatorTold): Answering {
  if (allocator === null) return { none: "no allocator was asked" };
  if (cpus !== undefined) return { none: "a page does not run what several CPUs do at once" };
  if (module === undefined) return { carried: allocator };
  return { none: `${allocator} comes from ${module}, and nobody looked into that` };
}

/** What tells which allocator is meant. */
type AllocatorTold = Pick<Counterexample, "allocator" | "module" | "cpus">;

/** Data as JSON inside a `script` element: plain ASCII, and nothing ends the element or begins a comment. */
export function dataText(data: PageData): string {
  return JSON.stringify(data).replace(/[<>&\u007f-\uffff]/g, inHex);
}

function inHex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The data in such a text; what is wrong with it instead, where this program does not know it. */
export function readData(text: string): PageData | string {
  const data = (JSON.parse(text) ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (data.format !== PAGE_FORMAT) return "this page carries no data that allocheck wrote";
  if (data.version !== PAGE_VERSION)
    return `this page has data of version ${String(data.version)}, and its program reads version ${PAGE_VERSION}`;
  return data as PageData; // who writes the version writes the rest
}
