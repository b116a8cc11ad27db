/** Named contracts joined by `+` leave open what either does. */
import { expect, test } from "vitest";
import { contractByName } from "./combined.js";
import { requireContract } from "./contract-checks.js";
import { KERNEL, LAZY, STRICT, TRUSTED } from "./named.js";

test("one is itself, and strict adds nothing", () => {
  expect(contractByName("trusted")).toBe(TRUSTED);
  expect(contractByName("strict+trusted")).toBe(TRUSTED);
  expect(contractByName("trusted+strict")).toBe(TRUSTED);
  expect(contractByName("strict")).toBe(STRICT);
});

test("two have the promises and the leave of both, and are a whole contract", () => {
  const both = contractByName("kernel+lazy");
  expect(both).toMatchObject({
    id: "kernel+lazy",
    promises: KERNEL.promises,
    mayRefuse: LAZY.mayRefuse,
    leaveWith: "settling",
    leaveWhile: "unsettled-frees",
  });
  expect(requireContract(both)).toEqual(both);
});

test("a part that is none makes none, and leave at two times is a misuse", () => {
  expect(contractByName("trusted+lasy")).toBeNull();
  expect(() => contractByName("pinned+lazy")).toThrow(
    expect.objectContaining({ code: "bad-contract", message: expect.stringContaining("different times") }),
  );
  expect(() => contractByName("trusted+boot-bitmap")).toThrow(/promise something else for/);
});
