/**
 * The program of a page: it takes hold of what is written there, and the keyboard moves through it. What it
 * knows of the specification is there under the name `allocheck`, for a console and for a test.
 */
import { readData } from "../data.js";

export { Trail } from "../trail.js";
export { answersTo, choicesAt } from "../what-if.js";

import { Walker } from "./walker.js";

function start(page: Document): void {
  const data = readData(page.getElementById("data")?.textContent ?? "null");
  if (typeof data === "string") {
    const note = page.getElementById("note");
    if (note !== null) note.textContent = data;
    return;
  }
  const walker = new Walker(page, data);
  walker.begin();
}

if (typeof document !== "undefined") start(document);
