/** A second opinion: Spin's verifier, compiled from the exported model, counts what allocheck counts. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJson } from "../testing/read.js";
import { runToEnd } from "../testing/run.js";
import { scopeOf } from "../testing/scopes.js";
import { temporaryDirectory } from "../testing/temporary.js";
import { buildVerifier, countsIn, runVerifier, spinMissing } from "./spin.js";

interface Oracle {
  readonly frames: number;
  readonly owners: number;
  readonly slices: number;
  readonly states: number;
  readonly transitions: number;
}

const oracles = readJson("explore/oracle.json") as readonly Oracle[];
const missing = await spinMissing();

describe.skipIf(missing !== null)(
  missing === null ? "Spin counts states and transitions as the oracles do" : `skipped, ${missing}`,
  () => {
    test("in every scope of the oracles", async () => {
      const directory = temporaryDirectory();
      const counted = await Promise.all(
        oracles.map(async ({ frames, owners, slices }, i) => {
          const place = join(directory, String(i));
          mkdirSync(place);
          const verifier = await buildVerifier(scopeOf(frames, owners, slices), place, "-O0");
          return { frames, owners, slices, ...(await runVerifier(verifier, 100_000, 16)) };
        }),
      );
      for (const [i, { frames, owners, slices, states, transitions }] of oracles.entries())
        expect(counted[i]).toMatchObject({ frames, owners, slices, states, transitions });
    });

    test("with blocks and the end of boot as well", async () => {
      const scope = scopeOf(4, 1, 1, "blocks", "phases");
      const { states, transitions } = runToEnd({ definition: null, scope });
      const verifier = await buildVerifier(scope, temporaryDirectory(), "-O0");
      expect(await runVerifier(verifier, 100_000, 16)).toMatchObject({ states, transitions });
    });

    test("and a search that its stack cuts short is no count", async () => {
      const verifier = await buildVerifier(scopeOf(3, 1, 2), temporaryDirectory(), "-O0");
      await expect(runVerifier(verifier, 10, 16)).rejects.toThrow("did not search the whole scope");
    });
  },
);

describe("what a verifier prints", () => {
  const printed = [
    "State-vector 20 byte, depth reached 2, errors: 0",
    "        4 states, stored",
    "        3 states, matched",
    "        7 transitions (= stored+matched)",
    "    5.000\ttotal actual memory usage",
  ].join("\n");

  test("holds the counts, the initial state not among the transitions", () => {
    expect(countsIn(printed)).toEqual({ states: 4, transitions: 6, peakBytes: 5 * 2 ** 20 });
  });

  test("is refused when it is of an error, or of something else", () => {
    expect(() => countsIn(printed.replace("errors: 0", "errors: 1"))).toThrow("whole scope");
    expect(() => countsIn("hello")).toThrow("nothing like");
  });
});
