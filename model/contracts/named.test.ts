import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL_RULES } from "../modules/all.js";
import { CORE_RULES } from "../modules/core/rules.js";
import { COMMAND_KINDS } from "../words/commands.js";
import {
  BOOT_BITMAP,
  type Contract,
  type ContractPromise,
  decidingPromise,
  insteadEffect,
  promiseFor,
  STRICT,
  STRICTNESS,
} from "./named.js";

const because = "a test says so";
const PROMISES: readonly ContractPromise[] = [
  { kind: "precondition", because },
  { kind: "must-refuse" },
  { kind: "instead", effect: "release-the-held", because },
  { kind: "may-ignore", because },
];

test("strictness has every kind of promise once, strictest first", () => {
  expect(STRICTNESS).toEqual(PROMISES.map(({ kind }) => kind));
});

test("of several true reasons the one with the strictest promise decides, among equals the first", () => {
  const ids = CORE_RULES.release.reasons.map(({ id }) => id);
  const property = fc.property(fc.tuple(...ids.map(() => fc.nat(3))), (ranks) => {
    const promises = Object.fromEntries(ids.map((id, i) => [`release/${id}`, PROMISES[ranks[i]!]!]));
    const contract: Contract = { ...STRICT, id: "made-up", promises };
    for (let mask = 1; mask < 1 << ids.length; mask++) {
      const among = ids.map((_, i) => i).filter((i) => (mask & (1 << i)) !== 0);
      const best = Math.min(...among.map((i) => ranks[i]!));
      const decided = decidingPromise(
        contract,
        "release",
        among.map((i) => ids[i]!),
      );
      expect(decided.promise.kind).toBe(STRICTNESS[best]);
      expect(decided.reason).toBe(ids[among.find((i) => ranks[i] === best)!]);
    }
  });
  fc.assert(property);
});

test("what a contract does not mention must be refused", () => {
  for (const { kind, reasons } of ALL_RULES)
    for (const { id } of reasons) expect(promiseFor(STRICT, kind, id)).toEqual({ kind: "must-refuse" });
  expect(promiseFor(BOOT_BITMAP, "release", "live-slice")).toEqual({ kind: "must-refuse" });
  expect(promiseFor(BOOT_BITMAP, "free", "reserved").kind).toBe("precondition");
});

test("a command has the effect instead that its contract names, or none", () => {
  expect(insteadEffect(BOOT_BITMAP, "reserve")).toBe("reserve-the-free");
  expect(insteadEffect(BOOT_BITMAP, "release")).toBeNull();
  for (const kind of COMMAND_KINDS) expect(insteadEffect(STRICT, kind)).toBeNull();
});

test("to decide among no reasons is a fault of ours", () => {
  expect(() => decidingPromise(STRICT, "drop", [])).toThrow(/^internal: /);
});
