import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { printable } from "../../model/basics/wording.js";
import type { Counterexample } from "../../model/trace/trace.js";
import { Writer } from "../../model/wasm/code/bytes.js";
import { ROOT } from "../../testing/read.js";
import { assets } from "./assets.js";
import { PAGE_FORMAT, PAGE_VERSION, readData } from "./data.js";
import { pageText } from "./document.js";
import { escaped, html } from "./markup.js";
import { moduleIn } from "./module.js";
import { unpacked } from "./packed.js";
import { pageOf } from "./page-of.js";

const [pinsOnce] = readCounterexamples([
  `${ROOT}counterexamples/bitmap-pins-once.release-live-slice.json`,
]) as [{ file: string; counterexample: Counterexample }];

/** What would do harm in HTML, in a script, or on a terminal. */
const HOSTILE = "</script><img src=x onerror=alert(1)><!--\u0000\u001b[31m\u202e\"'&]]>\u2028";

/** A page without what does not come from a trace: its style and its programs. */
function bodyOf(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<script type="text\/plain"[\s\S]*?<\/script>/, "")
    .replace(/<script>[\s\S]*?<\/script>/, "");
}

test("text becomes markup by being escaped, and markup is put in as it is", () => {
  expect(escaped(HOSTILE)).not.toMatch(/[<>"']/);
  expect(printable(escaped(HOSTILE))).toBe(escaped(HOSTILE));
  expect(html`<b title="${'a"b'}">${["x<", html`<i></i>`]}${null}${1}</b>`.text).toBe(
    '<b title="a&quot;b">x&lt;<i></i>1</b>',
  );
});

test("a page of one trace says without a script what each step did, and what is wrong with the last", () => {
  const page = pageText(pageOf([pinsOnce], "1.2.3"), assets());
  const text = bodyOf(page)
    .replace(/<script[\s\S]*?<\/script>/g, "")
    .replace(/<[^>]*>/g, "");
  for (const said of [
    "reserve(0, owner 1)",
    "live: [0], [0]",
    "release/live-slice",
    "refused: live-slice",
    "the frames would be handed out again while someone still reads them through the slice",
    "npx allocheck replay ",
    `data of format allocheck-page, version ${PAGE_VERSION}`,
  ])
    expect(text).toContain(said);
  expect(page.length).toBeLessThan(150_000);
  expect(printable(page)).toBe(page); // so that a file of it is what its hashes were taken of
});

test("a page asks for nothing from anywhere, and only its own scripts may run", () => {
  const page = pageText(pageOf([pinsOnce], "1.2.3"), assets());
  expect(bodyOf(page)).not.toMatch(/\b(?:src|href|action|style|on\w+)=/);
  expect(page).toMatch(
    /content="default-src 'none'; script-src 'sha256-[^']+' 'sha256-[^']+'; style-src 'sha256-/,
  );
});

test("a page runs WebAssembly only where it carries a module, and says so in its policy", () => {
  const bytes = readFileSync(`${ROOT}testing/wasm/bitmap.wasm`);
  const of = ({ answering, modules }: ReturnType<typeof moduleIn>) =>
    pageText(pageOf([{ ...pinsOnce, answering }], "1.2.3", modules), assets());
  const carried = moduleIn("kernel/bitmap.wasm", bytes);
  expect(carried.answering).toEqual({ carried: expect.stringMatching(/^[0-9a-f]{8}\/bitmap\.wasm$/) });
  const page = of(carried);
  expect(page).toContain("'wasm-unsafe-eval'; style-src");
  const [, data = ""] = /id="data">(.*)<\/script>/.exec(page) ?? [];
  expect(unpacked(data)).toContain(JSON.stringify(carried.modules));
  expect(page.length).toBeLessThan(150_000);
  const noise = new Writer().raw(bytes).b(0).unsigned(40_000).name("mine").raw(randomBytes(39_995)).bytes;
  for (const [other, why] of [
    [moduleIn("far/mine.c", noise), "far/mine.c as a module has 4\\d kB, more than a page carries"],
    [moduleIn("mine.wasm", bytes.subarray(0, 50)), "mine.wasm is truncated, or no module"],
  ] as const) {
    expect(other.answering).toEqual({ none: expect.stringMatching(why) });
    expect(of(other)).not.toContain("wasm-unsafe-eval");
  }
});

test("names and messages that a file says are text, whatever they are", () => {
  const { counterexample } = pinsOnce;
  const steps = counterexample.steps.map((step, i) => ({
    ...step,
    answer:
      i % 2 === 0
        ? ({ kind: "threw", message: HOSTILE } as const)
        : ({ kind: "none", text: HOSTILE } as const),
  }));
  const said = { allocator: HOSTILE, module: HOSTILE, contract: HOSTILE, rule: HOSTILE, origin: HOSTILE };
  const hostile = { ...counterexample, ...said, steps, expected: HOSTILE, found: HOSTILE };
  const page = pageText(pageOf([{ file: HOSTILE, counterexample: hostile }], "1.2.3"), assets());
  expect(page).not.toContain("<img");
  expect(page.match(/<script/g)).toHaveLength(3);
  expect(page.match(/<\/script/g)).toHaveLength(3);
  expect(page.match(/<!--/g)).toBeNull();
  expect(printable(page)).toBe(page);
  const [, data = ""] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page) ?? [];
  const read = readData(data);
  expect(typeof read === "string" ? read : read.traces[0]!.counterexample).toEqual(hostile);
});

test("data of another format or version is not read", () => {
  expect(readData("null")).toMatch(/no data/);
  expect(readData('{"format":"other"}')).toMatch(/no data/);
  expect(readData(`{"format":"${PAGE_FORMAT}","version":1}`)).toBe(
    `this page has data of version 1, and its program reads version ${PAGE_VERSION}`,
  );
});
