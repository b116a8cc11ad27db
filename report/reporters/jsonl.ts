/** One JSON object a line, each as soon as there is something to tell. */
import { printable } from "../../model/basics/wording.js";
import { type CheckEvent, verdictOf } from "./event.js";
import { atTheEnd, type ReporterKind } from "./reporter.js";

export const JSONL_REPORTER: ReporterKind = {
  help: "one object a line: begin, each level, each run, end",
  make: () => {
    const last = atTheEnd((whole) => line({ ...whole.ended, verdict: verdictOf(whole) }));
    return (event: CheckEvent) => last(event) || line(toldIn(event));
  },
};

/** An event without what only a page shows. */
function toldIn(event: CheckEvent): object {
  if (event.kind !== "run") return event;
  const { answerers: _, ...told } = event;
  return told;
}

function line(value: object): string {
  return `${printable(JSON.stringify(value))}\n`;
}
