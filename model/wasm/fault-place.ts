/** Where in a person's source a call of a module was when it ended. */
import { stackOf } from "../words/inspect.js";
import type { Compiled } from "./instance.js";

/** A line of a stack that lies in a module: the name of the function, and the place in the file. */
const WASM_LINE = /at (?:(\S+) \()?wasm:\/\/[^)\s]*:wasm-function\[\d+\]:0x([0-9a-f]+)/;

/** `in give at pmm.c:61`, or less where the module does not say; "" where nothing of it was running. */
export function lineWith(
  error: unknown,
  { lines, rewritten }: Pick<Compiled, "lines" | "rewritten">,
): string {
  const match = WASM_LINE.exec(stackOf(error));
  if (match === null) return "";
  const [, name, address = "0"] = match;
  const place = lines.at(before(rewritten.moves, Number.parseInt(address, 16)));
  const within = `in ${name ?? "a function without a name"}`;
  return [within, place].filter((part) => part !== "").join(place.startsWith("which") ? ", " : " ");
}

/** Where an instruction was before the module was rewritten; of what was added, what it stands before. */
function before(moves: readonly (readonly [number, number])[], at: number): number {
  const n = moves.findLastIndex(([to]) => to <= at);
  const [to, from] = moves[n] ?? [at, at];
  const [, next = Number.POSITIVE_INFINITY] = moves[n + 1] ?? [];
  return Math.min(at - to + from, next);
}
