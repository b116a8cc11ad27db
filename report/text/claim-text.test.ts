import { expect, test } from "vitest";
import type { CommandKind } from "../../model/words/commands.js";
import { sampleRun } from "../../testing/samples.js";
import { scopeOf } from "../../testing/scopes.js";
import { claim } from "./claim-text.js";

test("each bound of a command that is offered is part of the claim, and no other", () => {
  const boundsOf = (modules: readonly string[], ...notOffered: readonly CommandKind[]) => {
    const scope = scopeOf(2, 1, 3, ...modules);
    const [, bounds = ""] = /in which (.*), over/.exec(claim(sampleRun({ scope, notOffered }))) ?? [];
    return bounds;
  };
  const slides = "no realloc is given that would have to slide its block";
  expect(boundsOf(["resizing"], "borrow")).toBe(slides);
  expect(boundsOf(["resizing"], "borrow", "realloc")).toBe("");
  expect(boundsOf(["resizing"])).toBe(`at most 3 slices are alive at once and ${slides}`);
  expect(boundsOf(["resizing", "handles"], "borrow", "alloc-handle", "hold", "expose", "realloc")).toBe(
    "no block is resized that a handle names",
  );
  expect(boundsOf(["handles"])).toBe("at most 3 slices are alive at once and at most 2 handles are held");
  expect(boundsOf(["shares"], "borrow")).toBe("only an allocated frame is shared and at most 4 hold a frame");
  expect(boundsOf(["shares"], "borrow", "share")).toBe("");
  expect(boundsOf(["handles", "shares", "resizing"], "borrow")).toBe(
    "at most 2 handles are held, only a frame that is a block by itself is shared, at most 4 hold a frame, " +
      `no block is resized that others hold or a handle names and ${slides}`,
  );
});
