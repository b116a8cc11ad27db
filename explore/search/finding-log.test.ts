import { expect, test } from "vitest";
import { FindingLog } from "./finding-log.js";

const then = { command: 1, answer: 0 };

test("what took two commands is found once the search is that deep, and the first of such is kept", () => {
  const log = new FindingLog();
  log.state = 4;
  log.noteAhead("scrub-matters", 7, 0, then);
  log.state = 5;
  log.noteAhead("scrub-matters", 2, 0, then);
  expect([log.any, log.anyAhead]).toEqual([false, true]);
  log.deepen();
  expect([log.any, log.anyAhead]).toEqual([true, true]);
  expect(log.found).toEqual([{ state: 4, command: 7, answer: 0, rule: "scrub-matters", then }]);
  log.deepen();
  log.state = 9;
  log.noteAhead("scrub-matters", 1, 0, then);
  log.deepen();
  expect(log.found).toHaveLength(1);
  expect(log.found[0]?.state).toBe(4);
});

test("the least finding is first, and the only one, or one of each rule, or of each command and rule", () => {
  for (const keep of ["first", "rules", "all"] as const) {
    const log = new FindingLog(keep);
    log.state = 3;
    log.note("threw", 0, 5, Number.NaN);
    log.note("threw", 0, 2, Number.NaN);
    log.note("threw", 1, 6, Number.NaN);
    log.state = 1;
    log.note("audit", 1, 8, 0);
    const found = log.found.map(({ state, command, rule }) => ({ state, command, rule }));
    expect(found[0]).toEqual({ state: 1, command: 8, rule: "audit" });
    const threw = [
      { state: 3, command: 2, rule: "threw" },
      { state: 3, command: 6, rule: "threw" },
    ];
    expect(found.slice(1)).toEqual(threw.slice(0, { first: 0, rules: 1, all: 2 }[keep]));
    expect(log.goesOn).toBe(keep !== "first");
  }
});
