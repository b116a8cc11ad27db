import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { packed, UNPACK, unpacked } from "./packed.js";

/** Texts whose compressed forms are of every length. */
const TEXTS = [
  "",
  "a",
  "</script><!--",
  "päckchen \u2028",
  ...Array.from({ length: 40 }, (_, i) => `${i * i}`.repeat(i)),
];

test("what was packed comes out again, and nothing in it ends an element", () => {
  for (const text of TEXTS) {
    expect(unpacked(packed(text))).toBe(text);
    expect(packed(text)).toMatch(/^[0-8][ -;=-~]*$/);
  }
});

test("the script of a page takes the program out, and data where it is packed", async () => {
  for (const [text, type] of TEXTS.flatMap((each) => [
    [each, "text/plain"] as const,
    [each, "application/json"] as const,
  ])) {
    const data = { type, textContent: type === "text/plain" ? packed(text) : text };
    const program = { textContent: packed("the program") };
    const elements = { data, program } as Record<string, { textContent: string }>;
    const script = await new Promise<{ textContent: string }>((append) => {
      const document = {
        createElement: () => ({}),
        getElementById: (id: string) => elements[id],
        body: { append },
      };
      runInNewContext(UNPACK, { document, Response, Blob, DecompressionStream });
    });
    expect([data.textContent, script.textContent]).toEqual([text, "the program"]);
  }
});
