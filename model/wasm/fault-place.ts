/** Where in a person's source a call of a module was when it ended. */
import { stackOf } from "../basics/inspect.js";
import type { Instrumented } from "./code/instrument.js";
import type { Lines } from "./code/lines.js";

/** The calls of a stack that lie in a module: the function, the module's name, and the place in the file. */
const CALLS = /at (?:(\S+) \()?wasm:\/\/wasm\/(?:(\S+)-)?[0-9a-f]+:wasm-function\[\d+\]:0x([0-9a-f]+)/g;

/** What ends a command for a person's code: a file that we supply, or the library of Rust or Zig. */
const NOT_THEIRS =
  /[ /](?:allocheck\.(?:h|rs|zig)|libc\/libc\.c|library\/(?:core|alloc|std)\/\S+|lib\/std\/\S+):\d+$/;

/**
 * `in give at pmm.c:61`: the innermost call that is of a person's own file, or less where the module does not
 * say; "" where nothing of it was running.
 */
export function lineWith(
  error: unknown,
  module: { readonly lines: Pick<Lines, "at">; readonly rewritten: Pick<Instrumented, "moves"> },
): string {
  const calls = [...stackOf(error).matchAll(CALLS)].map(([, name, of = "", address = "0"]) => ({
    name: of === "" ? name : name?.split(`${of}.`)[1],
    place: module.lines.at(before(module.rewritten.moves, Number.parseInt(address, 16))),
  }));
  const call = calls.find(({ place }) => !NOT_THEIRS.test(place)) ?? calls[0];
  if (call === undefined) return "";
  const within = `in ${call.name ?? "a function without a name"}`;
  return [within, call.place].filter((part) => part !== "").join(call.place.startsWith("which") ? ", " : " ");
}

/** Where an instruction was before the module was rewritten; of what was added, what it stands before. */
function before(moves: readonly (readonly [number, number])[], at: number): number {
  const n = moves.findLastIndex(([to]) => to <= at);
  const [to, from] = moves[n] ?? [at, at];
  const [, next = Number.POSITIVE_INFINITY] = moves[n + 1] ?? [];
  return Math.min(at - to + from, next);
}

/** A panic of Rust without its place, told by itself: behind the text up to Rust 1.72, before it since. */
export function withoutPlace(panic: string): string {
  return panic.replace(/^panicked at (?:'(.*)', \S+:\d+:\d+|\S+:\d+:\d+:\s*(.+))$/s, "panicked: $1$2");
}
