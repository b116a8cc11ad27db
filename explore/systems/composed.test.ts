/** Modules together, counted by the search and by an enumeration that shares no code with it. */
import { expect, test } from "vitest";
import type { ModuleId } from "../../model/words/scope.js";
import { expectAgreement } from "../../testing/composed.js";
import { KNOWN_PAIRS, scopeOf, scopeWith } from "../../testing/scopes.js";

test("there are as many pairs as there are", () => {
  expect(KNOWN_PAIRS).toHaveLength(216);
});

test.each(KNOWN_PAIRS)("%s and %s count as a naive enumeration does", (...pair) => {
  expectAgreement(scopeWith(...pair));
});

test.each([
  { ...scopeOf(3, 1, 1, "zones"), zones: 3, fallback: "2>1, 3>1>2" },
  { ...scopeOf(2, 1, 1, "zones", "quarantine"), fallback: "1>2", handles: 1 },
  { ...scopeOf(3, 1, 1, "zones", "blocks"), initial: "1 free zone 2, 2 free zone 1" },
])("zones with ways of falling back do so: %o", (scope) => {
  expectAgreement(scope);
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
