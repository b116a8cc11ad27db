/** What the module `foreign` is called by. */
import type { ModuleWords } from "../../words/module-words.js";

export const WORDS = {
  id: "foreign",
  place: 4,
  countsIn: "units",
  noWindow: "outside a window its arguments would lie in the pool",
  reasons: {
    empty: -16,
    "out-of-range": -17,
    misaligned: -18,
  },
} as const satisfies ModuleWords;
