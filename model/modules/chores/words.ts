/** What the module `chores` is called by. */
import { takes } from "../../words/command-rows.js";
import { wordsOf } from "../../words/module-words.js";

export const WORDS = wordsOf({
  id: "chores",
  place: 18,
  countsIn: "units",
  commands: {
    neutral: takes("neutral", null, "chore"),
  },
});
