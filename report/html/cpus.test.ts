import { expect, test } from "vitest";
import { readCounterexamples } from "../../counterexamples/files.js";
import { ROOT } from "../../testing/read.js";
import { cpusMarkup, stepOfCommand } from "./cpus.js";
import { escaped } from "./markup.js";

const [{ counterexample }] = readCounterexamples([
  `${ROOT}counterexamples/several-cpus/cas-bitmap-splits-pins.release-live-slice.json`,
]) as [ReturnType<typeof readCounterexamples>[number]];

test("each access stands in the column of its CPU, and where another CPU goes on is marked", () => {
  const { accesses, commands } = counterexample.cpus!;
  const rows = [...cpusMarkup(counterexample)!.text.matchAll(/<tr[^>]*><th scope="row".*?<\/tr>/gs)];
  expect(rows).toHaveLength(accesses.length);
  for (const [i, [row]] of rows.entries()) {
    const { command, access } = accesses[i]!;
    const { cpu } = commands[command]!;
    const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, text = ""]) => text);
    expect(cells.map((text) => text !== "")).toEqual(cells.map((_, column) => column === cpu));
    expect(cells[cpu]).toContain(escaped(access));
    const before = accesses[i - 1];
    const goesOn = before === undefined || commands[before.command]!.cpu === cpu;
    expect(row.includes('class="switch"')).toBe(!goesOn);
  }
  expect(cpusMarkup({ ...counterexample, cpus: undefined } as never)).toBeNull();
});

test("a command leads to its step of the order that explains the answers", () => {
  const { order, commands } = counterexample.cpus!;
  for (const command of commands.keys())
    expect(stepOfCommand(counterexample.cpus!, command)).toBe(
      order.includes(command) ? order.indexOf(command) + 1 : null,
    );
});
