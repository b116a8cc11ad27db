/** What a file's content has wrong, as a person would say it. */
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const NOUNS: Readonly<Record<string, string>> = {
  array: "a list",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "a text",
};
/** So much of a wrong value is shown. */
const SHOWN = 40;

/** One issue with its place: ` at steps.2.command: owner is missing`; at the top there is no place. */
export function issueText(issue: Issue): string {
  const own = issue.code !== "unrecognized_keys"; // that one is about what holds the fields
  const path = own ? issue.path.slice(0, -1) : issue.path;
  const last = issue.path.at(-1);
  const name = typeof last === "number" ? `entry ${last}` : String(last ?? "it");
  return `${path.length === 0 ? "" : ` at ${path.join(".")}`}: ${whatIsWrong(issue, name)}`;
}

function whatIsWrong(issue: Issue, name: string): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `${issue.keys.join(", ")} ${issue.keys.length === 1 ? "is" : "are"} unknown`;
    case "invalid_type":
      return isOrMust(issue.input, name, NOUNS[issue.expected] ?? issue.expected);
    case "invalid_value":
      return isOrMust(issue.input, name, anyOf(issue.values));
    case "invalid_union": {
      // The field that tells the kinds apart is of none; the issue shows what holds it.
      const { [name]: value } = (issue.input ?? {}) as Readonly<Record<string, unknown>>;
      return isOrMust(
        value,
        name,
        "options" in issue ? anyOf(issue.options as unknown[]) : "of a known kind",
      );
    }
    case "too_small":
      return isOrMust(issue.input, name, least(issue));
    case "too_big":
      return isOrMust(issue.input, name, `at most ${issue.maximum}`);
    case "custom":
      return `${name} ${issue.message}`;
    default:
      return `${name}: ${issue.message}`;
  }
}

function least({ origin, minimum }: { readonly origin: string; readonly minimum: unknown }): string {
  return origin === "number" || origin === "int" ? `at least ${String(minimum)}` : "more than empty";
}

function isOrMust(value: unknown, name: string, be: string): string {
  if (value === undefined) return `${name} is missing`;
  return `${name} must be ${be}, not ${jsonStart(value)}`;
}

/** The beginning of a value as JSON. What lies deep would not be seen, and may lie deeper than a stack is. */
export function jsonStart(value: unknown): string {
  const text = JSON.stringify(cut(value, SHOWN));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}

/** A value without what lies deeper than `levels`: a level takes a character at least. */
function cut(value: unknown, levels: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.slice(0, SHOWN).map((entry) => cut(entry, levels - 1));
  const entries = Object.entries(value).slice(0, SHOWN);
  return Object.fromEntries(entries.map(([key, entry]) => [key, cut(entry, levels - 1)]));
}

function anyOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;
}
