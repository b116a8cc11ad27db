/** Whose fault it is: what a person's code throws outside of a command is a misuse, with its own line. */
import { fileURLToPath } from "node:url";
import { stackOf } from "./inspect.js";
import { isMisuse, Misuse } from "./misuse.js";
import { show } from "./wording.js";

/** So much of a stack is looked at: by lines, and by the length of one. */
const MOST_LINES = 50;
const LONGEST_LINE = 1000;
/** Where this package is, compiled and by its sources, wherever it was put. */
const DIST = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["model", "impl", "properties", "explore", "counterexamples", "report", "cli"].map((folder) =>
  fileURLToPath(new URL(`../../${folder}/`, import.meta.url)),
);

/** Says by itself what ended a person's code and where; it was thrown by us, on their behalf. */
export abstract class Told extends Error {
  /** In words, with the place in the person's source. */
  abstract readonly told: string;
}

/** Runs a person's code outside of any command. What it throws is a misuse that says so in `what`. */
export function blaming<T>(code: string, what: string, remedy: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isMisuse(error)) throw error;
    if (error instanceof Told) throw new Misuse(code, `${what} comes to ${error.told}`, remedy);
    throw new Misuse(code, `${what} threw ${show(error)}${placeIn(error)}`, remedy);
  }
}

/** Where an error was thrown, outside this package: ` at file:line:column`, or nothing. */
export function placeIn(error: unknown): string {
  const place = placesIn(error).find((at) => !isOurs(at));
  return place === undefined ? "" : ` at ${place.replace(/\?[^:]*/, "")}`;
}

/** Whether an error was thrown by this package, and not by code that it called. */
export function isInternal(error: unknown): boolean {
  const [first] = placesIn(error);
  return first !== undefined && isOurs(first);
}

function isOurs(place: string): boolean {
  return (
    [DIST, ...SOURCES].some((folder) => place.startsWith(folder)) ||
    place.includes("/node_modules/") ||
    place.includes("/allocheck/dist/")
  );
}

/** The places of a stack that are in files, `/file:line:column`, the innermost first. */
function placesIn(error: unknown): string[] {
  return stackOf(error)
    .split("\n", MOST_LINES)
    .flatMap((line) => {
      if (line.length > LONGEST_LINE || line.includes("node:")) return [];
      const place = /\(?(?:file:\/\/)?(\/[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1];
      return place === undefined ? [] : [place];
    });
}
