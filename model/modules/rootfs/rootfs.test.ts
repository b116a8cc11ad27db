/** The packed specification of rootfs against a naive enumeration of it, in scopes where both are quick. */
import { expect, test } from "vitest";
import { expectAgreement } from "../../../testing/composed.js";
import { scopeOf } from "../../words/scope.js";

const rootfs = (frames: number, owners = 1) => scopeOf({ frames, owners, slices: 1, modules: ["rootfs"] });

test("the specification and the naive model count the same", () => {
  expectAgreement(rootfs(1));
  expectAgreement(rootfs(1, 2));
}, 60_000);

test("frames of several units have no files", () => {
  expect(() => scopeOf({ frames: 2, units: 2, modules: ["rootfs"] })).toThrow("rootfs");
});
