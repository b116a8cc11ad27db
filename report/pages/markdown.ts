/** Pieces of pages in Markdown. */
import { fileName } from "../../counterexamples/file-text.js";
import { plural } from "../../model/basics/wording.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { PLAIN } from "../lines/style.js";
import { wrap } from "../lines/wrap.js";
import { anchor } from "../rule-book/entries.js";
import { stepLines } from "../trace/program.js";

/** Where a counterexample of an allocator that comes with the tool is recorded, from the page on. */
export function counterexamplePath(counterexample: Counterexample): string {
  const folder = counterexample.cpus === undefined ? "" : "several-cpus/";
  return `../counterexamples/${folder}${fileName(counterexample)}.json`;
}

/** A trace with its strips, and the file that replays it. */
export function trace(what: string, told: Counterexample, path: string): string[] {
  const length = plural(told.steps.length, "command");
  return [
    `${what}, [${length} of \`${told.allocator}\`](${path}):`,
    "",
    "```",
    ...stepLines(told, PLAIN),
    ...(told.expected === told.found ? [] : [`    expected ${told.expected}`]),
    "```",
    "",
  ];
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** An item of a list: its name, and a text or several. */
export type Item = readonly [name: string, text: string | readonly string[]];

/** Items of a list, each with a name; one that has several texts has a list of its own. */
export function list(items: readonly Item[]): string[] {
  return items.flatMap(([name, text]) => {
    const [only = "", ...more] = typeof text === "string" ? [text] : text;
    return more.length === 0
      ? [`- ${name}: ${only}`]
      : [`- ${name}:`, ...[only, ...more].map((each) => `  - ${each}`)];
  });
}

/** Rules by their ids, as code; what is said of many commands alike is said once. */
export function codes(ids: readonly string[]): string {
  if (ids.length === 0) return "none: nothing else objects";
  return alike(ids)
    .map((id) => id.replace(/^\S+/, "`$&`"))
    .join(", ");
}

/** The rules of every command, which a list of rules may have for many. */
const OF_EVERY_COMMAND = ["legal", "true-reason"];

/** Some rules, `copy/legal` and `drop/legal` as `*\/legal (copy, drop)`. */
export function alike(ids: readonly string[]): string[] {
  const groups = OF_EVERY_COMMAND.map((name) => ids.filter((id) => id.endsWith(`/${name}`)));
  const grouped = groups.filter((group) => group.length > 1);
  const rest = ids.filter((id) => !grouped.some((group) => group.includes(id)));
  return [
    ...rest,
    ...grouped.map((group) => {
      const names = group.map((id) => id.slice(0, id.indexOf("/")));
      return `*/${group[0]!.slice(names[0]!.length + 1)} (${names.join(", ")})`; // no group is empty
    }),
  ];
}

/** The first of some items, and how many more there are. */
export function firstOf(items: readonly string[], most: number): string {
  // One more takes no more room than to say that there is one.
  if (items.length <= most + 1) return items.join(", ");
  return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}

/** A link to the section of a rule on the same page. */
export function ruleLink(id: string): string {
  return `[${id}](#${anchor(id)})`;
}

/** A text in lines. */
export function paragraph(text: string): string[] {
  return wrap(text, 110);
}

/** A sentence begins with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
