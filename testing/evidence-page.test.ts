/** docs/evidence.md: every block is what its command prints. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inProcess } from "./in-process.js";
import { ROOT } from "./read.js";

const page = readFileSync(`${ROOT}docs/evidence.md`, "utf8");
const blocks = [...page.matchAll(/```console\n\$ npx allocheck (.*)\n([\s\S]*?)```/g)].map((match) => ({
  args: match[1] ?? "",
  printed: match[2] ?? "",
}));

/** Durations differ from run to run, and so does the room before them and the column they stand in. */
const settle = (text: string) =>
  text
    .replace(/ *\d+\.\d+ s\b/g, " N s")
    .replace(/ +time\b/g, " time")
    .replace(/z3 \d+\.\d+\.\d+/g, "z3 N");

test("there is an example of each word that a check prints", () => {
  for (const word of ["holds", "windows", "grown", "proved"]) {
    expect(page).toContain(`| \`${word}\` |`);
    expect(blocks.some(({ printed }) => printed.includes(`  ${word}`))).toBe(true);
  }
});

test.for(blocks)("$args", async ({ args, printed }, { skip }) => {
  const { stdout, stderr } = await inProcess(
    [...args.split(" "), "--no-cache"].filter((word) => args.startsWith("check") || word !== "--no-cache"),
  );
  skip(stderr.includes("z3, which is not installed"), "z3-solver is not installed");
  expect(settle(stdout)).toBe(settle(printed));
});
