/** As `composed.test.ts`, with frames enough for everything. */
import { test } from "vitest";
import { expectAgreement } from "../../testing/composed.js";
import { KNOWN_PAIRS, scopeOf } from "../../testing/scopes.js";

const MINUTES = 60_000;

test.each(KNOWN_PAIRS)(
  "%s and %s count as a naive enumeration does",
  (...pair) => {
    expectAgreement({ ...scopeOf(2, 1, 1, ...pair), handles: 1 });
  },
  10 * MINUTES,
);
