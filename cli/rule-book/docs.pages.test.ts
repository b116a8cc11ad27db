/** Pages of docs/ are what their runs come to today; the rule book and memblock have tests of their own. */
import { expect, test } from "vitest";
import { currentPage } from "../../testing/pages.js";

test.each([
  { topic: "allocators", file: "allocators.md" },
  { topic: "conformance", file: "conformance.md" },
  { topic: "boot", file: "boot.md" },
])("the page of $topic, and what lies beside it, is current", async ({ topic, file }) => {
  expect(await currentPage(topic, file)).toEqual({ code: 0, stderr: "", current: true });
});
