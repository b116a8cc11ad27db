/** A page in a real browser, from a file: with scripts and without, and what it asks for from elsewhere. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, launched } from "../../testing/browser.js";
import { HAS_CLANG } from "../../testing/compilers.js";
import { inProcess } from "../../testing/in-process.js";
import { pdfText } from "../../testing/pdf-text.js";
import { ROOT } from "../../testing/read.js";

const FILE = "counterexamples/bitmap-pins-once.release-live-slice.json";
/** With nodes, with handles, of several CPUs. */
const SEVERAL = [
  "counterexamples/memblock-sets-node-to-end.set-node-queries.json",
  "counterexamples/capabilities-revives.touch-stale-handle.json",
  "counterexamples/several-cpus/cas-bitmap-splits-pins.release-live-slice.json",
];

describe.skipIf(!hasBrowser)("in chromium (skipped where none is installed)", () => {
  let browser: Browser;
  let directory: string;
  let file: string;
  let several: string;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launched();
    directory = mkdtempSync(join(tmpdir(), "allocheck-page-"));
    file = join(directory, "page.html");
    expect((await inProcess(["view", FILE, "--out", file])).code).toBe(0);
    several = join(directory, "several.html");
    expect((await inProcess(["view", ...SEVERAL, "--out", several])).code).toBe(0);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  });

  async function open(options: BrowserContextOptions = {}, hash = "", of = file): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    const url = pathToFileURL(of).href;
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url + hash);
    if (options.javaScriptEnabled !== false) await page.waitForSelector("html.live");
    return page;
  }

  const chosen = (page: Page) => page.locator("li.step[aria-current] .command").textContent();

  test("without scripts the whole trace is there, and what is wrong with it", async () => {
    const page = await open({ javaScriptEnabled: false });
    const text = await page.locator("main").innerText();
    for (const said of [
      "release(0, owner 1)",
      "live: [0], [0]",
      "refused: live-slice",
      "npx allocheck replay",
    ])
      expect(text).toContain(said);
    expect(text).not.toContain("What if");
  });

  test("on paper there is the whole trace, what is wrong, and what the allocator holds; no button", async () => {
    const page = await open({ colorScheme: "dark" });
    await page.keyboard.press("k");
    const [paper, ...more] = pdfText(await page.pdf({ format: "A4" }));
    expect(more).toEqual([]);
    const steps = ["reserve(0, owner 1)→ accepted", "borrow(0)→ accepted", "drop(0)→ accepted"];
    const wrong = ["release(0, owner 1)→ accepted✗ breaks the rule", "rulerelease/live-slice"];
    const said = ["expectedrefused: live-slice", "foundaccepted", "npx allocheck replay", "holder"];
    for (const text of [...steps, "live: [0], [0]", ...wrong, ...said]) expect(paper).toContain(text);
    for (const text of ["What if", "Frames:"]) expect(paper).not.toContain(text);
  });

  test("the keyboard goes along the trace, to another way from it, and back", async () => {
    const page = await open();
    expect(await chosen(page)).toBe("release(0, owner 1)");
    for (const key of ["k", "ArrowUp", "j"]) await page.keyboard.press(key);
    expect(await chosen(page)).toBe("drop(0)");
    await page.locator("#filter").fill("release(0, owner 1)");
    expect(await page.locator("#what-if").innerText()).toContain("refused: live-slice");
    await page.locator("#filter").fill("drop(0)");
    expect(await page.locator("#what-if .wrong").innerText()).toContain("refused: no-such-slice; drop/legal");
    await page.locator("#what-if .kind button").focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("li.taken").count()).toBe(1);
    expect(await page.locator("li.taken .mark").innerText()).toContain("✗ breaks drop/legal");
    await page.keyboard.press("l");
    expect(await page.locator(".pane").innerText()).toContain("reserved by owner 1, so since step 1");
    // The address leads to the same place.
    const again = await open({}, new URL(page.url()).hash);
    expect(await again.locator("li.taken .command").textContent()).toBe("drop(0)");
    expect(await again.locator(".pane").innerText()).toBe(await page.locator(".pane").innerText());
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("[data-does=save]").click(),
    ]);
    const walked = join(directory, "walked.json");
    await saved.saveAs(walked);
    const { code, stdout } = await inProcess(["replay", walked, "--on", "bitmap"]);
    expect(stdout).toContain("keeps its rule at step 5 of 5");
    expect(code).toBe(0);
    await page.locator("[data-does=back]").click();
    expect(await page.locator("li.taken").count()).toBe(0);
  });

  test("a command of a CPU leads to its step, and a step marks what its command did", async () => {
    const page = await open({}, "", several);
    const section = page.locator("#trace-2");
    await section.locator("td[data-command='2']").first().click();
    const text = await section.locator("li.step[aria-current] .command").textContent();
    expect(await section.locator("td.now .command").textContent()).toBe(text);
    await page.keyboard.press("k");
    expect(await section.locator("td.now").first().getAttribute("data-command")).not.toBe("2");
  });

  test("of a check the first finding is chosen, wherever it stands", async () => {
    const out = join(directory, "check.html");
    const small = ["--frames", "2", "--slices", "2", "--no-windows"];
    await inProcess(["check", "bitmap", "bitmap-ignores-slices", ...small, "--reporter", `html:${out}`]);
    const page = await open({ viewport: { width: 360, height: 640 } }, "#trace=gone&step=1", out);
    expect(await chosen(page)).toBe("release(0, owner 1)");
    expect(await page.locator(".pane .finding .found").first().innerText()).toBe("accepted");
    expect(await page.locator("#note").innerText()).toContain("this page has no trace=gone&step=1");
    // All of a run is seen at once: its scope stands below the rest.
    const cells = await page.locator(".runs tbody tr").first().locator("td").all();
    const boxes = await Promise.all(cells.map(async (cell) => (await cell.boundingBox())!));
    const [verdict, scope, states, time] = boxes;
    expect([states!.y, time!.x + time!.width <= 345]).toEqual([verdict!.y, true]);
    expect(scope!.y).toBeGreaterThan(verdict!.y);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(complaints).toEqual([]);
  });

  test.each([
    ["light", () => file],
    ["dark", () => file],
    ["light", () => several],
  ] as const)("nothing in it shuts anybody out (%s)", async (colorScheme, of) => {
    // The policy of a page lets nothing in, so it is left out for the one that looks.
    const page = await open({ colorScheme, bypassCSP: true }, "", of());
    await page.locator("summary").first().click();
    await page.addScriptTag({ content: readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, "utf8") });
    const found = await page.evaluate("axe.run()");
    const { violations } = found as {
      readonly violations: readonly { id: string; nodes: { html: string }[] }[];
    };
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  test("what a file says is text, whatever it says", async () => {
    const harm = "</script><img src=x onerror=alert(1)><!--\u0000\u202e\"'";
    const recorded = JSON.parse(readFileSync(`${ROOT}${FILE}`, "utf8")) as Record<string, unknown>;
    const said = { allocator: harm, contract: harm, rule: harm, expected: harm, found: harm, origin: harm };
    const bad = join(directory, "bad.json");
    writeFileSync(bad, JSON.stringify({ ...recorded, ...said }));
    const out = join(directory, "bad.html");
    expect((await inProcess(["view", bad, "--out", out])).code).toBe(0);
    const page = await open({}, "", out);
    for (const key of ["k", "l", "j"]) await page.keyboard.press(key);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator(".pane").innerText()).toContain("<img src=x onerror=alert(1)>");
    expect(complaints).toEqual([]);
  });

  test("a module of WebAssembly answers in the page", async () => {
    copyFileSync(`${ROOT}testing/wasm/bitmap.wasm`, join(directory, "bitmap.wasm"));
    const recorded = JSON.parse(readFileSync(`${ROOT}${FILE}`, "utf8")) as Record<string, unknown>;
    const mine = join(directory, "mine.json");
    writeFileSync(mine, JSON.stringify({ ...recorded, allocator: "bitmap", module: "./bitmap.wasm" }));
    const out = join(directory, "wasm.html");
    expect((await inProcess(["view", mine, "--out", out])).code).toBe(0);
    const page = await open({}, "", out);
    expect(await page.locator(".pane").innerText()).toContain(
      "It answers refused: live-slice, which is right",
    );
    await page.keyboard.press("k");
    expect(await page.locator("#what-if .agrees").innerText()).toMatch(/^✓ bitmap answers \d+ commands here/);
    await page.locator(".bytes summary").click();
    expect(await page.locator(".bytes b.new").count()).toBeGreaterThan(0);
    expect(await page.locator(".pane").innerText()).toMatch(/changed: .*(?:slices|at address|byte \d+)/);
    expect(complaints).toEqual([]);
  });

  test.skipIf(!HAS_CLANG)(
    "so does what was compiled of C: in a check, in what it saved, and merged",
    async () => {
      const at = (name: string) => join(directory, "c", name);
      mkdirSync(at(""));
      for (const name of ["shim.c", "pmm.c", "pmm.h"]) copyFileSync(`${ROOT}templates/c/${name}`, at(name));
      const small = ["--frames", "2", "--slices", "2", "--no-windows"];
      const reporters = [`html:${at("checked.html")}`, `blob:${join(directory, "blobs")}`].flatMap((to) => [
        "--reporter",
        to,
      ]);
      const checked = await inProcess(["check", at("shim.c"), ...small, "--save", at(""), ...reporters]);
      expect(checked.code).toBe(1);
      const merging = ["merge", join(directory, "blobs"), "--reporter", `html:${at("merged.html")}`];
      expect(await inProcess(merging)).toMatchObject({ code: 1, stderr: "" });
      expect((await inProcess(["view", at(""), "--out", at("viewed.html")])).code).toBe(0);
      const replayed = `html:${at("replayed.html")}`;
      expect((await inProcess(["replay", at(""), "--reporter", replayed])).code).toBe(1);
      for (const name of ["checked.html", "merged.html", "viewed.html", "replayed.html"]) {
        // A check's own page has its runs as well.
        expect(statSync(at(name)).size).toBeLessThan(name === "replayed.html" ? 150_000 : 155_000);
        if (name === "checked.html" || name === "viewed.html") continue; // what the others were made of
        const page = await open({}, "", at(name));
        expect(await page.locator(".pane").first().innerText()).toContain(
          "It answers accepted: ✗ breaks release/live-slice",
        );
        await page.keyboard.press("k");
        expect(await page.locator("#what-if .wrong").innerText()).toContain("shim answers 1 of");
      }
      expect(complaints).toEqual([]);
    },
  );

  test("a class in a file is shown by its fields at each step, and is asked no more on another way", async () => {
    const out = join(directory, "class.html");
    const small = ["--frames", "3", "--first", "--no-windows"];
    const file = `${ROOT}examples/next-fit-dangling-rover.ts`;
    expect((await inProcess(["check", file, ...small, "--reporter", `html:${out}`])).code).toBe(1);
    expect(statSync(out).size).toBeLessThan(150_000);
    const page = await open({}, "", out);
    await page.locator(".pane").first().locator(".fields summary").click();
    await page.keyboard.press("Home");
    for (let step = 1; (await page.locator("li.step[aria-current] + li.step").count()) > 0; step++) {
      await page.keyboard.press("j");
      const pane = page.locator(".pane").first();
      expect(await pane.locator("h3").first().innerText()).toContain(`Step ${step} of `);
      const marked = await pane.locator(".fields b.new").count();
      expect(marked > 0).toBe(!(await pane.innerText()).includes("changed: nothing"));
    }
    await page.keyboard.press("Home");
    await page.locator("#what-if .kind summary").first().click();
    await page.locator("#what-if .legal button").first().click();
    await page.locator("#what-if .kind .legal button").first().click();
    expect(await page.locator(".pane").first().innerText()).toContain("here it is not asked");
    expect(complaints).toEqual([]);
  });

  test("it is no wider than a telephone, and asked nobody for anything", async () => {
    const page = await open({ viewport: { width: 360, height: 640 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:"))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
