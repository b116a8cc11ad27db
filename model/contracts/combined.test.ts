/** Named contracts joined by `+` leave open what either does. */
import { expect, test } from "vitest";
import { Misuse } from "../basics/misuse.js";
import { contractByName } from "./combined.js";
import { requireContract } from "./contract-checks.js";
import { ARENA, CONTRACTS, COUNTED, KERNEL, LAZY, STRICT, TRUSTED } from "./named.js";

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

test("each of two keeps its own time to give leave", () => {
  const both = contractByName("lazy+counted+arena");
  expect(both?.leaves).toEqual([
    { mayRefuse: LAZY.mayRefuse, leaveWith: "settling", leaveWhile: "unsettled-frees" },
    { mayRefuse: COUNTED.mayRefuse },
    { mayRefuse: ARENA.mayRefuse, leaveWhile: "allocated" },
  ]);
  expect(Object.keys(both?.mayRefuse ?? {})).toEqual(expect.arrayContaining(["alloc", "share"]));
  expect(both).not.toHaveProperty("leaveWhile");
  expect(requireContract(both)).toEqual(both);
  for (const [leaves, message] of [
    [{}, "leaves that are no list"],
    [[3], "has the leave 3"],
    [[{ mayRefuse: { free: "it is last" } }], "leave for free in leaves alone"],
    [[{ leaveWhile: "full" }], "which is never so"],
  ] as const)
    expect(() => requireContract({ id: "mine", leaves })).toThrow(message);
});

test("a part that is none makes none, and what cannot be both is a misuse that says what can", () => {
  expect(contractByName("trusted+lasy")).toBeNull();
  const remedyOf = (name: string): string => {
    try {
      return String(contractByName(name)?.id);
    } catch (error) {
      return error instanceof Misuse ? error.remedy : String(error);
    }
  };
  expect(remedyOf("pinned+contended")).toContain("take contended alone");
  expect(remedyOf("lazy+trusted+by-frame")).toContain("kernel-by-frame is both");
  expect(() => contractByName("trusted+boot-bitmap")).toThrow(/promise something else for/);
});

test("any two are a whole contract or a misuse, in either order", () => {
  const made = (name: string) => {
    try {
      return contractByName(name);
    } catch (error) {
      expect(error).toBeInstanceOf(Misuse);
      return null;
    }
  };
  for (const { id } of CONTRACTS)
    for (const { id: other } of CONTRACTS) {
      const [one, turned] = [made(`${id}+${other}`), made(`${other}+${id}`)];
      expect([id, other, one === null]).toEqual([id, other, turned === null]);
      if (one?.id.includes("+")) expect(requireContract(one).mayRefuse).toEqual(one.mayRefuse);
    }
});
