/** A proof as evidence counts as kept only what every step was shown to keep. */
import { expect, test } from "vitest";
import type { Proof } from "./prove.js";
import { provedOf } from "./proved.js";

const PROOF: Proof = {
  modules: ["core"],
  invariants: ["one", "two", "three"].map((id) => ({ id, statement: `${id} holds` })),
  obligations: 20,
  unchanged: 4,
  open: [
    { kind: "unknown", step: "alloc", invariant: "two", why: "z3 gave up: max. steps" },
    { kind: "broken", step: "free", invariant: "two", why: "a state from which it breaks" },
  ],
  rules: [],
  wider: [],
  solver: "z3 1.2.3",
  complete: true,
  measured: { seconds: 2 },
};

test("what is open for one step is open, once, with the first reason", () => {
  const notCovered = [{ module: "blocks", why: "has no formulas yet" }] as const;
  expect(provedOf(PROOF, notCovered)).toEqual({
    kind: "proved",
    modules: ["core"],
    invariants: ["one", "three"],
    open: [{ invariant: "two", why: "alloc: z3 gave up: max. steps" }],
    notCovered,
    obligations: 20,
    solver: "z3 1.2.3",
    measured: { seconds: 2 },
  });
});

test("of a proof that was ended early no invariant counts", () => {
  const { invariants, open } = provedOf({ ...PROOF, complete: false }, []);
  expect(invariants).toEqual([]);
  expect(open.map(({ why }) => why)).toEqual(["ended early", "ended early", "ended early"]);
});
