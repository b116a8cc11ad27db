/** The machine output: one object, whatever the command. */
import type { Misuse } from "../../model/basics/misuse.js";
import { printable } from "../../model/basics/wording.js";

/** The version of the machine output. */
const JSON_VERSION = 1;

/** A result as JSON text. */
export function jsonText(toolVersion: string, result: Readonly<Record<string, unknown>>): string {
  const tool = { name: "allocheck", version: toolVersion };
  return written({ version: JSON_VERSION, tool, ...result });
}

/** A misuse as JSON text. */
export function jsonError({ code, what, remedy }: Pick<Misuse, "code" | "what" | "remedy">): string {
  return written({ version: JSON_VERSION, error: { code, message: what, remedy } });
}

/** A value as JSON text. What would act on a terminal is spelled, which means the same. */
export function written(value: unknown): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}
