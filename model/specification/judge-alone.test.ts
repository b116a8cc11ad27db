/** One command judged alone has the reasons that it has where all are judged together. */
import { expect, test } from "vitest";
import { drive } from "../../testing/driven.js";
import { scopeOf } from "../../testing/scopes.js";
import { describeCommand } from "../words/commands.js";
import { Specification } from "./specification.js";

test.each([
  scopeOf(4, 2, 2),
  scopeOf(2, 2, 1, "handles"),
  scopeOf(2, 2, 1, "provenance"),
  scopeOf(3, 1, 1, "blocks", "foreign"),
  scopeOf(2, 1, 1, "regions", "flags"),
])("in every state of %o", (scope) => {
  const alone = new Specification(scope);
  let compared = 0;
  const wrong = new Set<string>();
  drive(scope, {
    command(specification, state, c) {
      compared++;
      if (alone.judgeAlone(c, state, 0) !== specification.judge(c))
        wrong.add(describeCommand(specification.commands[c]!));
    },
  });
  expect([...wrong]).toEqual([]);
  expect(compared).toBeGreaterThan(1000);
});
