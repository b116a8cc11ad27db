import { expect, test } from "vitest";
import { inProcess } from "../../testing/in-process.js";

test("a check as a page: its runs, their outcomes, and the finding", async () => {
  const small = ["--frames", "2", "--slices", "2"];
  const { code, stdout } = await inProcess([
    "check",
    "bitmap",
    "bitmap-ignores-slices",
    ...small,
    "--reporter",
    "html",
  ]);
  expect(code).toBe(1);
  const text = stdout.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]*>/g, "");
  for (const said of [
    "bitmap holds",
    "bitmap-ignores-slices broken",
    "release/live-slice",
    "how often each outcome came up",
    "allocheck check bitmap --frames 2 --slices 2",
    "is answered as contract strict demands",
  ])
    expect(text).toContain(said);
  expect(stdout.match(/<section class="trace"/g)).toHaveLength(3); // the finding, and two beginnings
});

test("replays as a page", async () => {
  const file = "counterexamples/bitmap-pins-once.release-live-slice.json";
  const { code, stdout } = await inProcess(["replay", file, "--on", "bitmap", "--reporter", "html"]);
  expect(code).toBe(0);
  expect(stdout).toContain("on bitmap: fixed at step 5 of 5; release/live-slice is no longer broken");
});
