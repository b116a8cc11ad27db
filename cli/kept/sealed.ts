/** JSON that one command keeps on disk for another, with the digest by which damage is seen. */
import { type BinaryLike, createHash } from "node:crypto";
import { printable } from "../../model/basics/wording.js";

/** The SHA-256 of a text or of bytes, in hexadecimal. */
export function digestOf(content: BinaryLike): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Whether two values are written alike. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A value as the text of a file of a format. */
export function sealed(format: string, value: object): string {
  const body = JSON.stringify(value);
  return `{"format":"${format}","digest":"${digestOf(body)}","body":${printable(body)}}\n`;
}

/** The value in a text, or why there is none: it is of no such format, or not what was written. */
export function opened(format: string, text: string): { readonly body: unknown } | "foreign" | "damaged" {
  const whole = parsed(text);
  if (typeof whole !== "object" || whole === null) return "foreign";
  const { format: found, digest, body } = whole as Readonly<Record<string, unknown>>;
  if (found !== format) return "foreign";
  return digest === digestOf(JSON.stringify(body) ?? "") ? { body } : "damaged";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
