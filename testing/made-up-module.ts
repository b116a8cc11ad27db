/** A module that is made up: a folder, and the lines that the house asks for. */
import type { Files, Line } from "./house-copy.js";

/** The module's folder, and three allocators that offer its command. */
export const FILES: Files = {
  "model/modules/pins/words.ts": "testing/made-up-module/pins/words.ts",
  "model/modules/pins/module.ts": "testing/made-up-module/pins/module.ts",
  "model/modules/pins/views.ts": "testing/made-up-module/pins/views.ts",
  "pinner.ts": "testing/made-up-module/pinner.ts",
  "forgets-pins.ts": "testing/made-up-module/forgets-pins.ts",
  "says-pinned.ts": "testing/made-up-module/says-pinned.ts",
};

/** Between which lines of a list it comes. */
const AMONG = { after: "PHASES", before: "PROTECTED" };

/** The line by which it is there: from then on it has words. */
export const LISTED: Line = {
  file: "model/modules/words.ts",
  ...AMONG,
  line: 'export { WORDS as PINS } from "./pins/words.js";',
};

/** The line that the compiler asks for, of who has words. */
export const ASKED_FOR: Line = {
  file: "model/modules/list.ts",
  ...AMONG,
  line: 'export { PINS } from "./pins/module.js";',
};
