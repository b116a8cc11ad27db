/** The rules in which compilers say for make what a file was made of. */
import { relative } from "node:path";
import { TEMPLATES } from "./request.js";

/** The files of the first rule, without those that come with allocheck. */
export function dependencies(rules: string): string[] {
  const [first = ""] = rules.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  const files = first.slice(first.search(/:\s/) + 1);
  return (files.match(/(?:\\ |[^\s\\]|\\(?! ))+/g) ?? [])
    .map((file) => file.replaceAll("\\ ", " "))
    .filter((file) => relative(TEMPLATES, file).startsWith(".."));
}
