/** The text that a PDF of chromium shows: the glyphs of its fonts by their tables. */
import { inflateSync } from "node:zlib";

/** The texts of the pages, each as it is drawn, without spaces between what is drawn apart. */
export function pdfText(pdf: Buffer): string[] {
  const objects = objectsIn(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head));
  return pages.map(({ head }) => {
    const [, contents] = /\/Contents (\d+) 0 R/.exec(head) ?? [];
    const fonts = new Map<string, ReadonlyMap<string, string>>();
    for (const [, name, number] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [, table] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.head ?? "") ?? [];
      fonts.set(name!, glyphsIn(objects.get(Number(table))?.stream ?? ""));
    }
    return drawn(objects.get(Number(contents))?.stream ?? "", fonts);
  });
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsIn(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString("latin1");
  const found = new Map<number, PdfObject>();
  for (const match of text.matchAll(/^(\d+) 0 obj\s([\s\S]*?)(?:\sendobj|\bstream\r?\n)/gm)) {
    const [whole, number, head = ""] = match;
    const from = match.index + whole.length;
    const [, length] = /\/Length (\d+)/.exec(head) ?? [];
    const has = whole.endsWith("\n") && length !== undefined;
    found.set(Number(number), {
      head,
      stream: has ? streamIn(pdf.subarray(from, from + Number(length)), head) : "",
    });
  }
  return found;
}

function streamIn(bytes: Buffer, head: string): string {
  return (head.includes("/FlateDecode") ? inflateSync(bytes) : bytes).toString("latin1");
}

/** What each glyph of a font means, by its number in hex. */
function glyphsIn(table: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  const textOf = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16)));
  for (const [, block = ""] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = "", code = ""] of block.matchAll(/<(\w{4})> <(\w+)>/g))
      glyphs.set(glyph, textOf(code));
  for (const [, block = ""] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first = "", last = "", code = ""] of block.matchAll(/<(\w{4})> <(\w{4})> <(\w{4})>/g))
      for (let n = 0; n <= Number.parseInt(last, 16) - Number.parseInt(first, 16); n++)
        glyphs.set(hex4(first, n), textOf(hex4(code, n)));
  return glyphs;
}

function hex4(from: string, more: number): string {
  return (Number.parseInt(from, 16) + more).toString(16).toUpperCase().padStart(4, "0");
}

function drawn(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let text = "";
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|((?:<\w+>|\[[^\]]*\])\s*T[jJ])/g))
    if (name !== undefined) font = fonts.get(name) ?? font;
    else
      for (const [, glyphs = ""] of (shown ?? "").matchAll(/<(\w+)>/g))
        for (const glyph of glyphs.match(/.{4}/g) ?? []) text += font.get(glyph.toUpperCase()) ?? "";
  return text;
}
