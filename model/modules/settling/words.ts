/** What the module `settling` is called by. */
import { takes } from "../../words/command-rows.js";
import { wordsOf } from "../../words/module-words.js";

export const WORDS = wordsOf({
  id: "settling",
  place: 19,
  countsIn: "units",
  commands: {
    settle: takes("settle", null),
  },
});
