import { expect, test } from "vitest";
import { called } from "./canary.js";

test("the canary is loaded", () => {
  expect(called()).toBe("called");
});
