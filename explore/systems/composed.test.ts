/** Modules together, counted by the search and by an enumeration that shares no code with it. */
import { expect, test } from "vitest";
import type { ModuleId } from "../../model/words/scope.js";
import { expectAgreement } from "../../testing/composed.js";
import { PAIRS, scopeOf, scopeWith } from "../../testing/scopes.js";

test("there are as many pairs as there are", () => {
  expect(PAIRS).toHaveLength(190);
});

test.each(PAIRS)("%s and %s count as a naive enumeration does", (...pair) => {
  expectAgreement(scopeWith(...pair));
});

/** What sound allocators are checked with, and what a boot allocator would be that keeps more of a frame. */
const MORE: readonly (readonly ModuleId[])[] = [
  ["blocks", "phases", "foreign"],
  ["limits", "nodes", "growth"],
  ["limits", "nodes", "hand-over", "growth", "foreign"],
  ["blocks", "hand-over", "contents"],
  ["blocks", "hand-over", "quarantine"],
  ["blocks", "growth", "contents"],
  ["hand-over", "growth", "handles"],
  ["limits", "growth", "protected"],
  ["provenance", "protected", "contents"],
  ["regions", "provenance", "protected"],
  ["quarantine", "contents", "protected"],
];

test.each(MORE)("%s, %s and %s do so together: %s %s", (...modules) => {
  const scope = { ...scopeOf(1, 1, 1, ...modules), handles: 1 };
  expectAgreement(scope);
});
