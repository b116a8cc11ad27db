/** A counterexample as the file it is kept in: its text, and its name. */
import type { Counterexample } from "../model/trace/trace.js";

/** File systems take names of 255 bytes; the rule and an ending come behind this. */
const LONGEST_NAME = 150;

/** What its file holds. */
export function fileText(counterexample: Counterexample): string {
  return `${JSON.stringify(counterexample, null, 2)}\n`;
}

/**
 * The name of its file without `.json`: `bitmap-ignores-slices.release-live-slice`; a rule of no command is
 * named after the last one.
 */
export function fileName({ allocator, rule, steps }: Counterexample): string {
  const command = steps.at(-1)?.command.kind ?? "initial";
  const broken = rule.includes("/") ? rule.replace("/", "-") : `${command}-${rule}`;
  const name = (allocator ?? "specification").replace(/[^\w.-]+/g, "-").slice(0, LONGEST_NAME);
  return `${name}.${broken}`;
}
