/** One JSON object for a whole check. */
import { jsonText } from "../formats/json.js";
import { verdictOf, type Whole } from "./event.js";
import { atTheEnd, type ReporterKind } from "./reporter.js";

export const JSON_REPORTER: ReporterKind = {
  help: "one object at the end",
  make: () => atTheEnd(wholeJson),
};

/** The verdict, every run, and the targets that could not be checked, where there are such. */
export function wholeJson(whole: Whole): string {
  const { begun, runs, failures } = whole;
  const errors = failures.map(({ target, code, message, remedy }) => ({ target, code, message, remedy }));
  return jsonText(begun.version, {
    verdict: verdictOf(whole),
    runs: runs.map(({ run }) => run),
    ...(errors.length > 0 ? { errors } : {}),
  });
}
