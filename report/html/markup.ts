/** HTML that is safe whatever was put into it: text becomes markup here and nowhere else. */
import { xmlText } from "../lines/xml.js";

/** A piece of HTML. Only `html` makes one, so a text of somebody's is never taken for it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What can stand in a piece of HTML: text and numbers are escaped, and `null` is nothing. */
export type Part = Markup | string | number | null | readonly Part[];

/** A piece of HTML with the parts escaped, each in a place for text or in quotes. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.map((piece, i) => piece + textOf(parts[i] ?? null)).join(""));
}

/** A text as it stands in HTML: as in XML, and in quotes of either kind. */
export function escaped(text: string): string {
  return xmlText(text).replaceAll("'", "&#39;");
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escaped(String(part));
}
