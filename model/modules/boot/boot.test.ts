/** The packed specification of boot against a naive enumeration of it, in scopes where both are quick. */
import { test } from "vitest";
import { expectAgreement } from "../../../testing/composed.js";
import { scopeOf } from "../../words/scope.js";

const boot = (frames: number, units: number, owners = 1, slices = 1) =>
  scopeOf({ frames, units, owners, slices, modules: ["boot"] });

test("the specification and the naive model count the same", () => {
  expectAgreement(boot(1, 3));
  expectAgreement(boot(2, 2));
  expectAgreement(boot(2, 1, 2));
  expectAgreement(boot(3, 1));
}, 60_000);
