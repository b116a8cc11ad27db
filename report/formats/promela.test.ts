import { expect, test } from "vitest";
import { isMisuse } from "../../model/basics/misuse.js";
import { scopeOf } from "../../testing/scopes.js";
import { promelaModel } from "./promela.js";

test("the model of the least scope, line by line", () => {
  expect(promelaModel(scopeOf(1, 1, 1)).split("\n")).toEqual([
    "/* allocheck: the specification over 1 frame, 1 owner, 1 slice. */",
    "/* frame[f]: 0 free, 1 to 1 reserved by that owner, 2 allocated. */",
    "/* live[r]: how many slices of range r are alive; alive: how many in all. */",
    "byte frame[1];",
    "byte live[1];",
    "byte alive;",
    "",
    "active proctype client() {",
    "  do",
    ...[
      "!(frame[0] != 0 && frame[0] != 2) && !(frame[0] == 2) -> frame[0] = 1 } /* reserve(0, owner 1) */",
      "!(frame[0] == 0 || frame[0] == 2) && !(frame[0] != 0 && frame[0] != 2 && frame[0] != 1) && live[0] == 0" +
        " -> frame[0] = 0 } /* release(0, owner 1) */",
      "!(frame[0] == 0 || frame[0] == 2) && true && alive < 1 -> live[0]++; alive++ } /* borrow(0) */",
      "live[0] > 0 -> live[0]--; alive-- } /* drop(0) */",
      "frame[0] == 0 -> frame[0] = 2 } /* alloc() */",
      "!(frame[0] == 0) && !(frame[0] != 0 && frame[0] != 2) -> frame[0] = 0 } /* free(0) */",
    ].map((option) => `  :: d_step { ${option}`),
    "  od",
    "}",
    "",
  ]);
});

test("a release looks at every range that shares a frame, a borrow at every frame's owner", () => {
  const lines = promelaModel(scopeOf(2, 2, 1)).split("\n");
  const option = (command: string) => lines.find((line) => line.includes(`/* ${command} */`));
  // The ranges of two frames: 0, 0 to 1, 1.
  expect(option("release(1, owner 2)")).toContain("live[1] == 0 && live[2] == 0");
  expect(option("release(1, owner 2)")).not.toContain("live[0]");
  expect(option("borrow(0..1)")).toContain("frame[1] == frame[0]");
  expect(lines.filter((line) => line.includes("/* alloc() */"))).toHaveLength(2);
});

test("what it would leave out is a misuse that says so", () => {
  const refused = [
    scopeOf(2, 1, 1, "regions"),
    scopeOf(2, 1, 1, "growth"),
    { ...scopeOf(2, 1, 1), units: 2 },
  ];
  const messages = refused.map((scope) => {
    try {
      return promelaModel(scope);
    } catch (error) {
      return isMisuse(error) ? `${error.code}: ${error.what}` : error;
    }
  });
  expect(messages).toEqual([
    "no-promela: there is no Promela model of the module regions",
    "no-promela: there is no Promela model of the module regions",
    "no-promela: there is no Promela model of frames with units",
  ]);
});
