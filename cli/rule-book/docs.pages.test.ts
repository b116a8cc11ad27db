/** The pages of docs/ are what their runs come to today; each is made once for all that is asked of it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { saveCounterexample } from "../../counterexamples/files.js";
import { replay } from "../../counterexamples/replay.js";
import { memblock } from "../../impl/memblock/definition.js";
import { STRICT } from "../../model/contracts/named.js";
import type { Counterexample } from "../../model/trace/trace.js";
import type { PageData } from "../../report/html/data.js";
import { inBrowser } from "../../testing/browser.js";
import { inProcess } from "../../testing/in-process.js";
import { ROOT } from "../../testing/read.js";
import { temporaryDirectory } from "../../testing/temporary.js";

const MINUTES = 300_000;

test.each([
  { topic: "allocators", file: "allocators.md" },
  { topic: "rules", file: "provenance.md" },
  { topic: "conformance", file: "conformance.md" },
  { topic: "memblock", file: "memblock.md" },
  { topic: "boot", file: "boot.md" },
])(
  "the page of $topic, and what lies beside it, is current",
  async ({ topic, file }) => {
    const out = join(ROOT, "docs", file);
    const { code, stdout, stderr } = await inProcess(["docs", topic, "--check", "--out", out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^\\d+ files? of ${topic} current, `));
  },
  MINUTES,
);

test(
  "the rule book is also one page to look at, with all its traces and the allocators of them",
  async () => {
    const file = join(temporaryDirectory(), "rules.html");
    expect(await inProcess(["docs", "rules", "--html", file])).toEqual({ code: 0, stdout: "", stderr: "" });
    const page = readFileSync(file, "utf8");
    expect(page.length).toBeLessThan(300_000);
    const { stdout } = await inProcess(["docs", "rules", "--json"]);
    const { rules } = JSON.parse(stdout) as { readonly rules: readonly { readonly id: string }[] };
    for (const { id } of rules) expect(page).toContain(`<code>${id}</code>`);
    const [, packed = ""] = /id="data">(.*)<\/script>/.exec(page) ?? [];
    const { traces } = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as PageData;
    expect(traces.length).toBeGreaterThan(200);
    for (const number of traces.keys()) expect(page).toContain(`data-told="${number}"`);
    await inBrowser(file, async (tab) => {
      await tab.locator("[data-told='0'] [data-does=tell]").first().click();
      expect(await tab.locator("#trace-0 li.step[aria-current] .mark").innerText()).toBe("✗ breaks the rule");
      await tab.keyboard.press("k");
      expect(await tab.locator("#trace-0 .wrong").innerText()).toContain("commands here wrongly");
      const again = tab.url();
      await tab.goto("about:blank");
      await tab.goto(again);
      await tab.waitForSelector("#trace-0 .wrong");
    });
  },
  MINUTES,
);

test(
  "what strict forbids memblock is recorded, each by the same trace today, and is none of its promises",
  async () => {
    const { stdout } = await inProcess(["docs", "memblock", "--json"]);
    const { deviations } = JSON.parse(stdout) as { readonly deviations: readonly Counterexample[] };
    const [directory, recorded] = [temporaryDirectory(), join(ROOT, "counterexamples/memblock")];
    for (const found of deviations) saveCounterexample(directory, found);
    expect(readdirSync(directory)).toEqual(readdirSync(recorded));
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name), "utf8")).toBe(readFileSync(join(recorded, name), "utf8"));
    for (const found of deviations) {
      const { rule, steps } = found;
      expect(replay(found, memblock, STRICT)).toMatchObject({ fate: "breaks", step: steps.length, rule });
      expect(replay(found, memblock, memblock.contract).fate).not.toBe("breaks");
    }
    // As deep as they are looked for.
    expect(Math.max(...deviations.map(({ steps }) => steps.length))).toBe(5);
  },
  MINUTES,
);
