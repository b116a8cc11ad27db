/** As `rootfs.test.ts`, where a file is beside another, or beside an initrd. */
import { test } from "vitest";
import { expectAgreement } from "../../../testing/composed.js";
import { scopeOf } from "../../words/scope.js";

test("the specification and the naive model count the same of two frames", () => {
  expectAgreement(scopeOf({ frames: 2, owners: 1, slices: 1, modules: ["rootfs"] }));
}, 600_000);
