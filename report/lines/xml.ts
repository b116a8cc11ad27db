/** Texts inside XML. */
import { printable } from "../../model/basics/wording.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;", // so that no `]]>` is left
  '"': "&quot;",
};

/** A text inside XML. What XML 1.0 has no way to write is spelled, as on a terminal. */
export function xmlText(text: string): string {
  const spelled = printable(text).replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  return spelled.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);
}
