/** What the module `hand-over` is called by. */
import { wordsOf } from "../../words/module-words.js";

export const WORDS = wordsOf({
  id: "hand-over",
  place: 9,
  needs: ["regions", "phases"],
  countsIn: "units",
  reasons: {
    boot: -22,
  },
});
