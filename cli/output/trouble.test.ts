import { expect, test } from "vitest";
import { faultOf } from "./trouble.js";

test("too few file handles are told as what they are, however a version of Node says so", () => {
  const told = "allocheck: there are too few file handles (EMFILE); raise their number: ulimit -n 256";
  expect(faultOf(Object.assign(new Error("open"), { code: "EMFILE" })).line).toBe(told);
  expect(faultOf(new Error("Cannot read package config /x/package.json: too many open files.")).line).toBe(
    told,
  );
  expect(faultOf(new Error("internal: a state is gone")).line).toMatch(/^internal: a state is gone\n/);
});
