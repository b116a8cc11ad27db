/** Pieces of pages in Markdown. */
import { fileName } from "../counterexamples/files.js";
import type { Counterexample } from "../model/trace.js";
import { plural } from "../model/wording.js";
import { stepLines } from "./program.js";
import { anchor } from "./rule-book.js";
import { PLAIN } from "./style.js";
import { wrap } from "./wrap.js";

/** Where a counterexample of an allocator that comes with the tool is recorded, from the page on. */
export function counterexamplePath(counterexample: Counterexample): string {
  return `../counterexamples/${fileName(counterexample)}.json`;
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

/** Items of a list, each with a name. */
export function list(items: readonly (readonly [name: string, text: string])[]): string[] {
  return items.map(([name, text]) => `- ${name}: ${text}`);
}

/** Rules by their ids, as code. */
export function codes(ids: readonly string[]): string {
  return ids.length === 0
    ? "none: without this rule nothing objects"
    : ids.map((id) => `\`${id}\``).join(", ");
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
