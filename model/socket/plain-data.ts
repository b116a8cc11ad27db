/** A value of a person's file as plain data: a tree of bounded size, in which nothing of theirs is left. */
import { blaming } from "../basics/blame.js";
import { isPlainlyObject } from "../basics/inspect.js";
import { Misuse } from "../basics/misuse.js";
import { show } from "../basics/wording.js";

const MOST_LEVELS = 20;
const MOST_VALUES = 10_000;
const REMEDY = "give texts, numbers, lists and objects";

/** A copy of the data in `value`, which comes from `source`. Throws a `Misuse` that names the place. */
export function plainData(value: unknown, source: string): unknown {
  let values = 0;
  const bad = (path: string, what: string) =>
    new Misuse("bad-config", `${source}: ${path === "" ? "its default export" : path} ${what}`, REMEDY);
  const copy = (part: unknown, path: string, level: number): unknown => {
    if (++values > MOST_VALUES) throw bad(path, `is one of more than ${MOST_VALUES} values`);
    if (part === null || ["string", "number", "boolean", "undefined"].includes(typeof part)) return part;
    if (!isPlainlyObject(part) || typeof part === "function") throw bad(path, `is ${show(part)}`);
    if (level === MOST_LEVELS) throw bad("", `has more than ${MOST_LEVELS} levels, or holds itself`);
    const read = <T>(get: () => T): T =>
      blaming("bad-config", `${source}: ${path || "its default export"}`, REMEDY, get);
    const below = (key: string, held: unknown) => copy(held, path === "" ? key : `${path}.${key}`, level + 1);
    if (Array.isArray(part)) {
      if (part.length > MOST_VALUES) throw bad(path, `has more than ${MOST_VALUES} entries`);
      return Array.from({ length: part.length }, (_, i) =>
        below(
          `${i}`,
          read(() => part[i]),
        ),
      );
    }
    const entries = read(() => Object.entries(part)).filter(([, held]) => held !== undefined);
    return Object.fromEntries(entries.map(([key, held]) => [key, below(key, held)]));
  };
  return copy(value, "", 0);
}
