import { expect, test } from "vitest";
import { sampleRun } from "../../testing/samples.js";
import { scopeOf } from "../../testing/scopes.js";
import { conformanceOf } from "./conformance.js";

const known = [
  { id: "resize/empty", kind: "reason", command: "resize", module: "foreign" },
  { id: "free/out-of-range", kind: "reason", command: "free", module: "foreign" },
] as const;

/** The cells of an allocator that was run in a scope of the core and some modules. */
function cellsOf(...modules: string[]) {
  const run = sampleRun({ scope: scopeOf(2, 1, 1, ...modules) });
  const column = { allocator: "sample", class: "sample", family: "samples", runs: [run] };
  return conformanceOf([column], known, []).rules.map(({ cells }) => cells[0]?.kind);
}

test("what a module says of the commands of another is no rule where these are not in force", () => {
  expect(cellsOf("foreign")).toEqual(["not-offered", "not-exercised"]);
  expect(cellsOf("foreign", "resizing")).toEqual(["not-exercised", "not-exercised"]);
  expect(cellsOf("resizing")).toEqual(["not-offered", "not-offered"]);
});
