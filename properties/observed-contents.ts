import { contentsReader } from "../model/modules/contents/state.js";
import { CONTENTS, UNKNOWN } from "../model/words/frames.js";
import type { StateProperty } from "./property.js";

/** What each frame holds is what somebody relies on. */
export const observedContents: StateProperty = {
  id: "observed-contents",
  statement:
    "a frame holds what it must: zeros where it was handed out, the bytes that were put there, poison",
  because: "who reads other bytes reads what another client wrote, or runs code that is half overwritten",
  bind(allocator, specification) {
    if (allocator.contentsOf === undefined || !specification.scope.modules.includes("contents")) return null;
    const { frames } = specification.scope;
    const contentsAt = contentsReader(specification.layout, specification.scope);
    return (words, at) => {
      for (let frame = 0; frame < frames; frame++) {
        const must = contentsAt(words, at, frame);
        if (must === UNKNOWN) continue;
        const holds = allocator.contentsOf!(frame) ?? UNKNOWN; // checked above
        if (holds === must || holds === UNKNOWN) continue;
        return { expected: `frame ${frame} holds ${named(must)}`, found: `it holds ${named(holds)}` };
      }
      return null;
    };
  },
};

const NAMES: ReadonlyMap<number, string> = new Map([
  [CONTENTS.ZEROED, "zeros"],
  [CONTENTS.KEPT, "the bytes put there"],
  [CONTENTS.POISONED, "poison"],
]);

function named(content: number): string {
  return NAMES.get(content) ?? String(content);
}
