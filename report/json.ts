/** The machine output: one object, whatever the command. */
import type { Misuse } from "../model/misuse.js";

/** The version of the machine output. */
const JSON_VERSION = 1;

/** A result as JSON text. */
export function jsonText(toolVersion: string, result: Readonly<Record<string, unknown>>): string {
  const tool = { name: "allocheck", version: toolVersion };
  return `${JSON.stringify({ version: JSON_VERSION, tool, ...result }, null, 2)}\n`;
}

/** A misuse as JSON text. */
export function jsonError({ code, message, remedy }: Pick<Misuse, "code" | "message" | "remedy">): string {
  return `${JSON.stringify({ version: JSON_VERSION, error: { code, message, remedy } }, null, 2)}\n`;
}
